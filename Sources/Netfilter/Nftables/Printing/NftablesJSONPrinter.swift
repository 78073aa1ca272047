import Bytes
extension NftablesRuleset {
    /// Stub.
    public func writeJSON(to buffer: inout ByteBuffer, version: NftVersion) {}
}
