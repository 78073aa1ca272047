import Addressing
import Bytes
import Netfilter
import RuleCompiler
import ServiceProxy
import TestSupport
import Testing

/// The rules of a compile as values are those of its text.
@Suite struct CompiledRulesTests {
    @Test(
        arguments: ProxyMode.allCases, ["several-services-sorted", "dual-stack-prefer", "loadbalancer-source-ranges"])
    func valuesAreTheText(_ mode: ProxyMode, _ name: String) throws {
        let version = mode == .userspace ? KubernetesVersion.oldest : .newest
        let folder = try CompileCase(name, mode: mode, version: version)
        for pattern in [nil, ServicePattern("*/*:http")] {
            for family in mode == .userspace ? [UserspaceView.family(of: folder.node)] : IPFamily.allCases {
                var request = OutputRequest()
                (request.text, request.includesAccounting) = (.kernel, true)
                if let pattern { request.patterns = [pattern] }
                let compile = ModeCompile(folder.manifests, on: folder.node, family: family, request: request)
                var text = ByteBuffer()
                compile.write(to: &text)
                let rules = compile.rules()
                #expect(rules.isCompiled && rules.family == family)
                #expect(written(rules, mode, isPart: pattern != nil) == text.string)
            }
        }
    }

    private func written(_ rules: FamilyRuleset, _ mode: ProxyMode, isPart: Bool) -> String {
        var text = ByteBuffer()
        if mode == .ipvs { text.append("# ipvsadm\n") }
        rules.virtualServers?.write(to: &text, spelling: .kernel)
        if mode == .ipvs { text.append("# ipset\n") }
        if let sets = rules.sets?.canonicalized() {
            if isPart {
                for set in sets.sets { sets.write(elementsOf: set, to: &text, spelling: .kernel) }
            } else {
                sets.write(to: &text, spelling: .kernel)
            }
        }
        if mode == .ipvs { text.append("# iptables\n") }
        rules.iptables?.canonicalized().write(to: &text, spelling: .kernel)
        rules.nftables?.sorted().canonicalized().writeListing(to: &text, version: .v1_0_6)
        if mode == .ipvs { text.append("# addresses\n") }
        rules.addresses?.write(to: &text)
        return text.string
    }
}
