import Diagnostics

extension ServerRules {
    static let trafficRows: [Row] = [
        Row(
            .ep001, .error, "`addressType` missing or unsupported",
            "use IPv4, IPv6 or FQDN"),
        Row(
            .ep002, .error, "EndpointSlice size limits",
            "split the slice"),
        Row(
            .ep003, .error, "Endpoint address does not fit `addressType`",
            "use an address of the slice's family in canonical form"),
        Row(
            .ep004, .error, "Endpoint address in a forbidden range",
            "use an address that other machines can reach"),
        Row(
            .ep005, .error, "FQDN endpoint is not a full domain name",
            "use a lower-case domain name with a dot"),
        Row(
            .ep006, .error, "Invalid EndpointSlice port entry",
            "give each port a DNS label of its own as name, and TCP, UDP or SCTP as protocol"),
        Row(
            .ep007, .error, "Invalid names in an EndpointSlice",
            "use a-z, 0-9, '-', and '.' where a name may have several parts"),
        Row(
            .ep008, .error, "Invalid topology hints",
            "use at most 8 names, each once"),
        Row(
            .ep009, .error, "`addressType` is immutable",
            "make a slice with another name", needs: [.previousVersions]),
        Row(
            .ep011, .error, "Endpoints subset without addresses",
            "set addresses or notReadyAddresses"),
        Row(
            .ep012, .error, "Invalid address in Endpoints",
            "use an address that other machines can reach, without leading zeros"),
        Row(
            .ep013, .error, "Invalid port in Endpoints",
            "use 1-65535, TCP, UDP or SCTP, and a DNS label as name"),
        Row(
            .ep015, .warning, "Endpoints API is deprecated",
            "write an EndpointSlice with label kubernetes.io/service-name"),
        Row(
            .tp001, .error, "`externalTrafficPolicy` on a Service that is not external",
            "remove it, or use type NodePort or LoadBalancer"),
        Row(
            .tp002, .error, "Unsupported traffic policy value",
            "use Cluster or Local"),
        Row(
            .tp004, .error, "`healthCheckNodePort` where it does not apply",
            "remove it: only a load balancer with externalTrafficPolicy Local asks for it"),
        Row(
            .tp005, .error, "`healthCheckNodePort` out of range or taken",
            "use a free port of the node port range"),
        Row(
            .tp006, .error, "Unsupported `trafficDistribution`",
            "use PreferSameZone or PreferSameNode"),
        Row(
            .tp007, .warning, "`PreferClose` is deprecated",
            "use PreferSameZone: it means the same"),
        Row(
            .tp008, .error, "Contradicting topology annotations",
            "set only service.kubernetes.io/topology-mode"),
        Row(
            .tp009, .warning, "`topology-aware-hints` annotation is deprecated",
            "use spec.trafficDistribution"),
        Row(
            .lb001, .error, "`loadBalancerSourceRanges` on another type",
            "remove it, or use type LoadBalancer"),
        Row(
            .lb002, .error, "Invalid source range",
            "write networks as ADDRESS/LENGTH without host bits"),
        Row(
            .lb003, .error, "Invalid source-ranges annotation",
            "use spec.loadBalancerSourceRanges"),
        Row(
            .lb004, .error, "`allocateLoadBalancerNodePorts` / `loadBalancerClass` on another type",
            "remove it, or use type LoadBalancer"),
        Row(
            .lb005, .error, "Invalid `loadBalancerClass`",
            "use NAME or DOMAIN/NAME"),
        Row(
            .lb006, .error, "Invalid load-balancer status",
            "write what the load balancer reports: an address, or a DNS name"),
        Row(
            .ds001, .error, "Unsupported or repeated family",
            "use IPv4 and IPv6, each once"),
        Row(
            .ds002, .error, "Unsupported `ipFamilyPolicy`",
            "use SingleStack, PreferDualStack or RequireDualStack"),
        Row(
            .ds003, .error, "Two families or IPs under SingleStack",
            "set ipFamilyPolicy to PreferDualStack or RequireDualStack"),
        Row(
            .ds004, .error, "Cluster IP and family lists do not correspond",
            "write cluster IPs and families in the same order"),
        Row(
            .ds005, .error, "Family not configured in the cluster",
            "use a family that the cluster has", needs: [.serviceCIDRs]),
        Row(
            .ds006, .error, "RequireDualStack on a single-stack cluster",
            "use PreferDualStack", needs: [.serviceCIDRs]),
        Row(
            .upd001, .error, "Cluster IP changed",
            "leave the cluster IP out, or make another Service", needs: [.previousVersions]),
        Row(
            .upd002, .error, "Switch between headless and headful",
            "make another Service", needs: [.previousVersions]),
        Row(
            .upd003, .error, "Primary family or family order changed",
            "keep the first family, and add the second behind it", needs: [.previousVersions]),
        Row(
            .upd004, .error, "Secondary family dropped without SingleStack",
            "set ipFamilyPolicy to SingleStack", needs: [.previousVersions]),
        Row(
            .upd005, .error, "`healthCheckNodePort` changed",
            "leave healthCheckNodePort out", needs: [.previousVersions]),
        Row(
            .upd006, .error, "`loadBalancerClass` changed, added or removed",
            "make another Service", needs: [.previousVersions]),
        Row(
            .upd007, .error, "Leftovers after a type change",
            "remove the field together with the type that it belongs to", needs: [.previousVersions]),
        Row(
            .ing001, .error, "Neither rules nor default backend",
            "set rules or defaultBackend"),
        Row(
            .ing002, .error, "`http` rule without paths",
            "set a path"),
        Row(
            .ing003, .error, "`pathType` missing or unsupported",
            "use Exact, Prefix or ImplementationSpecific"),
        Row(
            .ing004, .error, "Path does not start with `/`",
            "begin the path with /"),
        Row(
            .ing005, .error, "Forbidden sequence in an Exact/Prefix path",
            "write the path without empty, dot and encoded parts"),
        Row(
            .ing006, .error, "Backend is not exactly one of service / resource",
            "set either service or resource"),
        Row(
            .ing007, .error, "Backend port is not exactly one of name / number",
            "set either the number or the name of a port"),
        Row(
            .ing008, .error, "Backend service name is not a plain DNS label",
            "use the name of a Service in the Ingress's namespace"),
        Row(
            .ing009, .error, "Invalid host",
            "use a lower-case DNS name, with *. in front at most"),
        Row(
            .ing010, .error, "Invalid TLS entry",
            "use DNS names, and the name of a Secret in the same namespace"),
        Row(
            .ing011, .error, "Ingress class conflict",
            "use spec.ingressClassName alone"),
        Row(
            .ing012, .error, "Invalid IngressClass",
            "use a controller such as example.com/nginx, and complete parameters"),
        Row(
            .cl003, .error, "Invalid ServiceCIDR object",
            "write one network for each family, without host bits"),
    ]
}
