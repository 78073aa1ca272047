/// A longest row of numbers that don't fall, picked from a sequence without changing its order (patience sorting).
struct LongestRow {
    /// Whether the number at each place is in the row.
    private(set) var contains: [Bool]

    init(_ numbers: [UInt32]) {
        contains = [Bool](repeating: true, count: numbers.count)
        if zip(numbers, numbers.dropFirst()).allSatisfy(<=) { return }
        // `tails[n]` ends the row of n + 1 numbers that ends in the lowest; `before` leads back through a row.
        var tails: [Int] = []
        var before = [Int](repeating: -1, count: numbers.count)
        for place in numbers.indices {
            var (low, high) = (0, tails.count)
            while low < high {
                let middle = (low + high) / 2
                if numbers[tails[middle]] <= numbers[place] { low = middle + 1 } else { high = middle }
            }
            if low > 0 { before[place] = tails[low - 1] }
            if low == tails.count { tails.append(place) } else { tails[low] = place }
        }
        contains = [Bool](repeating: false, count: numbers.count)
        var place = tails.last ?? -1
        while place >= 0 {
            contains[place] = true
            place = before[place]
        }
    }
}
