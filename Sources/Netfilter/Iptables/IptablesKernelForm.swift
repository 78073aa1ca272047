import Addressing
import Bytes

extension IptablesRuleset {
    /// Calls `body` with the options of a rule as the kernel gives them back: the packet's own fields first
    /// (`-s -d -i -o -p`), then the matches in the order in which they were loaded, the ports behind the match of
    /// their protocol (source before destination), without what every packet matches.
    func forEachInKernelOrder(_ options: ArraySlice<Option>, _ body: (Option) -> Void) {
        let matchRank = IptablesWords.baseOptions.count
        var ranks = 0
        for option in options { ranks |= 1 << baseRank(of: option) }
        for rank in 0..<matchRank where ranks & 1 << rank != 0 {
            for option in options where baseRank(of: option) == rank {
                if !matchesAnyInterface(option), let form = option.kernelForm { body(form) }
            }
        }
        var portsAreWritten = false
        for index in options.indices where baseRank(of: options[index]) == matchRank {
            switch options[index] {
            case .protocolModule:
                body(options[index])
                forEachPort(options[(index + 1)...], body)
                portsAreWritten = true
            case .sourcePort, .destinationPort:
                if portsAreWritten { continue }
                // A port without its match loads the match of the rule's protocol.
                if let transport = transport(of: options) { body(.protocolModule(transport)) }
                forEachPort(options[index...], body)
                portsAreWritten = true
            default:
                if let form = options[index].kernelForm { body(form) }
            }
        }
    }

    /// Whether an option is `-i +` or `-o +`, which the kernel doesn't keep.
    private func matchesAnyInterface(_ option: Option) -> Bool {
        switch option {
        case .inInterface(let match), .outInterface(let match):
            !match.negated && texts.withBytes(of: match.name) { $0.equals("+") }
        default: false
        }
    }

    /// Calls `body` with the ports that belong to one match: those before the next match of a protocol.
    private func forEachPort(_ options: ArraySlice<Option>, _ body: (Option) -> Void) {
        var end = options.startIndex
        var destinations = 0
        scan: while end < options.endIndex {
            switch options[end] {
            case .protocolModule: break scan
            case .sourcePort: if let form = options[end].kernelForm { body(form) }
            case .destinationPort: destinations += 1
            default: break
            }
            end += 1
        }
        if destinations == 0 { return }
        for option in options[..<end] {
            if case .destinationPort = option, let form = option.kernelForm { body(form) }
        }
    }

    /// The protocol that a rule's `-p` names, if it has ports.
    private func transport(of options: ArraySlice<Option>) -> TransportProtocol? {
        for case .protocol(let match) in options { return TransportProtocol(rawValue: match.number) }
        return nil
    }

    /// The place of an option in `IptablesWords.baseOptions`, or their number for one that belongs to a match.
    private func baseRank(of option: Option) -> Int {
        switch option {
        case .source: 0
        case .destination: 1
        case .inInterface: 2
        case .outInterface: 3
        case .protocol: 4
        case .other(let words): baseRank(ofVerbatim: words)
        default: IptablesWords.baseOptions.count
        }
    }

    private func baseRank(ofVerbatim words: ArenaText) -> Int {
        texts.withBytes(of: words) { bytes in
            var bytes = bytes[...]
            if bytes.first == UInt8(ascii: "!") { bytes = bytes.dropFirst().drop { $0 == 0x20 } }
            let word = UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0x20 })
            return IptablesWords.baseOptions.firstIndex { word.equals($0) } ?? IptablesWords.baseOptions.count
        }
    }
}

extension IptablesRuleset.Option {
    /// The option as the kernel gives it back, nil for one that every packet matches.
    var kernelForm: Self? {
        switch self {
        case .source(let match): match.kernelForm.map { .source($0) }
        case .destination(let match): match.kernelForm.map { .destination($0) }
        case .protocol(let match): match.number == 0 && !match.negated ? nil : self
        case .sourcePort(let match), .destinationPort(let match):
            match.lower == 0 && match.upper == .max && !match.negated ? nil : self
        case .randomProbability(let fraction): .randomProbability(fraction.kernelForm)
        case .virtualService(let match): .virtualService(match.canonicallySpelled)
        default: self
        }
    }
}

extension IptablesRuleset.AddressMatch {
    /// The same without a spelling of its own.
    var canonicallySpelled: Self { Self(prefix, negated: negated, isBare: isBare) }

    /// The network with its length and without the bits behind it, nil for all addresses.
    var kernelForm: Self? {
        prefix.length == 0 && !negated ? nil : Self(prefix.masked, negated: negated)
    }
}

extension IptablesRuleset.VirtualServiceMatch {
    /// The same without a spelling of its own.
    var canonicallySpelled: Self { Self(address, transport, port: port) }
}

extension IptablesRuleset.DecimalFraction {
    /// The fraction as the kernel keeps it, a multiple of 2⁻³¹, with the 11 decimals that `iptables-save` prints.
    var kernelForm: Self {
        var scale = 1.0
        for _ in 0..<min(digits, 18) { scale *= 10 }
        let kept = (Double(units) / scale * 0x1p31).rounded(.toNearestOrAwayFromZero)
        guard kept < 0x1p32 else { return self }
        // kept / 2³¹ in units of 10⁻¹¹ is kept · 5¹¹ / 2²⁰, rounded half to even as printf does.
        let product = UInt64(kept) * 48_828_125
        let (whole, rest, half) = (product >> 20, product & 0xF_FFFF, UInt64(0x8_0000))
        let roundsUp = rest > half || rest == half && whole & 1 == 1
        return Self(units: roundsUp ? whole + 1 : whole, digits: 11)
    }
}

extension IptablesRuleset.Target {
    /// The target as the kernel gives it back: every change of the mark as `--set-xmark`, a reject with its type.
    func kernelForm(_ family: IPFamily) -> Self {
        switch self {
        case .mark(let change): .mark(change.kernelForm)
        case .reject(nil): .reject(family == .ipv4 ? .icmpPortUnreachable : .icmp6PortUnreachable)
        case .dnat(let socket, _): .dnat(socket)
        default: self
        }
    }
}

extension IptablesRuleset.MarkChange {
    /// The change as `--set-xmark`: bits of the mask are zeroed, then the value is exclusive-or'ed.
    var kernelForm: Self {
        switch self {
        case .or(let bits): .setXor(value: bits, mask: bits)
        case .xor(let bits): .setXor(value: bits, mask: 0)
        case .and(let bits): .setXor(value: 0, mask: ~bits)
        case .set(let value, let mask): .setXor(value: value, mask: value | mask)
        case .setXor: self
        }
    }
}
