import Addressing
import Bytes

extension IptablesRuleset {
    /// Writes a space and what a rule does; nothing for a rule without target.
    func write(_ target: Target, to buffer: inout ByteBuffer, spelling: Spelling) {
        switch target {
        case .none: break
        case .accept: buffer.append(" -j ACCEPT")
        case .drop: buffer.append(" -j DROP")
        case .return: buffer.append(" -j RETURN")
        case .jump(let chain):
            buffer.append(" -j ")
            write(nameOf: chain, to: &buffer)
        case .goto(let chain):
            buffer.append(" -g ")
            write(nameOf: chain, to: &buffer)
        case .reject(nil): buffer.append(" -j REJECT")
        case .reject(let type?):
            buffer.append(" -j REJECT --reject-with ")
            buffer.append(type.word)
        case .mark(let change): write(change, to: &buffer, spelling: spelling)
        case .masquerade(let randomFully):
            buffer.append(randomFully ? " -j MASQUERADE --random-fully" : " -j MASQUERADE")
        case .dnat(let socket, let written):
            buffer.append(" -j DNAT --to-destination ")
            if spelling == .tool, let text = text(of: written) {
                buffer.append(text, of: texts)
            } else if spelling == .kernel && socket.address.isPrintedDotted {
                buffer.append("[")
                buffer.append(socket.address, spelling: .kernel)
                buffer.append("]:")
                buffer.append(decimal: socket.port)
            } else {
                buffer.append(socket)
            }
        case .redirect(let port):
            buffer.append(" -j REDIRECT --to-ports ")
            buffer.append(decimal: port)
        case .other(let words):
            buffer.append(UInt8(ascii: " "))
            buffer.append(words, of: texts)
        }
    }

    private func write(_ change: MarkChange, to buffer: inout ByteBuffer, spelling: Spelling) {
        buffer.append(" -j MARK ")
        switch change {
        case .or(let bits):
            buffer.append("--or-mark ")
            buffer.append(mark: bits, spelling: spelling)
        case .xor(let bits):
            buffer.append("--xor-mark ")
            buffer.append(mark: bits, spelling: spelling)
        case .and(let bits):
            buffer.append("--and-mark ")
            buffer.append(mark: bits, spelling: spelling)
        case .setXor(let value, let mask):
            buffer.append("--set-xmark ")
            write(mark: value, mask: mask, fullMask: true, to: &buffer, spelling: spelling)
        case .set(let value, let mask):
            buffer.append("--set-mark ")
            write(mark: value, mask: mask, fullMask: true, to: &buffer, spelling: spelling)
        }
    }
}
