import Diagnostics
import ManifestLint
import TestSupport
import Testing

/// Fields of the API that are rarely written, and values that decode although they look odd.
@Suite struct AcceptedFieldsTests {
    @Test func nothingIsWrongWithThem() {
        let text = """
            apiVersion: v1
            kind: Service
            metadata: {name: a, creationTimestamp: null, managedFields: [{manager: x, operation: Apply, time: "2026-01-01T00:00:00Z", fieldsV1: {"f:spec": {}}}]}
            spec:
              clusterIP: ""
              ports: [{port: 80, targetPort: null, nodePort: 0}]
            status: {loadBalancer: {}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: b}
            spec: {type: ExternalName, externalName: a.b., ports: [{port: 8e1}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: w}
            spec:
              replicas: 1
              selector: {matchLabels: {a: b}}
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
              template:
                metadata: {labels: {a: b}}
                spec:
                  volumes: [{name: v, emptyDir: {sizeLimit: 1Gi}}, {name: c, configMap: {name: x, items: [{key: a, path: b}]}}]
                  containers: [{name: c, image: i, resources: {limits: {cpu: 1, memory: 1Gi}}, livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 5}, env: [{name: A, valueFrom: {fieldRef: {fieldPath: "metadata.labels['x']"}}}], securityContext: {runAsUser: 1}, lifecycle: {preStop: {exec: {command: [a]}}}}]
                  affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: k, labelSelector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}}]}}
                  topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}]

            """
        let findings = LintCase.lint(text, select: ["server"]).findings
        #expect(findings == [], "\(LintCase.report(findings))")
    }

    @Test(arguments: [true, false]) func whatWasReadFromAClusterMayKeepItsVersion(_ hasUID: Bool) {
        let uid = hasUID ? ", uid: 1f6ed8a4-4f3e-4c40-b8a2-58a4c3a7e52a" : ""
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: a, resourceVersion: \"12\"\(uid)}\n"
        let findings = LintCase.lint(text + "spec: {ports: [{port: 80}]}\n", select: ["SCHEMA-013"]).findings
        #expect(findings.map(\.fieldPath) == (hasUID ? [] : ["metadata.resourceVersion"]))
    }
}
