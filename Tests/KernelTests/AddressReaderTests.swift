import Addressing
import RuleCompiler
import TestSupport
import Testing

extension Kernel {
    /// The tools read the texts of addresses as `AddressReader` says.
    @Suite("address texts") struct AddressReaderTests {
        /// Loads a text where each tool finds addresses, and prints what it lists then.
        private static let script = #"""
            family=$1 text=$2
            ip=ip type=ipv4_addr
            case $family in 6) tables=ip6tables ip=ip6 inet=inet6 at="[$text]";; *) tables=iptables inet=inet at=$text;; esac
            case $family-$text in 4-*:*) at="[$text]";; esac
            for kind in nft legacy; do
                printf '*nat\n:T - [0:0]\n-A T -d %s -j RETURN\nCOMMIT\n' "$text" | $tables-$kind-restore
                echo "match $($tables-$kind-save -t nat | sed -n 's/^-A T -d \([^ ]*\) .*/\1/p')"
                $tables-$kind -t nat -F
                case $text in */*) continue;; esac
                printf '*nat\n:T - [0:0]\n-A T -p tcp -j DNAT --to-destination %s:80\nCOMMIT\n' "$at" |
                    $tables-$kind-restore
                echo "destination $($tables-$kind-save -t nat | sed -n 's/.*--to-destination \[*\([^]]*\)]*:80$/\1/p')"
                $tables-$kind -t nat -F
            done
            printf 'add table %s t\nadd chain %s t c\nadd rule %s t c %s saddr %s return\n' $ip $ip $ip $ip "$text" |
                nft -f -
            echo "nft $(nft list table $ip t | sed -n 's/.*saddr \([^ ]*\) return/\1/p')"
            case $text in
            */*) ipset create s hash:ip,port,net family $inet; ipset add s "$3,tcp:80,$text" ;;
            *) ipset create s hash:ip,port family $inet; ipset add s "$text,tcp:80" ;;
            esac
            echo "ipset $(ipset save | sed -n 's/^add s //p' | sed 's/\(.*\),tcp:80$/\1/; s/.*,tcp:80,//')"
            """#

        @Test func toolsReadAsTheTableSays() async throws {
            try KernelAvailability.require()
            for row in AddressTexts.addresses + AddressTexts.networks {
                let family = row.family == .ipv4 ? "4" : "6"
                let other = row.family == .ipv4 ? "10.0.0.1" : "fd00::1"
                let result = try await PrivateNamespace.run(
                    ["sh", "-c", Self.script, "sh", family, row.text, other], seconds: 30)
                #expect(result.output.split(separator: "\n").count == (row.text.contains("/") ? 4 : 6))
                for line in result.output.split(separator: "\n") {
                    let words = line.split(separator: " ").map(String.init)
                    let reader = try #require(words.first.flatMap { Self.readers[$0] })
                    let seen = words.count > 1 ? Self.network(words[1]) : nil
                    let expected = reader.reading(of: row.text, family: row.family)
                    #expect(seen.map { .network($0) } ?? .refused == expected, "\(row.text): \(line)")
                }
            }
        }

        private static let readers: [String: AddressReader] = [
            "match": .iptablesMatch, "destination": .iptablesDestination, "nft": .nft, "ipset": .ipset,
        ]

        private static func network(_ text: String) -> IPPrefix? {
            IPPrefix(text) ?? IPAddress(text).map { IPPrefix(host: $0) }
        }
    }
}
