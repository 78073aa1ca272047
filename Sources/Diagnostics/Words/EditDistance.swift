/// How far two words are apart.
public enum EditDistance {
    private static let longest = 512

    /// The letters to insert, remove, replace or swap with their neighbour to make `b` of `a`; nil if more than `limit`.
    public static func between(_ a: String, _ b: String, atMost limit: Int) -> Int? {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard abs(a.count - b.count) <= limit else { return nil }
        // No name is that long; the square of such a length takes too much time.
        guard max(a.count, b.count) <= longest else { return a == b ? 0 : nil }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for (j, y) in b.enumerated() {
                var cost = min(last[j] + (x == y ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        let distance = last[b.count]
        return distance <= limit ? distance : nil
    }
}
