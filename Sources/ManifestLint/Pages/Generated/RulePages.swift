// Written by scripts/rule-pages.
// swift-format-ignore-file

/// What doc comments and examples say of each rule.
enum RulePages {
    /// The pages by the rules' ids.
    static let all: [String: RulePage] = [
        aff1,
        cl1,
        cl2,
        ds1,
        ep1,
        ep2,
        ep3,
        ing1,
        ing2,
        lb1,
        lb2,
        lint1,
        modeAny1,
        modeIpt1,
        modeIpvs1,
        modeNft1,
        np1,
        port1,
        port2,
        port3,
        schema1,
        schema2,
        sel1,
        sel2,
        svc1,
        svc2,
        svc3,
        tp1,
        tp2,
        upd1,
        upd2,
    ].reduce(into: [:]) { pages, part in pages.merge(part) { first, _ in first } }
}
