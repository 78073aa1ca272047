import Bytes
import Diagnostics
import LiveRuleset
import TestSupport
import Testing

@Suite("Broken dumps")
struct LiveHostileTextTests {
    /// Numbers that are the same at each run (SplitMix64).
    private struct FixedRandom {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((bits ^ (bits >> 31)) % UInt64(max(bound, 1)))
        }
    }

    /// Cut off anywhere, a dump is read or refused with a place in it.
    @Test(arguments: LiveCapture.all)
    func truncatedDumps(_ capture: LiveCapture) throws {
        let bytes = try capture.bytes()
        var random = FixedRandom(state: 7)
        for _ in 0..<40 {
            let end = random.next(below: bytes.count)
            try expectSound(Array(bytes[..<end]))
        }
    }

    /// With bytes changed, taken out and put in.
    @Test(arguments: LiveCapture.all)
    func mutatedDumps(_ capture: LiveCapture) throws {
        let bytes = try capture.bytes()
        var random = FixedRandom(state: 11)
        let signs = Array("\n\r\t \"'\\{}[]:;,#*-!@/|.0A\u{0}\u{E9}".utf8)
        for _ in 0..<10 {
            var text = bytes
            for _ in 0...random.next(below: 4) {
                let place = random.next(below: text.count)
                switch random.next(below: 4) {
                case 0: text[place] = signs[random.next(below: signs.count)]
                case 1: text.insert(signs[random.next(below: signs.count)], at: place)
                case 2: text.remove(at: place)
                default: text.removeSubrange(place..<min(text.count, place + random.next(below: 300)))
                }
            }
            try expectSound(text)
        }
    }

    /// Lines of every kind of dump in any order.
    @Test func mixedLines() throws {
        var random = FixedRandom(state: 3)
        let lines = try LiveCapture.all.flatMap { capture in
            try capture.bytes().split(separator: 0x0A, omittingEmptySubsequences: false).prefix(40).map(Array.init)
        }
        for _ in 0..<500 {
            var text: [UInt8] = []
            for _ in 0...random.next(below: 12) { text += lines[random.next(below: lines.count)] + [0x0A] }
            try expectSound(text)
        }
    }

    private func expectSound(_ text: [UInt8]) throws {
        let (_, findings) = LiveRuleset.read([Source(name: "dump", bytes: text)])
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        for finding in findings {
            #expect(!finding.message.isEmpty)
            guard let place = finding.location else { continue }
            #expect(place.file == "dump")
            guard (1...lines.count).contains(place.line) else {
                Issue.record("line \(place.line) of \(lines.count): \(finding.message)")
                continue
            }
            #expect((1...(lines[place.line - 1].count + 2)).contains(place.column), "\(finding.message)")
        }
    }
}
