import Bytes
import Netfilter

/// Texts that are often given instead of a dump, and what to do then.
struct UnknownText {
    /// What stands in the text.
    let words: StaticString
    /// What the text is.
    let message: String
    /// What to do.
    let advice: String

    /// How much of a text is looked at.
    private static let lookahead = 4096

    private static let root = "run the tool as root (in a container: privileged, in the node's network namespace)"
    private static let save = "give the output of iptables-save: a listing leaves things out"

    /// All of them; the first that matches counts.
    static let all: [UnknownText] = [
        .init(words: "you must be root", message: "the tool had no rights", advice: root),
        .init(words: "Operation not permitted", message: "the tool had no rights", advice: root),
        .init(words: "Permission denied", message: "the tool had no rights", advice: root),
        .init(words: "can't open lock file", message: "the tool had no rights", advice: root),
        .init(words: "command not found", message: "the tool isn't installed", advice: "install it, or leave it out"),
        .init(words: "executable file not found", message: "the tool isn't installed", advice: "run it on the node"),
        .init(words: ": not found", message: "the tool isn't installed", advice: "install it, or leave it out"),
        .init(
            words: "Device \"kube-ipvs0\" does not exist", message: "the node isn't in ipvs mode",
            advice: "leave this text out"),
        .init(
            words: "Can't initialize ipvs", message: "the kernel has no IPVS",
            advice: "run ipvsadm as root on a node in ipvs mode"),
        .init(words: "Chain ", message: "this is a listing of iptables -L", advice: save),
        .init(words: "-P INPUT", message: "this is the output of iptables -S, of one table only", advice: save),
        .init(words: "-P PREROUTING", message: "this is the output of iptables -S, of one table only", advice: save),
        .init(words: "-N KUBE-", message: "this is the output of iptables -S, of one table only", advice: save),
        .init(
            words: "\u{0}", message: "this is no text",
            advice: "in UTF-16, as PowerShell writes it? Save the output as UTF-8"),
    ]

    /// Whether a text is of this kind.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        text.slice(0, min(text.count, Self.lookahead)).contains(words)
    }
}

/// The first line of a text that says something.
enum FirstLine {
    private static let longest = 60

    /// Its number, counted from 0, and its beginning in quotes, what isn't printable replaced.
    static func excerpt(of text: UnsafeRawBufferPointer) -> (line: Int, excerpt: String) {
        var lines = TextLines(text)
        var number = 0
        while let line = lines.next() {
            let words = lines.text(line).trimmed
            if !words.isEmpty {
                let shown = words.prefix(longest).map { 0x20..<0x7F ~= $0 ? $0 : UInt8(ascii: "?") }
                return (number, "\"" + String(decoding: shown, as: UTF8.self) + (words.count > longest ? "…\"" : "\""))
            }
            number += 1
        }
        return (0, "nothing")
    }
}
