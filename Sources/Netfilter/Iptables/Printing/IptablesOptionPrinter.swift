import Addressing
import Bytes

extension IptablesRuleset {
    /// Writes a space and one option with its words.
    func write(_ option: Option, to buffer: inout ByteBuffer, spelling: Spelling) {
        switch option {
        case .source(let match): write("-s ", match, to: &buffer, spelling: spelling)
        case .destination(let match): write("-d ", match, to: &buffer, spelling: spelling)
        case .inInterface(let match): write("-i ", match, to: &buffer)
        case .outInterface(let match): write("-o ", match, to: &buffer)
        case .protocol(let match):
            writeNegation(match.negated, to: &buffer)
            buffer.append("-p ")
            write(protocolNumber: match.number, to: &buffer)
        case .protocolModule(let transport):
            buffer.append(" -m ")
            buffer.append(transport.name)
        case .sourcePort(let match): write("--sport ", match, to: &buffer)
        case .destinationPort(let match): write("--dport ", match, to: &buffer)
        case .comment(let text):
            buffer.append(" -m comment --comment ")
            buffer.appendQuoted(text, of: texts, spelling: spelling)
        case .conntrackState(let states, let negated): write(states, negated: negated, to: &buffer)
        case .mark(let value, let mask, let negated):
            buffer.append(" -m mark")
            writeNegation(negated, to: &buffer)
            buffer.append("--mark ")
            write(mark: value, mask: mask, fullMask: spelling == .tool, to: &buffer, spelling: spelling)
        case .addressType(let match):
            buffer.append(" -m addrtype")
            writeNegation(match.negated, to: &buffer)
            buffer.append(match.side == .source ? "--src-type LOCAL" : "--dst-type LOCAL")
        case .randomProbability(let fraction):
            buffer.append(" -m statistic --mode random --probability ")
            buffer.append(fraction)
        case .recent(let match): write(match, to: &buffer, spelling: spelling)
        case .accounting(let name):
            // The tool itself prints two spaces here.
            buffer.append(spelling == .tool ? " -m nfacct --nfacct-name " : " -m nfacct --nfacct-name  ")
            buffer.append(name, of: texts)
        case .set(let match): write(match, to: &buffer)
        case .virtualService(let match): write(match, to: &buffer, spelling: spelling)
        case .other(let words):
            buffer.append(UInt8(ascii: " "))
            buffer.append(words, of: texts)
        }
    }

    /// Writes the space before an option, and ` ! ` for a negated one.
    private func writeNegation(_ negated: Bool, to buffer: inout ByteBuffer) {
        buffer.append(negated ? " ! " : " ")
    }

    private func write(_ word: StaticString, _ match: AddressMatch, to buffer: inout ByteBuffer, spelling: Spelling) {
        writeNegation(match.negated, to: &buffer)
        buffer.append(word)
        if spelling == .tool, let text = text(of: match.spelling) { return buffer.append(text, of: texts) }
        buffer.append(match.prefix.address, spelling: spelling)
        if match.isBare && match.prefix.isHost { return }
        buffer.append(UInt8(ascii: "/"))
        buffer.append(decimal: match.prefix.length)
    }

    private func write(_ word: StaticString, _ match: InterfaceMatch, to buffer: inout ByteBuffer) {
        writeNegation(match.negated, to: &buffer)
        buffer.append(word)
        buffer.append(match.name, of: texts)
    }

    private func write(_ word: StaticString, _ match: PortMatch, to buffer: inout ByteBuffer) {
        writeNegation(match.negated, to: &buffer)
        buffer.append(word)
        buffer.append(decimal: match.lower)
        if match.upper == match.lower { return }
        buffer.append(UInt8(ascii: ":"))
        buffer.append(decimal: match.upper)
    }

    private func write(protocolNumber number: UInt8, to buffer: inout ByteBuffer) {
        for entry in IptablesWords.protocols where entry.number == number { return buffer.append(entry.word) }
        buffer.append(decimal: number)
    }

    private func write(_ states: ConntrackStates, negated: Bool, to buffer: inout ByteBuffer) {
        buffer.append(" -m conntrack")
        writeNegation(negated, to: &buffer)
        buffer.append("--ctstate ")
        var isFirst = true
        for entry in ConntrackStates.words where states.contains(entry.state) {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            buffer.append(entry.word)
            isFirst = false
        }
    }

    /// Writes `VALUE/MASK`, or `VALUE` alone for a full mask unless `fullMask` says to write that too.
    func write(mark value: UInt32, mask: UInt32, fullMask: Bool, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append(mark: value, spelling: spelling)
        if mask == .max && !fullMask { return }
        buffer.append(UInt8(ascii: "/"))
        buffer.append(mark: mask, spelling: spelling)
    }

    private func write(_ match: RecentMatch, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append(" -m recent")
        if spelling == .tool {
            buffer.append(" --name ")
            buffer.append(match.name, of: texts)
        }
        for entry in IptablesWords.recentActions where entry.action == match.action {
            buffer.append(UInt8(ascii: " "))
            buffer.append(entry.word)
        }
        if match.seconds > 0 {
            buffer.append(" --seconds ")
            buffer.append(decimal: match.seconds)
        }
        if match.reap { buffer.append(" --reap") }
        if spelling == .kernel {
            buffer.append(" --name ")
            buffer.append(match.name, of: texts)
            buffer.append(" --mask ")
            buffer.append(IptablesWords.fullMask(family))
            buffer.append(" --rsource")
        }
    }

    private func write(_ match: SetMatch, to buffer: inout ByteBuffer) {
        buffer.append(" -m set")
        writeNegation(match.negated, to: &buffer)
        buffer.append("--match-set ")
        buffer.append(match.name, of: texts)
        for field in 0..<min(match.dimension, 6) {
            buffer.append(field == 0 ? " " : ",")
            buffer.append(match.sourceBits & 1 << field != 0 ? "src" : "dst")
        }
    }

    private func write(_ match: VirtualServiceMatch, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append(" -m ipvs")
        if spelling == .kernel {
            buffer.append(" --vproto ")
            buffer.append(decimal: match.transport.rawValue)
        }
        buffer.append(" --vaddr ")
        if spelling == .tool, let text = text(of: match.spelling) {
            buffer.append(text, of: texts)
        } else {
            buffer.append(match.address, spelling: spelling)
        }
        if spelling == .tool {
            buffer.append(" --vproto ")
            buffer.append(match.transport.name)
        }
        buffer.append(" --vport ")
        buffer.append(decimal: match.port)
    }
}
