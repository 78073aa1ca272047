extension APITypes {
    /// Containers of pods.
    static let containerTable = """
        Container
          string: name image workingDir terminationMessagePath
          []string: command args
          []ContainerPort: ports
          []EnvVar: env
          []EnvFromSource: envFrom
          ResourceRequirements: resources
          []ContainerResizePolicy: resizePolicy
          v1.ContainerRestartPolicy: restartPolicy
          []ContainerRestartRule: restartPolicyRules
          []VolumeMount: volumeMounts
          []VolumeDevice: volumeDevices
          Probe: livenessProbe readinessProbe startupProbe
          Lifecycle: lifecycle
          v1.TerminationMessagePolicy: terminationMessagePolicy
          v1.PullPolicy: imagePullPolicy
          SecurityContext: securityContext
          bool: stdin stdinOnce tty

        EphemeralContainer
          + Container
          string: targetContainerName

        ContainerPort
          string: name hostIP
          int32: containerPort hostPort
          v1.Protocol: protocol

        EnvVar
          string: name value
          EnvVarSource: valueFrom

        EnvVarSource
          ObjectFieldSelector: fieldRef
          ResourceFieldSelector: resourceFieldRef
          ConfigMapKeySelector: configMapKeyRef
          SecretKeySelector: secretKeyRef
          FileKeySelector: fileKeyRef

        ObjectFieldSelector
          string: apiVersion fieldPath

        ResourceFieldSelector
          string: containerName resource
          Quantity: divisor

        ConfigMapKeySelector
          string: name key
          bool: optional

        SecretKeySelector
          string: name key
          bool: optional

        FileKeySelector
          string: volumeName path key
          bool: optional

        EnvFromSource
          string: prefix
          ConfigMapEnvSource: configMapRef
          SecretEnvSource: secretRef

        ConfigMapEnvSource
          string: name
          bool: optional

        SecretEnvSource
          string: name
          bool: optional

        ResourceRequirements
          ResourceList: limits requests
          []ResourceClaim: claims

        ResourceClaim
          string: name request

        ContainerResizePolicy
          v1.ResourceName: resourceName
          v1.ResourceResizeRestartPolicy: restartPolicy

        ContainerRestartRule
          v1.ContainerRestartRuleAction: action
          ContainerRestartRuleOnExitCodes: exitCodes

        ContainerRestartRuleOnExitCodes
          v1.ContainerRestartRuleOnExitCodesOperator: operator
          []int32: values

        VolumeMount
          string: name mountPath subPath subPathExpr
          bool: readOnly
          v1.RecursiveReadOnlyMode: recursiveReadOnly
          v1.MountPropagationMode: mountPropagation

        VolumeDevice
          string: name devicePath

        Probe
          ExecAction: exec
          HTTPGetAction: httpGet
          TCPSocketAction: tcpSocket
          GRPCAction: grpc
          int32: initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold
          int64: terminationGracePeriodSeconds

        ExecAction
          []string: command

        HTTPGetAction
          string: host path
          IntOrString: port
          v1.URIScheme: scheme
          []HTTPHeader: httpHeaders

        HTTPHeader
          string: name value

        TCPSocketAction
          string: host
          IntOrString: port

        GRPCAction
          int32: port
          string: service

        Lifecycle
          LifecycleHandler: postStart preStop
          v1.Signal: stopSignal

        LifecycleHandler
          ExecAction: exec
          HTTPGetAction: httpGet
          TCPSocketAction: tcpSocket
          SleepAction: sleep

        SleepAction
          int64: seconds

        SecurityContext
          bool: privileged allowPrivilegeEscalation readOnlyRootFilesystem runAsNonRoot
          int64: runAsUser runAsGroup
          Capabilities: capabilities
          v1.ProcMountType: procMount
          SELinuxOptions: seLinuxOptions
          SeccompProfile: seccompProfile
          AppArmorProfile: appArmorProfile
          WindowsSecurityContextOptions: windowsOptions

        Capabilities
          []v1.Capability: add drop

        SELinuxOptions
          string: user role type level

        SeccompProfile
          v1.SeccompProfileType: type
          string: localhostProfile

        AppArmorProfile
          v1.AppArmorProfileType: type
          string: localhostProfile

        WindowsSecurityContextOptions
          string: gmsaCredentialSpecName gmsaCredentialSpec runAsUserName
          bool: hostProcess
        """
}
