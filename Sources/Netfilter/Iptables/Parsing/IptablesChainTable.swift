/// The chain names of a text that is being read, with their numbers: open addressing, keyed by bytes.
///
/// The hash is seeded for each process, so that no text can be made whose names all collide.
struct IptablesChainTable {
    /// A name that has a number.
    private struct Entry {
        var start: UInt32
        var length: UInt32
        var hash: UInt32
    }

    /// The number of each name + 1, 0 for a free slot; their count is a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)
    /// The names by number.
    private var entries: [Entry] = []

    /// The number of `name`, nil if it has none.
    func find(_ name: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer) -> UInt32? {
        let slot = slots[slotIndex(of: name, hash: Self.hash(name), in: bytes)]
        return slot == 0 ? nil : slot - 1
    }

    /// The number of the name at `range` of `bytes`, and whether it was given just now.
    mutating func intern(_ range: Range<Int>, of bytes: UnsafeRawBufferPointer) -> (number: UInt32, isNew: Bool) {
        if entries.count * 2 >= slots.count { grow() }
        let name = UnsafeRawBufferPointer(rebasing: bytes[range])
        let hash = Self.hash(name)
        let index = slotIndex(of: name, hash: hash, in: bytes)
        if slots[index] != 0 { return (slots[index] - 1, false) }
        entries.append(Entry(start: UInt32(range.lowerBound), length: UInt32(range.count), hash: hash))
        slots[index] = UInt32(entries.count)
        return (UInt32(entries.count - 1), true)
    }

    /// The slot that holds `name`, or the free one where it belongs.
    private func slotIndex(of name: UnsafeRawBufferPointer, hash: UInt32, in bytes: UnsafeRawBufferPointer) -> Int {
        var index = Int(hash) & (slots.count - 1)
        while slots[index] != 0 {
            let entry = entries[Int(slots[index]) - 1]
            if entry.hash == hash && Int(entry.length) == name.count {
                let start = Int(entry.start)
                if UnsafeRawBufferPointer(rebasing: bytes[start..<(start + name.count)]).equals(name) { return index }
            }
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var index = Int(entry.hash) & (slots.count - 1)
            while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
            slots[index] = UInt32(number + 1)
        }
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
