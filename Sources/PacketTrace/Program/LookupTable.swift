import Addressing

/// A set or map whose keys are fields of packets: an ipset, or a set or map of nftables.
///
/// Each part of a key is a range. Ranges of one part are equal or apart, as the kernel demands of maps; those of a set's
/// last part may overlap.
public struct LookupTable: Sendable {
    /// Its name.
    public let name: String
    /// How many parts a key has.
    public let width: Int
    /// The parts of all keys, key by key, sorted.
    private var parts: [ClosedRange<UInt128>] = []
    /// What each key leads to, in the program's `actions`; empty for a set.
    private var values: [Int] = []
    /// The number of keys.
    public private(set) var count = 0

    /// One key, and what it leads to.
    public struct Entry: Sendable {
        /// The parts of the key.
        public var key: [ClosedRange<UInt128>]
        /// The action's place in the program's `actions`; 0 in a set.
        public var value: Int

        /// A key.
        public init(_ key: [ClosedRange<UInt128>], value: Int = 0) {
            self.key = key
            self.value = value
        }
    }

    /// A set or map with these entries; those of another width are left out.
    public init(name: String, width: Int, isMap: Bool, _ entries: [Entry]) {
        self.name = name
        self.width = width
        let sorted = entries.filter { $0.key.count == width && width > 0 }.sorted { Self.isBefore($0.key, $1.key) }
        parts.reserveCapacity(sorted.count * width)
        for entry in sorted {
            if !isMap, mergesIntoLast(entry.key) { continue }
            parts.append(contentsOf: entry.key)
            if isMap { values.append(entry.value) }
            count += 1
        }
    }

    private static func isBefore(_ a: [ClosedRange<UInt128>], _ b: [ClosedRange<UInt128>]) -> Bool {
        for (left, right) in zip(a, b) where left != right {
            return (left.lowerBound, left.upperBound) < (right.lowerBound, right.upperBound)
        }
        return false
    }

    /// Widens the last key of a set where the next one overlaps it and differs in the last part only.
    private mutating func mergesIntoLast(_ key: [ClosedRange<UInt128>]) -> Bool {
        guard count > 0, let range = key.last else { return false }
        let start = (count - 1) * width
        for place in 0..<(width - 1) where parts[start + place] != key[place] { return false }
        let last = parts[start + width - 1]
        guard range.lowerBound <= last.upperBound else { return false }
        parts[start + width - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        return true
    }

    /// The action of an entry; nil in a set.
    func value(of entry: Int) -> Int? { entry < values.count ? values[entry] : nil }

    /// The part of an entry's key.
    func part(_ part: Int, of entry: Int) -> ClosedRange<UInt128> { parts[entry * width + part] }

    /// The entries among `entries` (equal in all parts before `part`) whose range at `part` holds `number`.
    func narrowed(_ entries: Range<Int>, part: Int, to number: UInt128) -> Range<Int> {
        // The first whose range doesn't end before the number: ranges that differ are apart.
        let start = place(in: entries) { self.part(part, of: $0).upperBound < number }
        guard start < entries.upperBound, self.part(part, of: start).lowerBound <= number else { return start..<start }
        return start..<end(ofGroupAt: start, part: part, in: entries)
    }

    /// Where the entries end whose range at `part` is that of `start`.
    func end(ofGroupAt start: Int, part: Int, in entries: Range<Int>) -> Int {
        let range = self.part(part, of: start)
        return place(in: start..<entries.upperBound) { self.part(part, of: $0).upperBound <= range.upperBound }
    }

    private func place(in entries: Range<Int>, where isBefore: (Int) -> Bool) -> Int {
        var (low, high) = (entries.lowerBound, entries.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
