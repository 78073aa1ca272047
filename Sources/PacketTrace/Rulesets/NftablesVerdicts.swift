import Bytes
import Netfilter

/// Translates verdicts of one nf_tables table, whose chains the program has.
struct NftablesVerdicts {
    private let texts: TextArena
    /// The program's chain of each chain of the table, by name.
    private let chains: [String: Int]

    init(_ texts: TextArena, chains: [String: Int]) {
        self.texts = texts
        self.chains = chains
    }

    func action(_ verdict: NftablesRuleset.Verdict, _ builder: inout ProgramBuilder) -> FilterProgram.Action {
        switch verdict {
        case .accept: .accept
        case .drop: .drop
        case .continue: .none
        case .return: .return
        case .jump(let name): action("jump", texts.string(name), &builder)
        case .goto(let name): action("goto", texts.string(name), &builder)
        case .verbatim(let words), .json(let words): .unknown(builder.text(texts.string(words)))
        }
    }

    /// A verdict by its word, `jump` and `goto` with a chain's name; unknown if the table has no such chain.
    func action(_ word: String, _ chain: String, _ builder: inout ProgramBuilder) -> FilterProgram.Action {
        switch word {
        case "accept": return .accept
        case "drop": return .drop
        case "continue": return .none
        case "return": return .return
        default:
            guard let place = chains[chain] else { return .unknown(builder.text("\(word) \(chain)")) }
            return word == "jump" ? .jump(place) : .goto(place)
        }
    }
}
