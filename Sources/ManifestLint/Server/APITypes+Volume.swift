extension APITypes {
    /// Volumes of pods and the claims for them.
    static let volumeTable = """
        Volume
          + VolumeSource
          string: name

        VolumeSource
          ConfigMapVolumeSource: configMap
          SecretVolumeSource: secret
          EmptyDirVolumeSource: emptyDir
          HostPathVolumeSource: hostPath
          PersistentVolumeClaimVolumeSource: persistentVolumeClaim
          EphemeralVolumeSource: ephemeral
          ProjectedVolumeSource: projected
          DownwardAPIVolumeSource: downwardAPI
          ImageVolumeSource: image
          CSIVolumeSource: csi
          NFSVolumeSource: nfs
          ISCSIVolumeSource: iscsi
          FCVolumeSource: fc
          FlexVolumeSource: flexVolume
          GitRepoVolumeSource: gitRepo
          AWSElasticBlockStoreVolumeSource: awsElasticBlockStore
          AzureDiskVolumeSource: azureDisk
          AzureFileVolumeSource: azureFile
          GCEPersistentDiskVolumeSource: gcePersistentDisk
          CinderVolumeSource: cinder
          VsphereVirtualDiskVolumeSource: vsphereVolume
          PhotonPersistentDiskVolumeSource: photonPersistentDisk
          PortworxVolumeSource: portworxVolume
          CephFSVolumeSource: cephfs
          RBDVolumeSource: rbd
          GlusterfsVolumeSource: glusterfs
          FlockerVolumeSource: flocker
          QuobyteVolumeSource: quobyte
          ScaleIOVolumeSource: scaleIO
          StorageOSVolumeSource: storageos

        KeyToPath
          string: key path
          int32: mode

        ConfigMapVolumeSource
          string: name
          []KeyToPath: items
          int32: defaultMode
          bool: optional

        SecretVolumeSource
          string: secretName
          []KeyToPath: items
          int32: defaultMode
          bool: optional

        EmptyDirVolumeSource
          v1.StorageMedium: medium
          Quantity: sizeLimit

        HostPathVolumeSource
          string: path
          v1.HostPathType: type

        PersistentVolumeClaimVolumeSource
          string: claimName
          bool: readOnly

        EphemeralVolumeSource
          PersistentVolumeClaimTemplate: volumeClaimTemplate

        ProjectedVolumeSource
          []VolumeProjection: sources
          int32: defaultMode

        VolumeProjection
          ConfigMapProjection: configMap
          SecretProjection: secret
          DownwardAPIProjection: downwardAPI
          ServiceAccountTokenProjection: serviceAccountToken
          ClusterTrustBundleProjection: clusterTrustBundle
          PodCertificateProjection: podCertificate

        ConfigMapProjection
          string: name
          []KeyToPath: items
          bool: optional

        SecretProjection
          string: name
          []KeyToPath: items
          bool: optional

        DownwardAPIProjection
          []DownwardAPIVolumeFile: items

        DownwardAPIVolumeSource
          []DownwardAPIVolumeFile: items
          int32: defaultMode

        DownwardAPIVolumeFile
          string: path
          ObjectFieldSelector: fieldRef
          ResourceFieldSelector: resourceFieldRef
          int32: mode

        ServiceAccountTokenProjection
          string: audience path
          int64: expirationSeconds

        ClusterTrustBundleProjection
          string: name signerName path
          LabelSelector: labelSelector
          bool: optional

        PodCertificateProjection
          string: signerName keyType credentialBundlePath keyPath certificateChainPath
          int32: maxExpirationSeconds
          map[string]string: userAnnotations

        ImageVolumeSource
          string: reference
          v1.PullPolicy: pullPolicy

        CSIVolumeSource
          string: driver fsType
          bool: readOnly
          map[string]string: volumeAttributes
          LocalObjectReference: nodePublishSecretRef

        NFSVolumeSource
          string: server path
          bool: readOnly

        ISCSIVolumeSource
          string: targetPortal iqn iscsiInterface fsType initiatorName
          int32: lun
          []string: portals
          bool: readOnly chapAuthDiscovery chapAuthSession
          LocalObjectReference: secretRef

        FCVolumeSource
          []string: targetWWNs wwids
          int32: lun
          string: fsType
          bool: readOnly

        FlexVolumeSource
          string: driver fsType
          LocalObjectReference: secretRef
          bool: readOnly
          map[string]string: options

        GitRepoVolumeSource
          string: repository revision directory

        AWSElasticBlockStoreVolumeSource
          string: volumeID fsType
          int32: partition
          bool: readOnly

        AzureDiskVolumeSource
          string: diskName diskURI fsType
          v1.AzureDataDiskCachingMode: cachingMode
          v1.AzureDataDiskKind: kind
          bool: readOnly

        AzureFileVolumeSource
          string: secretName shareName
          bool: readOnly

        GCEPersistentDiskVolumeSource
          string: pdName fsType
          int32: partition
          bool: readOnly

        CinderVolumeSource
          string: volumeID fsType
          bool: readOnly
          LocalObjectReference: secretRef

        VsphereVirtualDiskVolumeSource
          string: volumePath fsType storagePolicyName storagePolicyID

        PhotonPersistentDiskVolumeSource
          string: pdID fsType

        PortworxVolumeSource
          string: volumeID fsType
          bool: readOnly

        CephFSVolumeSource
          []string: monitors
          string: path user secretFile
          LocalObjectReference: secretRef
          bool: readOnly

        RBDVolumeSource
          []string: monitors
          string: image fsType pool user keyring
          LocalObjectReference: secretRef
          bool: readOnly

        GlusterfsVolumeSource
          string: endpoints path
          bool: readOnly

        FlockerVolumeSource
          string: datasetName datasetUUID

        QuobyteVolumeSource
          string: registry volume user group tenant
          bool: readOnly

        ScaleIOVolumeSource
          string: gateway system protectionDomain storagePool storageMode volumeName fsType
          LocalObjectReference: secretRef
          bool: sslEnabled readOnly

        StorageOSVolumeSource
          string: volumeName volumeNamespace fsType
          bool: readOnly
          LocalObjectReference: secretRef

        PersistentVolumeClaim
          + Object
          PersistentVolumeClaimSpec: spec
          PersistentVolumeClaimStatus: status

        PersistentVolumeClaimTemplate
          ObjectMeta: metadata
          PersistentVolumeClaimSpec: spec

        PersistentVolumeClaimSpec
          []v1.PersistentVolumeAccessMode: accessModes
          LabelSelector: selector
          VolumeResourceRequirements: resources
          string: volumeName storageClassName volumeAttributesClassName
          v1.PersistentVolumeMode: volumeMode
          TypedLocalObjectReference: dataSource
          TypedObjectReference: dataSourceRef

        VolumeResourceRequirements
          ResourceList: limits requests

        PersistentVolumeClaimStatus
          v1.PersistentVolumeClaimPhase: phase
          []v1.PersistentVolumeAccessMode: accessModes
          ResourceList: capacity allocatedResources
          []PersistentVolumeClaimCondition: conditions
          map[string]v1.ClaimResourceStatus: allocatedResourceStatuses
          ModifyVolumeStatus: modifyVolumeStatus
          string: currentVolumeAttributesClassName

        PersistentVolumeClaimCondition
          v1.PersistentVolumeClaimConditionType: type
          v1.ConditionStatus: status
          Time: lastProbeTime lastTransitionTime
          string: reason message

        ModifyVolumeStatus
          string: targetVolumeAttributesClassName
          v1.PersistentVolumeClaimModifyVolumeStatus: status
        """
}
