extension APITypes {
    /// The kinds that make pods.
    static let workloadTable = """
        Deployment
          + Object
          DeploymentSpec: spec
          DeploymentStatus: status

        DeploymentSpec
          int32: replicas minReadySeconds revisionHistoryLimit progressDeadlineSeconds
          LabelSelector: selector
          PodTemplateSpec: template
          DeploymentStrategy: strategy
          bool: paused

        DeploymentStrategy
          v1.DeploymentStrategyType: type
          RollingUpdateDeployment: rollingUpdate

        RollingUpdateDeployment
          IntOrString: maxUnavailable maxSurge

        DeploymentStatus
          int64: observedGeneration
          int32: replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas terminatingReplicas
          int32: collisionCount
          []DeploymentCondition: conditions

        DeploymentCondition
          v1.DeploymentConditionType: type
          v1.ConditionStatus: status
          Time: lastUpdateTime lastTransitionTime
          string: reason message

        ReplicaSet
          + Object
          ReplicaSetSpec: spec
          ReplicaSetStatus: status

        ReplicaSetSpec
          int32: replicas minReadySeconds
          LabelSelector: selector
          PodTemplateSpec: template

        ReplicaSetStatus
          int64: observedGeneration
          int32: replicas fullyLabeledReplicas readyReplicas availableReplicas terminatingReplicas
          []ReplicaSetCondition: conditions

        ReplicaSetCondition
          v1.ReplicaSetConditionType: type
          v1.ConditionStatus: status
          Time: lastTransitionTime
          string: reason message

        ReplicationController
          + Object
          ReplicationControllerSpec: spec
          ReplicationControllerStatus: status

        ReplicationControllerSpec
          int32: replicas minReadySeconds
          map[string]string: selector
          PodTemplateSpec: template

        ReplicationControllerStatus
          int64: observedGeneration
          int32: replicas fullyLabeledReplicas readyReplicas availableReplicas
          []ReplicationControllerCondition: conditions

        ReplicationControllerCondition
          v1.ReplicationControllerConditionType: type
          v1.ConditionStatus: status
          Time: lastTransitionTime
          string: reason message

        StatefulSet
          + Object
          StatefulSetSpec: spec
          StatefulSetStatus: status

        StatefulSetSpec
          int32: replicas minReadySeconds revisionHistoryLimit
          LabelSelector: selector
          PodTemplateSpec: template
          string: serviceName
          []PersistentVolumeClaim: volumeClaimTemplates
          v1.PodManagementPolicyType: podManagementPolicy
          StatefulSetUpdateStrategy: updateStrategy
          StatefulSetPersistentVolumeClaimRetentionPolicy: persistentVolumeClaimRetentionPolicy
          StatefulSetOrdinals: ordinals

        StatefulSetUpdateStrategy
          v1.StatefulSetUpdateStrategyType: type
          RollingUpdateStatefulSetStrategy: rollingUpdate

        RollingUpdateStatefulSetStrategy
          int32: partition
          IntOrString: maxUnavailable

        StatefulSetPersistentVolumeClaimRetentionPolicy
          v1.PersistentVolumeClaimRetentionPolicyType: whenDeleted whenScaled

        StatefulSetOrdinals
          int32: start

        StatefulSetStatus
          int64: observedGeneration
          int32: replicas readyReplicas currentReplicas updatedReplicas availableReplicas collisionCount
          string: currentRevision updateRevision
          []StatefulSetCondition: conditions

        StatefulSetCondition
          v1.StatefulSetConditionType: type
          v1.ConditionStatus: status
          Time: lastTransitionTime
          string: reason message

        DaemonSet
          + Object
          DaemonSetSpec: spec
          DaemonSetStatus: status

        DaemonSetSpec
          int32: minReadySeconds revisionHistoryLimit
          LabelSelector: selector
          PodTemplateSpec: template
          DaemonSetUpdateStrategy: updateStrategy

        DaemonSetUpdateStrategy
          v1.DaemonSetUpdateStrategyType: type
          RollingUpdateDaemonSet: rollingUpdate

        RollingUpdateDaemonSet
          IntOrString: maxUnavailable maxSurge

        DaemonSetStatus
          int64: observedGeneration
          int32: currentNumberScheduled desiredNumberScheduled updatedNumberScheduled numberMisscheduled
          int32: numberReady numberAvailable numberUnavailable collisionCount
          []DaemonSetCondition: conditions

        DaemonSetCondition
          v1.DaemonSetConditionType: type
          v1.ConditionStatus: status
          Time: lastTransitionTime
          string: reason message

        Job
          + Object
          JobSpec: spec
          JobStatus: status

        JobSpec
          int32: parallelism completions backoffLimit backoffLimitPerIndex maxFailedIndexes ttlSecondsAfterFinished
          int64: activeDeadlineSeconds
          bool: manualSelector suspend
          LabelSelector: selector
          PodTemplateSpec: template
          PodFailurePolicy: podFailurePolicy
          SuccessPolicy: successPolicy
          v1.CompletionMode: completionMode
          v1.PodReplacementPolicy: podReplacementPolicy
          string: managedBy

        PodFailurePolicy
          []PodFailurePolicyRule: rules

        PodFailurePolicyRule
          v1.PodFailurePolicyAction: action
          PodFailurePolicyOnExitCodesRequirement: onExitCodes
          []PodFailurePolicyOnPodConditionsPattern: onPodConditions

        PodFailurePolicyOnExitCodesRequirement
          string: containerName
          v1.PodFailurePolicyOnExitCodesOperator: operator
          []int32: values

        PodFailurePolicyOnPodConditionsPattern
          v1.PodConditionType: type
          v1.ConditionStatus: status

        SuccessPolicy
          []SuccessPolicyRule: rules

        SuccessPolicyRule
          string: succeededIndexes
          int32: succeededCount

        JobStatus
          int32: active ready succeeded failed terminating
          Time: startTime completionTime
          string: completedIndexes failedIndexes
          UncountedTerminatedPods: uncountedTerminatedPods
          []JobCondition: conditions

        UncountedTerminatedPods
          []types.UID: succeeded failed

        JobCondition
          v1.JobConditionType: type
          v1.ConditionStatus: status
          Time: lastProbeTime lastTransitionTime
          string: reason message

        CronJob
          + Object
          CronJobSpec: spec
          CronJobStatus: status

        CronJobSpec
          string: schedule timeZone
          int64: startingDeadlineSeconds
          v1.ConcurrencyPolicy: concurrencyPolicy
          bool: suspend
          JobTemplateSpec: jobTemplate
          int32: successfulJobsHistoryLimit failedJobsHistoryLimit

        JobTemplateSpec
          ObjectMeta: metadata
          JobSpec: spec

        CronJobStatus
          []ObjectReference: active
          Time: lastScheduleTime lastSuccessfulTime
        """
}
