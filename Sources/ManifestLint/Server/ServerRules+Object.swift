import Diagnostics

extension ServerRules {
    static let objectRows: [Row] = [
        Row(
            .schema001, .error, "Unknown field",
            "remove it, or write the name of a field that exists; names are case-sensitive"),
        Row(
            .schema002, .error, "Removed field `spec.ipFamily`",
            "write ipFamilies with a list of one family"),
        Row(
            .schema003, .error, "Misspelt label plumbing in a workload",
            "write matchLabels, labels or annotations"),
        Row(
            .schema004, .error, "Misspelt `fieldRef` / `fieldPath` in downward-API env",
            "write fieldRef with a supported field, such as metadata.name"),
        Row(
            .schema005, .error, "API version no longer served",
            "use the version that the API server has"),
        Row(
            .schema006, .error, "Pre-v1 Ingress backend fields in a v1 Ingress",
            "use defaultBackend, service.name, and service.port.number or service.port.name"),
        Row(
            .schema007, .error, "Wrong JSON type",
            "write a value of the type that the field takes"),
        Row(
            .schema008, .error, "YAML 1.1 scalar turned into a non-string",
            "put it in quotes"),
        Row(
            .schema010, .error, "Duplicate mapping key",
            "remove one of the two"),
        Row(
            .schema011, .error, "Service selector written as a LabelSelector",
            "write the labels directly below selector; a Service's selector has no matchLabels"),
        Row(
            .schema012, .error, "Wrong capitalisation of kind or field",
            "names are case-sensitive"),
        Row(
            .schema013, .error, "Server-owned metadata in a create",
            "remove metadata.resourceVersion"),
        Row(
            .svc001, .error, "Service name is not a DNS label",
            "use at most 63 of a-z, 0-9 and -, with a letter or digit at both ends"),
        Row(
            .svc003, .error, "Invalid label or annotation",
            "keys are [DOMAIN/]NAME, values at most 63 of A-Z, a-z, 0-9, '-', '_' and '.'"),
        Row(
            .svc004, .error, "Unsupported `spec.type`",
            "headless is clusterIP: None, and external IPs are the field externalIPs of any type"),
        Row(
            .svc005, .error, "Headless combined with NodePort or LoadBalancer",
            "remove clusterIP, or use type ClusterIP"),
        Row(
            .svc006, .error, "ExternalName without a usable name",
            "set a lower-case DNS name without scheme, port and path"),
        Row(
            .svc007, .error, "ExternalName with cluster IP fields",
            "remove the field: an ExternalName Service has no addresses"),
        Row(
            .svc009, .note, "Fields that do nothing on ExternalName",
            "remove the field"),
        Row(
            .svc010, .warning, "`externalName` on another type",
            "remove it, or use type ExternalName"),
        Row(
            .svc011, .error, "No ports",
            "set a port; only headless and ExternalName Services go without"),
        Row(
            .svc012, .error, "Invalid `externalIPs` entry",
            "use a unicast address that is reachable from outside, without leading zeros"),
        Row(
            .svc013, .warning, "`externalIPs` is deprecated",
            "use type LoadBalancer"),
        Row(
            .svc014, .warning, "Fields that do nothing on a headless Service",
            "remove the field: only DNS serves a headless Service"),
        Row(
            .svc015, .error, "`clusterIP` is not an IP",
            "use None, or an address of the service range, without leading zeros"),
        Row(
            .svc016, .error, "`clusterIP` and `clusterIPs` disagree",
            "set clusterIP to the first of clusterIPs, one address for each family"),
        Row(
            .svc017, .warning, "Non-canonical IPv6 text",
            "write the canonical form"),
        Row(
            .svc018, .error, "`clusterIP` outside the service range",
            "use an address of the service range, or leave it to the API server", needs: [.serviceCIDRs]),
        Row(
            .port001, .error, "Port name missing with several ports",
            "name every port of a Service with several ports"),
        Row(
            .port002, .error, "Duplicate port name",
            "give each port a name of its own"),
        Row(
            .port003, .error, "Port name is not a DNS label",
            "use at most 63 of a-z, 0-9 and -, with a letter or digit at both ends"),
        Row(
            .port004, .error, "`port` out of range",
            "use 1-65535"),
        Row(
            .port005, .error, "Unsupported protocol",
            "use TCP, UDP or SCTP, in capitals"),
        Row(
            .port006, .error, "Duplicate (port, protocol)",
            "a Service can have one port of each number and protocol"),
        Row(
            .port007, .error, "Numeric `targetPort` out of range",
            "use 1-65535, or the name of a container port"),
        Row(
            .port008, .error, "String `targetPort` is not a port name",
            "use at most 15 of a-z, 0-9 and -, with a letter; write a number without quotes"),
        Row(
            .port009, .error, "Invalid `appProtocol`",
            "use an IANA name, kubernetes.io/h2c, or DOMAIN/NAME"),
        Row(
            .port010, .error, "`nodePort` on a ClusterIP Service",
            "remove nodePort, or use type NodePort"),
        Row(
            .port011, .error, "`nodePort` outside the node-port range",
            "use a port of the node port range"),
        Row(
            .port012, .error, "Same `nodePort` twice in one Service",
            "only ports of one number and different protocols can share a node port"),
        Row(
            .port017, .error, "Container port declaration rejected",
            "mend the port: the API server refuses the pods, and the Service stays without endpoints"),
        Row(
            .port026, .warning, "Two containers of a pod use one port name",
            "give the second port another name: Services and probes find only the first"),
        Row(
            .sel001, .error, "Invalid selector key or value",
            "keys are [DOMAIN/]NAME, values at most 63 of A-Z, a-z, 0-9, '-', '_' and '.'"),
        Row(
            .sel013, .error, "Workload selector does not match its own template",
            "write the same labels in the selector and in the template"),
        Row(
            .aff001, .error, "Unsupported `sessionAffinity`",
            "use ClientIP or None"),
        Row(
            .aff002, .error, "Affinity timeout out of range",
            "use 1-86400 seconds"),
    ]
}
