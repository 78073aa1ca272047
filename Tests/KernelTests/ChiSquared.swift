/// Pearson's χ² test: whether counts are likely to come from given shares.
enum ChiSquared {
    /// What χ² exceeds once in a thousand times, for 1, 2, … 10 degrees of freedom.
    static let critical = [10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588]

    /// χ² of counts against shares that add up to 1.
    static func statistic(counts: [Int], shares: [Double]) -> Double {
        let total = Double(counts.reduce(0, +))
        return zip(counts, shares).reduce(0) { sum, pair in
            let expected = pair.1 * total
            let difference = Double(pair.0) - expected
            return sum + difference * difference / expected
        }
    }

    /// Whether the counts are so far from the shares that it happens less than once in a thousand times.
    static func isImprobable(counts: [Int], shares: [Double]) -> Bool {
        guard counts.count > 1 else { return false }
        precondition(counts.count - 1 <= critical.count, "no critical value for so many endpoints")
        return statistic(counts: counts, shares: shares) > critical[counts.count - 2]
    }
}
