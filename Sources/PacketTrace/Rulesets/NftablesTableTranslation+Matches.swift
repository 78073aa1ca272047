import Addressing
import Netfilter

/// Matches that `NftablesRuleset` keeps as they are written.
extension NftablesTableTranslation {
    /// What a match looks at.
    private enum Subject {
        case address(isSource: Bool)
        case transport
        case port(isSource: Bool)
        case interface(isIn: Bool)
        case state, status
        case addressType(isSource: Bool)
        case mark
        /// `meta nfproto`, which tells the families of a table of both apart.
        case family

        /// How nft writes it; the family whose packets have it, and the protocol that it implies.
        static let all: [(words: [String], subject: Subject, family: IPFamily?, transport: UInt8?)] =
            [
                (["ip", "saddr"], .address(isSource: true), .ipv4, nil),
                (["ip", "daddr"], .address(isSource: false), .ipv4, nil),
                (["ip6", "saddr"], .address(isSource: true), .ipv6, nil),
                (["ip6", "daddr"], .address(isSource: false), .ipv6, nil),
                (["meta", "l4proto"], .transport, nil, nil), (["ip", "protocol"], .transport, .ipv4, nil),
                (["ip6", "nexthdr"], .transport, .ipv6, nil), (["meta", "nfproto"], .family, nil, nil),
                (["th", "sport"], .port(isSource: true), nil, nil),
                (["th", "dport"], .port(isSource: false), nil, nil),
                (["iifname"], .interface(isIn: true), nil, nil),
                (["meta", "iifname"], .interface(isIn: true), nil, nil),
                (["iif"], .interface(isIn: true), nil, nil), (["meta", "iif"], .interface(isIn: true), nil, nil),
                (["oifname"], .interface(isIn: false), nil, nil), (["oif"], .interface(isIn: false), nil, nil),
                (["meta", "oifname"], .interface(isIn: false), nil, nil),
                (["meta", "oif"], .interface(isIn: false), nil, nil),
                (["ct", "state"], .state, nil, nil), (["ct", "status"], .status, nil, nil),
                (["fib", "saddr", "type"], .addressType(isSource: true), nil, nil),
                (["fib", "daddr", "type"], .addressType(isSource: false), nil, nil),
                (["meta", "mark"], .mark, nil, nil), (["mark"], .mark, nil, nil),
            ]
            + [("tcp", 6), ("udp", 17), ("sctp", 132), ("dccp", 33), ("udplite", 136)].flatMap { name, number in
                [
                    ([name, "sport"], .port(isSource: true), nil, UInt8(number)),
                    ([name, "dport"], .port(isSource: false), nil, UInt8(number)),
                ] as [([String], Subject, IPFamily?, UInt8?)]
            }
    }

    /// Takes a match; false, at any place, if it is none that is understood: then nothing was added.
    mutating func takeMatch(
        _ words: inout NftablesWords, _ draft: inout NftablesRuleDraft, _ builder: inout ProgramBuilder
    ) -> Bool {
        let start = words.at
        if words.take("meta", "random", "&", "2147483647", "<") {
            // `-m statistic` of iptables-nft.
            guard let kept = words.take().flatMap(UInt32.init), kept <= 1 << 31 else { return false }
            draft.test(IptablesTranslation.chance(outOf31Bits: kept))
            return true
        }
        let found = Subject.all.first { entry in words.words(start..<(start + entry.words.count)) == entry.words[...] }
        guard let found else { return false }
        words.jump(to: start + found.words.count)
        var tests: [NftablesRuleDraft.Instruction] =
            found.transport.map { [.test(.transport($0), negated: false)] } ?? []
        if let asked = found.family, asked != family { tests = [.test(.never, negated: false)] }
        var changed = draft
        for case .test(let test, let negated) in tests { changed.test(test, negated: negated) }
        guard take(found.subject, &words, &changed, &builder) else { return false }
        draft = changed
        return true
    }

    private mutating func take(
        _ subject: Subject, _ words: inout NftablesWords, _ draft: inout NftablesRuleDraft,
        _ builder: inout ProgramBuilder
    ) -> Bool {
        if words.take("vmap") { return takeVerdictMap(subject, &words, &draft, &builder) }
        if case .mark = subject, words.take("&") || words.take("and") {
            guard let mask = words.take().flatMap(NftablesWordValues.number) else { return false }
            let negated = words.take("!=")
            if !negated, !words.take("==") { return false }
            guard let value = words.take().flatMap(NftablesWordValues.number) else { return false }
            draft.test(.mark(mask: mask, value: value), negated: negated)
            return true
        }
        let negated = words.take("!=")
        let isExact = !negated && words.take("==")
        if words.next.hasPrefix("@") { return takeReference(subject, negated: negated, &words, &draft, &builder) }
        guard let values = words.takeValues(), !["/", ".", "-"].contains(words.next) else { return false }
        let isBits = if case .state = subject { true } else if case .status = subject { true } else { false }
        if isBits, isExact || negated && values.count > 1 { return false }
        if case .status = subject, negated { return false }
        guard let tests = tests(subject, values, &builder) else { return false }
        if tests.count == 1 || negated {
            for test in tests { draft.test(test, negated: negated) }
            return true
        }
        return draft.fork(Self.apart(tests, [[]]))
    }

