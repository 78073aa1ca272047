import Bytes

/// What kube-proxy sends to `nft -f` at once: commands in order, each about an object of one table.
public struct NftablesTransaction: Sendable {
    /// The table with all objects that the commands make; its rules and elements are those that are there in the end.
    public var ruleset = NftablesRuleset()
    /// The commands in order.
    public var commands: [Command] = []
    /// Elements that were taken out again, in the same form as the table's.
    public var replaced: [NftablesRuleset.Element] = []
    /// Sets that aren't there in the end.
    public var transient: [NftablesRuleset.NamedSet] = []

    /// An empty transaction.
    public init() {}

    /// One line; numbers are indices in the table's arrays.
    public enum Command: Sendable, Hashable {
        case addTable
        case addChain(UInt32)
        /// The chain by its name alone, although it is a base chain.
        case addBareChain(UInt32)
        case flushChain(UInt32)
        case deleteChain(UInt32)
        case addRule(UInt32)
        case addSet(UInt32)
        case flushSet(UInt32)
        case addElement(UInt32)
        /// An element of `replaced` that had been added before.
        case addReplaced(UInt32)
        /// The removal of that element.
        case deleteReplaced(UInt32)
        /// A set of `transient`: it is added only so that it can be deleted whether it was there or not.
        case addTransient(UInt32)
        case deleteTransient(UInt32)
    }
}
