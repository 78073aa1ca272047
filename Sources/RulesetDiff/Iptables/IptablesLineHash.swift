import Addressing
import Bytes
import Netfilter

/// Hashes rules by what they mean: options in any order, without what only counts or is implied. The rules have the
/// kernel's form.
struct IptablesLineHash {
    private let ruleset: IptablesRuleset
    /// The hash of each chain's name.
    let chains: [UInt64]

    init(_ ruleset: IptablesRuleset) {
        self.ruleset = ruleset
        chains = ruleset.chainNames.map { name in
            ruleset.texts.withBytes(of: name) { bytes in
                var hash = LineHash()
                hash.add(bytes)
                return hash.value
            }
        }
    }

    /// The hashes of a rule, without and with its comments.
    func hashes(_ options: ArraySlice<IptablesRuleset.Option>, _ target: IptablesRuleset.Target) -> (
        bare: UInt64, full: UInt64
    ) {
        var bare: UInt64 = 0
        var comments: UInt64 = 0
        for option in options {
            switch option {
            case .protocolModule, .accounting: break
            case .comment(let text): comments = comments &* 31 &+ hash(1, text)
            default: bare = bare &+ hash(option)
            }
        }
        bare = bare &+ hash(target)
        return (bare, bare ^ (comments &* 0x9E37_79B9_7F4A_7C15))
    }

    private func hash(_ kind: UInt64, _ numbers: UInt64...) -> UInt64 {
        var hash = LineHash()
        hash.add(kind)
        for number in numbers { hash.add(number) }
        return hash.value
    }

    private func hash(_ kind: UInt64, _ text: ArenaText, _ number: UInt64 = 0) -> UInt64 {
        ruleset.texts.withBytes(of: text) { bytes in
            var hash = LineHash()
            hash.add(kind &+ number << 8)
            hash.add(bytes)
            return hash.value
        }
    }

    private func hash(_ kind: UInt64, _ match: IptablesRuleset.AddressMatch) -> UInt64 {
        hash(
            kind, match.prefix.address.high, match.prefix.address.low,
            UInt64(match.prefix.length) | (match.negated ? 1 << 8 : 0) | UInt64(match.prefix.family.rawValue) << 16)
    }

    private func hash(_ kind: UInt64, _ match: IptablesRuleset.PortMatch) -> UInt64 {
        hash(kind, UInt64(match.lower) | UInt64(match.upper) << 16 | (match.negated ? 1 << 32 : 0))
    }

    private func hash(_ option: IptablesRuleset.Option) -> UInt64 {
        switch option {
        case .source(let match): hash(2, match)
        case .destination(let match): hash(3, match)
        case .inInterface(let match): hash(4, match.name, match.negated ? 1 : 0)
        case .outInterface(let match): hash(5, match.name, match.negated ? 1 : 0)
        case .protocol(let match): hash(6, UInt64(match.number), match.negated ? 1 : 0)
        case .sourcePort(let match): hash(7, match)
        case .destinationPort(let match): hash(8, match)
        case .conntrackState(let states, let negated): hash(9, UInt64(states.rawValue), negated ? 1 : 0)
        case .mark(let value, let mask, let negated): hash(10, UInt64(value) << 32 | UInt64(mask), negated ? 1 : 0)
        case .addressType(let match): hash(11, match.side == .source ? 0 : 1, match.negated ? 1 : 0)
        case .randomProbability(let fraction): hash(12, UInt64(fraction.kernelUnits))
        case .recent(let match): hash(13, match.name, UInt64(match.seconds) << 8 | match.number)
        case .set(let match):
            hash(
                14, match.name, UInt64(match.dimension) << 8 | UInt64(match.sourceBits) << 16 | (match.negated ? 1 : 0))
        case .virtualService(let match):
            hash(
                15, match.address.high, match.address.low, UInt64(match.port) | UInt64(match.transport.rawValue) << 16)
        case .other(let text): hash(16, text)
        case .comment, .accounting, .protocolModule: 0
        }
    }

    private func hash(_ target: IptablesRuleset.Target) -> UInt64 {
        switch target {
        case .none: hash(32)
        case .accept: hash(33)
        case .drop: hash(34)
        case .return: hash(35)
        case .jump(let chain): hash(36, name(chain))
        case .goto(let chain): hash(37, name(chain))
        case .reject(let type): hash(38, type.map { $0 == .icmpPortUnreachable ? 1 : 2 } ?? 0)
        case .mark(.setXor(let value, let mask)): hash(39, UInt64(value) << 32 | UInt64(mask))
        case .mark(.set(let value, let mask)): hash(40, UInt64(value) << 32 | UInt64(mask))
        case .mark(.or(let bits)): hash(45, UInt64(bits))
        case .mark(.and(let bits)): hash(46, UInt64(bits))
        case .mark(.xor(let bits)): hash(47, UInt64(bits))
        case .masquerade(let randomFully): hash(41, randomFully ? 1 : 0)
        case .dnat(let socket, _): hash(42, socket.address.high, socket.address.low, UInt64(socket.port))
        case .redirect(let port): hash(43, UInt64(port))
        case .other(let text): hash(44, text)
        }
    }

    private func name(_ chain: IptablesRuleset.ChainID) -> UInt64 {
        Int(chain.index) < chains.count ? chains[Int(chain.index)] : 0
    }
}

extension IptablesRuleset.RecentMatch {
    /// What it does, as a number.
    fileprivate var number: UInt64 { (action == .set ? 1 : action == .rcheck ? 2 : 3) | (reap ? 4 : 0) }
}