    /// `@SET`
    private mutating func takeReference(
        _ subject: Subject, negated: Bool, _ words: inout NftablesWords, _ draft: inout NftablesRuleDraft,
        _ builder: inout ProgramBuilder
    ) -> Bool {
        let field: NftablesRuleset.Field
        switch subject {
        case .address(let isSource): field = isSource ? .source(family) : .destination(family)
        case .transport: field = .transport
        case .port(let isSource): field = isSource ? .sourcePort : .destinationPort
        default: return false
        }
        guard let name = words.take() else { return false }
        draft.test(sets.test(Key(field), isIn: String(name.dropFirst()), &builder), negated: negated)
        return true
    }

    /// `{ VALUE : VERDICT, … }`, behind `vmap`.
    private func takeVerdictMap(
        _ subject: Subject, _ words: inout NftablesWords, _ draft: inout NftablesRuleDraft,
        _ builder: inout ProgramBuilder
    ) -> Bool {
        guard words.take("{") else { return false }
        var branches: [(test: FilterProgram.Test, action: FilterProgram.Action)] = []
        repeat {
            guard let value = words.take(), words.take(":"), let verdict = words.take(),
                ["accept", "drop", "return", "continue", "jump", "goto"].contains(verdict),
                let test = tests(subject, [value], &builder)?.first
            else { return false }
            let chain = verdict == "jump" || verdict == "goto" ? words.take() ?? "" : ""
            branches.append((test, verdicts.action(verdict, chain, &builder)))
        } while words.take(",")
        guard words.take("}") else { return false }
        return draft.fork(Self.apart(branches.map(\.test), branches.map { [.action($0.action)] }))
    }

    /// A branch for each test, for packets that none before it matches, with instructions of its own or those of all.
    private static func apart(
        _ tests: [FilterProgram.Test], _ tails: [[NftablesRuleDraft.Instruction]]
    ) -> [[NftablesRuleDraft.Instruction]] {
        tests.enumerated().map { place, test in
            tests[..<place].map { .test($0, negated: true) } + [.test(test, negated: false)]
                + tails[min(place, tails.count - 1)]
        }
    }

    // MARK: Values

    /// The tests of which one must hold: one if a program can say it with one. Nil if a value isn't understood.
    private func tests(
        _ subject: Subject, _ values: [String], _ builder: inout ProgramBuilder
    ) -> [FilterProgram.Test]? {
        func all<Value>(_ read: (String) -> Value?) -> [Value]? {
            let read = values.compactMap(read)
            return read.count == values.count && !read.isEmpty ? read : nil
        }
        switch subject {
        case .address(let isSource):
            return all { Self.addresses($0, family) }.map { ranges in
                let set = builder.addressSet(AddressSet(ranges))
                return [isSource ? .sourceIn(set) : .destinationIn(set)]
            }
        case .transport:
            return all { NftablesWordValues.transport($0).map { UInt128($0)...UInt128($0) } }
                .map { [.lookup(Self.set(of: $0, &builder), [.transport])] }
        case .port(let isSource):
            return all(Self.ports).map {
                [.lookup(Self.set(of: $0, &builder), [isSource ? .sourcePort : .destinationPort])]
            }
        case .interface(let isIn):
            return all(NftablesWordValues.interface)?.map { name in
                isIn ? .inInterface(builder.text(name)) : .outInterface(builder.text(name))
            }
        case .state: return all { NftablesWordValues.states[$0] }.map { [.tracking($0.reduce([]) { $0.union($1) })] }
        case .status: return all { NftablesWordValues.statuses[$0] }.map { [.tracking($0.reduce([]) { $0.union($1) })] }
        case .addressType(let isSource):
            return values == ["local"] ? [isSource ? .sourceIsLocal : .destinationIsLocal] : nil
        case .mark: return all(NftablesWordValues.number)?.map { .mark(mask: .max, value: $0) }
        case .family:
            let isMet = values == [family == .ipv4 ? "ipv4" : "ipv6"]
            guard isMet || values == ["ipv4"] || values == ["ipv6"] else { return nil }
            return [isMet ? .source(.all(family)) : .never]
        }
    }

    /// Addresses of the family; those of the other one never fit, and no rule names them by accident.
    private static func addresses(_ word: String, _ family: IPFamily) -> ClosedRange<UInt128>? {
        guard word.contains(".") || word.contains(":") else { return nil }
        return NftablesRange.range(of: word)
    }

    private static func ports(_ word: String) -> ClosedRange<UInt128>? {
        guard !word.contains("."), !word.contains(":"), let range = NftablesRange.range(of: word) else { return nil }
        return range.upperBound <= UInt16.max ? range : nil
    }

    /// A set without a name.
    private static func set(of ranges: [ClosedRange<UInt128>], _ builder: inout ProgramBuilder) -> Int {
        builder.table(LookupTable(name: "", width: 1, isMap: false, ranges.map { LookupTable.Entry([$0]) }))
    }
}
