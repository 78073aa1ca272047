extension APITypes {
    /// Services and their endpoints, Ingresses, network policies, the Services' address ranges.
    static let networkingTable = """
        Service
          + Object
          ServiceSpec: spec
          ServiceStatus: status

        ServiceSpec
          v1.ServiceType: type
          map[string]string: selector
          []ServicePort: ports
          string: clusterIP externalName loadBalancerIP loadBalancerClass trafficDistribution
          []string: clusterIPs externalIPs loadBalancerSourceRanges
          []v1.IPFamily: ipFamilies
          v1.IPFamilyPolicy: ipFamilyPolicy
          v1.ServiceAffinity: sessionAffinity
          SessionAffinityConfig: sessionAffinityConfig
          v1.ServiceExternalTrafficPolicy: externalTrafficPolicy
          v1.ServiceInternalTrafficPolicy: internalTrafficPolicy
          int32: healthCheckNodePort
          bool: publishNotReadyAddresses allocateLoadBalancerNodePorts

        ServicePort
          string: name appProtocol
          v1.Protocol: protocol
          int32: port nodePort
          IntOrString: targetPort

        SessionAffinityConfig
          ClientIPConfig: clientIP

        ClientIPConfig
          int32: timeoutSeconds

        ServiceStatus
          LoadBalancerStatus: loadBalancer
          []Condition: conditions

        LoadBalancerStatus
          []LoadBalancerIngress: ingress

        LoadBalancerIngress
          string: ip hostname
          v1.LoadBalancerIPMode: ipMode
          []PortStatus: ports

        PortStatus
          int32: port
          v1.Protocol: protocol
          string: error

        Endpoints
          + Object
          []EndpointSubset: subsets

        EndpointSubset
          []EndpointAddress: addresses notReadyAddresses
          []EndpointPort: ports

        EndpointAddress
          string: ip hostname nodeName
          ObjectReference: targetRef

        EndpointPort
          string: name appProtocol
          v1.Protocol: protocol
          int32: port

        EndpointSlice
          + Object
          v1.AddressType: addressType
          []Endpoint: endpoints
          []EndpointPort: ports

        Endpoint
          []string: addresses
          EndpointConditions: conditions
          string: hostname nodeName zone
          map[string]string: deprecatedTopology
          ObjectReference: targetRef
          EndpointHints: hints

        EndpointConditions
          bool: ready serving terminating

        EndpointHints
          []ForZone: forZones
          []ForNode: forNodes

        ForZone
          string: name

        ForNode
          string: name

        Ingress
          + Object
          IngressSpec: spec
          IngressStatus: status

        IngressSpec
          string: ingressClassName
          IngressBackend: defaultBackend
          []IngressTLS: tls
          []IngressRule: rules

        IngressBackend
          IngressServiceBackend: service
          TypedLocalObjectReference: resource

        IngressServiceBackend
          string: name
          ServiceBackendPort: port

        ServiceBackendPort
          string: name
          int32: number

        IngressTLS
          []string: hosts
          string: secretName

        IngressRule
          string: host
          HTTPIngressRuleValue: http

        HTTPIngressRuleValue
          []HTTPIngressPath: paths

        HTTPIngressPath
          string: path
          v1.PathType: pathType
          IngressBackend: backend

        IngressStatus
          IngressLoadBalancerStatus: loadBalancer

        IngressLoadBalancerStatus
          []IngressLoadBalancerIngress: ingress

        IngressLoadBalancerIngress
          string: ip hostname
          []IngressPortStatus: ports

        IngressPortStatus
          int32: port
          v1.Protocol: protocol
          string: error

        IngressClass
          + Object
          IngressClassSpec: spec

        IngressClassSpec
          string: controller
          IngressClassParametersReference: parameters

        IngressClassParametersReference
          string: apiGroup kind name namespace scope

        NetworkPolicy
          + Object
          NetworkPolicySpec: spec

        NetworkPolicySpec
          LabelSelector: podSelector
          []NetworkPolicyIngressRule: ingress
          []NetworkPolicyEgressRule: egress
          []v1.PolicyType: policyTypes

        NetworkPolicyIngressRule
          []NetworkPolicyPort: ports
          []NetworkPolicyPeer: from

        NetworkPolicyEgressRule
          []NetworkPolicyPort: ports
          []NetworkPolicyPeer: to

        NetworkPolicyPort
          v1.Protocol: protocol
          IntOrString: port
          int32: endPort

        NetworkPolicyPeer
          LabelSelector: podSelector namespaceSelector
          IPBlock: ipBlock

        IPBlock
          string: cidr
          []string: except

        ServiceCIDR
          + Object
          ServiceCIDRSpec: spec
          ServiceCIDRStatus: status

        ServiceCIDRSpec
          []string: cidrs

        ServiceCIDRStatus
          []Condition: conditions
        """
}
