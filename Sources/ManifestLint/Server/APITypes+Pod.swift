extension APITypes {
    /// Pods and where they run.
    static let podTable = """
        Pod
          + Object
          PodSpec: spec
          PodStatus: status

        PodTemplateSpec
          ObjectMeta: metadata
          PodSpec: spec

        PodSpec
          []Container: containers initContainers
          []EphemeralContainer: ephemeralContainers
          []Volume: volumes
          v1.RestartPolicy: restartPolicy
          int64: terminationGracePeriodSeconds activeDeadlineSeconds
          string: hostname subdomain hostnameOverride nodeName schedulerName runtimeClassName priorityClassName
          string: serviceAccountName serviceAccount
          bool: automountServiceAccountToken enableServiceLinks setHostnameAsFQDN shareProcessNamespace
          bool: hostNetwork hostPID hostIPC hostUsers
          map[string]string: nodeSelector
          Affinity: affinity
          []Toleration: tolerations
          []TopologySpreadConstraint: topologySpreadConstraints
          []PodSchedulingGate: schedulingGates
          PodSchedulingGroup: schedulingGroup
          int32: priority
          v1.PreemptionPolicy: preemptionPolicy
          v1.DNSPolicy: dnsPolicy
          PodDNSConfig: dnsConfig
          []HostAlias: hostAliases
          PodOS: os
          PodSecurityContext: securityContext
          []LocalObjectReference: imagePullSecrets
          []PodReadinessGate: readinessGates
          ResourceList: overhead
          ResourceRequirements: resources
          []PodResourceClaim: resourceClaims

        PodDNSConfig
          []string: nameservers searches
          []PodDNSConfigOption: options

        PodDNSConfigOption
          string: name value

        HostAlias
          string: ip
          []string: hostnames

        PodOS
          v1.OSName: name

        PodReadinessGate
          v1.PodConditionType: conditionType

        PodSchedulingGate
          string: name

        PodSchedulingGroup
          string: podGroupName

        PodResourceClaim
          string: name resourceClaimName resourceClaimTemplateName

        PodSecurityContext
          int64: runAsUser runAsGroup fsGroup
          bool: runAsNonRoot
          []int64: supplementalGroups
          v1.SupplementalGroupsPolicy: supplementalGroupsPolicy
          v1.PodFSGroupChangePolicy: fsGroupChangePolicy
          v1.PodSELinuxChangePolicy: seLinuxChangePolicy
          []Sysctl: sysctls
          SELinuxOptions: seLinuxOptions
          SeccompProfile: seccompProfile
          AppArmorProfile: appArmorProfile
          WindowsSecurityContextOptions: windowsOptions

        Sysctl
          string: name value

        Affinity
          NodeAffinity: nodeAffinity
          PodAffinity: podAffinity
          PodAntiAffinity: podAntiAffinity

        NodeAffinity
          NodeSelector: requiredDuringSchedulingIgnoredDuringExecution
          []PreferredSchedulingTerm: preferredDuringSchedulingIgnoredDuringExecution

        NodeSelector
          []NodeSelectorTerm: nodeSelectorTerms

        NodeSelectorTerm
          []NodeSelectorRequirement: matchExpressions matchFields

        NodeSelectorRequirement
          string: key
          v1.NodeSelectorOperator: operator
          []string: values

        PreferredSchedulingTerm
          int32: weight
          NodeSelectorTerm: preference

        PodAffinity
          []PodAffinityTerm: requiredDuringSchedulingIgnoredDuringExecution
          []WeightedPodAffinityTerm: preferredDuringSchedulingIgnoredDuringExecution

        PodAntiAffinity
          []PodAffinityTerm: requiredDuringSchedulingIgnoredDuringExecution
          []WeightedPodAffinityTerm: preferredDuringSchedulingIgnoredDuringExecution

        PodAffinityTerm
          string: topologyKey
          LabelSelector: labelSelector namespaceSelector
          []string: namespaces matchLabelKeys mismatchLabelKeys

        WeightedPodAffinityTerm
          int32: weight
          PodAffinityTerm: podAffinityTerm

        Toleration
          string: key value
          v1.TolerationOperator: operator
          v1.TaintEffect: effect
          int64: tolerationSeconds

        TopologySpreadConstraint
          int32: maxSkew minDomains
          string: topologyKey
          v1.UnsatisfiableConstraintAction: whenUnsatisfiable
          LabelSelector: labelSelector
          v1.NodeInclusionPolicy: nodeAffinityPolicy nodeTaintsPolicy
          []string: matchLabelKeys

        PodStatus
          int64: observedGeneration
          v1.PodPhase: phase
          []PodCondition: conditions
          string: message reason nominatedNodeName hostIP podIP
          []HostIP: hostIPs
          []PodIP: podIPs
          Time: startTime
          []ContainerStatus: initContainerStatuses containerStatuses ephemeralContainerStatuses
          v1.PodQOSClass: qosClass
          v1.PodResizeStatus: resize
          []PodResourceClaimStatus: resourceClaimStatuses
          PodExtendedResourceClaimStatus: extendedResourceClaimStatus
          []NodeAllocatableResourceClaimStatus: nodeAllocatableResourceClaimStatuses
          ResourceList: allocatedResources
          ResourceRequirements: resources

        PodCondition
          int64: observedGeneration
          v1.PodConditionType: type
          v1.ConditionStatus: status
          Time: lastProbeTime lastTransitionTime
          string: reason message

        HostIP
          string: ip

        PodIP
          string: ip

        PodResourceClaimStatus
          string: name resourceClaimName

        PodExtendedResourceClaimStatus
          []ContainerExtendedResourceRequest: requestMappings
          string: resourceClaimName

        ContainerExtendedResourceRequest
          string: containerName resourceName requestName

        NodeAllocatableResourceClaimStatus
          string: resourceClaimName
          []string: containers
          ResourceList: resources

        ContainerStatus
          string: name image imageID containerID
          ContainerState: state lastState
          bool: ready started
          int32: restartCount
          ResourceList: allocatedResources
          ResourceRequirements: resources
          []VolumeMountStatus: volumeMounts
          []ResourceStatus: allocatedResourcesStatus
          ContainerUser: user
          v1.Signal: stopSignal

        VolumeMountStatus
          string: name mountPath
          bool: readOnly
          v1.RecursiveReadOnlyMode: recursiveReadOnly
          VolumeStatus: volumeStatus

        VolumeStatus
          ImageVolumeStatus: image

        ImageVolumeStatus
          string: imageRef

        ResourceStatus
          v1.ResourceName: name
          []ResourceHealth: resources

        ResourceHealth
          v1.ResourceID: resourceID
          v1.ResourceHealthStatus: health
          string: message

        ContainerUser
          LinuxContainerUser: linux

        LinuxContainerUser
          int64: uid gid
          []int64: supplementalGroups

        ContainerState
          ContainerStateWaiting: waiting
          ContainerStateRunning: running
          ContainerStateTerminated: terminated

        ContainerStateWaiting
          string: reason message

        ContainerStateRunning
          Time: startedAt

        ContainerStateTerminated
          int32: exitCode signal
          string: reason message containerID
          Time: startedAt finishedAt
        """
}
