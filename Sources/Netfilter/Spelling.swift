/// Which of a ruleset's two texts is meant.
public enum Spelling: Sendable, Hashable {
    /// What kube-proxy hands to `iptables-restore`, `ipset`, `ipvsadm` or `nft`, to the letter.
    case tool
    /// What `iptables-save`, `ipset save`, `ipvsadm -Sn` or `nft list ruleset` print once the kernel has it.
    case kernel
}
