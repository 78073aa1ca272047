import Bytes

/// A time that an element has beside its key.
enum NftablesElementTime: CaseIterable {
    /// How long it stays once it is added.
    case timeout
    /// How long it stays from now on.
    case expires

    /// As nft writes it.
    var word: StaticString {
        switch self {
        case .timeout: "timeout"
        case .expires: "expires"
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The times that an element's words say (`timeout 3h expires 2h58m`), in seconds; none if there are other words.
    var nftTimes: [(kind: NftablesElementTime, seconds: UInt32)] {
        let words = split(separator: UInt8(ascii: " "))
        guard !words.isEmpty, words.count % 2 == 0 else { return [] }
        var times: [(NftablesElementTime, UInt32)] = []
        for place in stride(from: 0, to: words.count, by: 2) {
            let word = UnsafeRawBufferPointer(rebasing: words[place])
            guard let kind = NftablesElementTime.allCases.first(where: { word.equals($0.word) }),
                let seconds = UnsafeRawBufferPointer(rebasing: words[place + 1]).wholeSeconds
            else { return [] }
            times.append((kind, seconds))
        }
        return times
    }

    /// The seconds of a time, without the milliseconds at its end: `nft -j` leaves them out too.
    private var wholeSeconds: UInt32? {
        guard count > 2, self[count - 2] == UInt8(ascii: "m"), self[count - 1] == UInt8(ascii: "s") else {
            return seconds
        }
        var end = count - 2
        while end > 0, 0x30...0x39 ~= self[end - 1] { end -= 1 }
        guard end < count - 2 else { return nil }
        return end == 0 ? 0 : UnsafeRawBufferPointer(rebasing: self[..<end]).seconds
    }
}

extension ByteBuffer {
    /// Appends `, "timeout": SECONDS`.
    mutating func append(jsonSeconds seconds: UInt32, of kind: NftablesElementTime) {
        append(", \"")
        append(kind.word)
        append("\": ")
        append(decimal: seconds)
    }
}

extension TextArena {
    /// The text without double quotes around it.
    func withoutQuotes(_ text: ArenaText) -> ArenaText {
        let quote = UInt8(ascii: "\"")
        let isQuoted = withBytes(of: text) { $0.count >= 2 && $0.first == quote && $0.last == quote }
        return isQuoted ? ArenaText(offset: text.offset + 1, length: text.length - 2) : text
    }
}
