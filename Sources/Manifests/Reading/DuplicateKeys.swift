import Diagnostics

/// A key's first and last bytes and length mixed into one word: equal keys have equal fingerprints, and unequal
/// ones rarely do.
@inline(__always)
func fingerprint(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let raw = UnsafeRawPointer(text)
    var (first, last): (UInt64, UInt64) = (0, 0)
    if length >= 8 {
        first = raw.loadUnaligned(as: UInt64.self)
        last = raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
    } else if length >= 4 {
        first = UInt64(raw.loadUnaligned(as: UInt32.self))
        last = UInt64(raw.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self))
    } else if length > 0 {
        first = UInt64(text[0]) | UInt64(text[length / 2]) << 8 | UInt64(text[length - 1]) << 16
    }
    return (first ^ (last << 29 | last >> 35) ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
}

/// The keys of the mappings that are open while a tree is filled, and the pairs of them that may be the same.
///
/// A key whose bit isn't in its mapping's 64-bit filter is new; else it is compared by fingerprint with the earlier
/// ones, up to `pairwise` keys. Larger mappings are looked at once more when they end, with a (seeded) hash of the
/// text, so that the time stays linear whatever the keys are.
struct DuplicateKeys: ~Copyable {
    struct Key {
        var fingerprint: UInt64
        var node: UInt32
    }

    /// How many keys of a mapping are compared one by one.
    static let pairwise = 32

    private var keys: UnsafeMutablePointer<Key>
    private var capacity = 64
    private(set) var count = 0
    /// An earlier and a later key node that may have the same text.
    private(set) var candidates: [(earlier: UInt32, later: UInt32)] = []
    /// Mappings with more than `pairwise` keys: the key nodes of each.
    private(set) var large: [[UInt32]] = []

    init() { keys = .allocate(capacity: 64) }

    deinit { keys.deallocate() }

    /// Whether anything has to be looked at when the object is complete.
    var isEmpty: Bool { candidates.isEmpty && large.isEmpty }

    /// Forgets all keys.
    mutating func removeAll() {
        count = 0
        candidates.removeAll(keepingCapacity: true)
        large.removeAll()
    }

    /// Forgets what may be the same, but not the keys of mappings that are open.
    mutating func forgetCandidates() {
        candidates.removeAll(keepingCapacity: true)
        large.removeAll()
    }

    /// Adds a key of the mapping whose keys begin at `start` and whose filter is `filter`.
    @inline(__always)
    mutating func add(_ fingerprint: UInt64, node: Int, start: Int, filter: inout UInt64) {
        if count == capacity { grow() }
        let bit: UInt64 = 1 << (fingerprint >> 58)
        if filter & bit != 0 { compare(fingerprint, node: node, start: start) }
        filter |= bit
        keys[count] = Key(fingerprint: fingerprint, node: UInt32(truncatingIfNeeded: node))
        count += 1
    }

    /// Ends the mapping whose keys begin at `start`.
    @inline(__always)
    mutating func end(_ start: Int) {
        if count - start > Self.pairwise { large.append((start..<count).map { keys[$0].node }) }
        count = start
    }

    @inline(never)
    private mutating func compare(_ fingerprint: UInt64, node: Int, start: Int) {
        guard count - start < Self.pairwise else { return }
        var index = count - 1
        while index >= start {
            if keys[index].fingerprint == fingerprint {
                candidates.append((keys[index].node, UInt32(truncatingIfNeeded: node)))
            }
            index -= 1
        }
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Key>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: keys, count: count)
        keys.deallocate()
        keys = larger
        capacity *= 2
    }
}

/// Notes in a tree which keys of it stand twice.
struct DuplicateReport {
    private var locator: SourceLocator

    init(_ source: Source) { locator = SourceLocator(source) }

    /// Looks at the keys that may be duplicates in a complete object; of equal ones the last stays, as in JSON.
    /// Answers whether nodes were marked as dropped.
    mutating func settle(_ keys: borrowing DuplicateKeys, in tree: inout ValueTree) -> Bool {
        var found = false
        var settled: UInt32?
        for (earlier, later) in keys.candidates where later != settled {
            guard tree.sameText(Int(earlier), Int(later)) else { continue }
            (settled, found) = (later, true)
            report(Int(earlier), Int(later), in: &tree)
        }
        for mapping in keys.large where settleLarge(mapping, in: &tree) { found = true }
        return found
    }

    private mutating func settleLarge(_ keys: [UInt32], in tree: inout ValueTree) -> Bool {
        var found = false
        var latest: [Int: UInt32] = [:]
        latest.reserveCapacity(keys.count)
        for (position, key) in keys.enumerated() {
            let hash = tree.withText(of: Int(key)) { text in
                var hasher = Hasher()
                hasher.combine(bytes: text)
                return hasher.finalize()
            }
            let earlier = latest.updateValue(key, forKey: hash)
            // Pairs among the first keys are candidates already.
            guard let earlier, position >= DuplicateKeys.pairwise, tree.sameText(Int(earlier), Int(key)) else {
                continue
            }
            found = true
            report(Int(earlier), Int(key), in: &tree)
        }
        return found
    }

    private mutating func report(_ earlier: Int, _ later: Int, in tree: inout ValueTree) {
        tree.drop(pairAt: earlier)
        guard tree.duplicateKeys.count < ReadingLimits.duplicateKeys else { return }
        let line = locator.location(of: tree.nodes[earlier].range).line
        let name = tree.text(of: later)
        tree.duplicateKeys.append(
            SyntaxError(
                rule: "SCHEMA-010", range: tree.nodes[later].range,
                message: "duplicate key \"\(name)\", already given in line \(line); the last one counts",
                advice: "remove one of the two"))
    }
}
