extension NftablesRuleset {
    /// Stub.
    public func canonicalized() -> NftablesRuleset { self }
}
