extension APITypes {
    /// What all kinds share: metadata, selectors, conditions, references.
    static let metadataTable = """
        TypeMeta
          string: apiVersion kind

        Object
          + TypeMeta
          ObjectMeta: metadata

        ObjectMeta
          string: name generateName namespace selfLink resourceVersion
          types.UID: uid
          int64: generation deletionGracePeriodSeconds
          Time: creationTimestamp deletionTimestamp
          map[string]string: labels annotations
          []string: finalizers
          []OwnerReference: ownerReferences
          []ManagedFieldsEntry: managedFields

        OwnerReference
          + TypeMeta
          string: name
          types.UID: uid
          bool: controller blockOwnerDeletion

        ManagedFieldsEntry
          string: manager apiVersion fieldsType subresource
          v1.ManagedFieldsOperationType: operation
          Time: time
          any: fieldsV1

        LabelSelector
          map[string]string: matchLabels
          []LabelSelectorRequirement: matchExpressions

        LabelSelectorRequirement
          string: key
          v1.LabelSelectorOperator: operator
          []string: values

        Condition
          string: type reason message
          v1.ConditionStatus: status
          int64: observedGeneration
          Time: lastTransitionTime

        ObjectReference
          + TypeMeta
          string: name namespace resourceVersion fieldPath
          types.UID: uid

        LocalObjectReference
          string: name

        TypedLocalObjectReference
          string: apiGroup kind name

        TypedObjectReference
          string: apiGroup kind name namespace

        Namespace
          + Object
          NamespaceSpec: spec
          NamespaceStatus: status

        NamespaceSpec
          []v1.FinalizerName: finalizers

        NamespaceStatus
          v1.NamespacePhase: phase
          []NamespaceCondition: conditions

        NamespaceCondition
          v1.NamespaceConditionType: type
          v1.ConditionStatus: status
          Time: lastTransitionTime
          string: reason message
        """
}
