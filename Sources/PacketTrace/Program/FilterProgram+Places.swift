extension FilterProgram {
    /// The chain that a rule stands in, by its place in `chains`.
    public func chain(ofRule rule: Int) -> Int? {
        // Rules of one chain stand behind each other, but chains don't begin in the order of their places.
        chains.firstIndex { $0.rules.contains(rule) }
    }
}
