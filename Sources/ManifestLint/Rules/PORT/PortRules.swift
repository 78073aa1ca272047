/// The rules of group PORT that look at more than the API server does.
enum PortRules {
    static let all: [any LintRule.Type] = [
        NodePortTaken.self,
        DynamicNodePort.self,
        UnsaidNodePort.self,
        ShadowedHostPort.self,
        MergedProtocols.self,
        HeadlessPortMapping.self,
        HeadlessWithoutPorts.self,
        UndeclaredTargetName.self,
        TargetNameOfOtherProtocol.self,
        TargetNameOfInitContainer.self,
        AmbiguousTargetName.self,
        UndeclaredTargetNumber.self,
        LoopbackListener.self,
        SCTPPort.self,
    ]
}
