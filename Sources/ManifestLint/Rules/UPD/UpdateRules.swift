/// The rules of group UPD that the API server doesn't have.
enum UpdateRules {
    static let all: [any LintRule.Type] = [
        PortRenameMovesNodePort.self,
        PortRenameEmptiesService.self,
        ExternalNameKeepsClusterIP.self,
        NodePortsStayAllocated.self,
    ]
}
