import Diagnostics
import Manifests

/// The kubelet gives a pod a variable about a Service that the pod's program takes for a setting of its own.
///
/// For each Service with a cluster IP in its namespace a pod gets variables: for a Service redis among others
/// REDIS_PORT=tcp://10.96.0.7:6379. A program that reads REDIS_PORT as a number then doesn't start, though the
/// manifest looks right. A value in the manifest wins over the kubelet's, and `enableServiceLinks: false` switches
/// these variables off. Only programs that are known to read such a variable are looked at, by their image's name.
///
/// Bad, beside a Service redis:
/// ```yaml
/// containers: [{name: c, image: redis-stack}]
/// ```
/// Good:
/// ```yaml
/// enableServiceLinks: false
/// containers: [{name: c, image: redis-stack}]
/// ```
/// Source: pkg/kubelet/envvars; redis/RedisInsight#2512, uselagoon/lagoon#1254.
enum ServiceLinkCollision: LintRule {
    static let description = RuleDescription(
        "SVC-026", .warning, "Service-link variables collide with application settings", needs: [.workloads])

    /// Images, by name, by source and name, or all of one source, and the variables that their programs read.
    private static let settings: [String: [String]] = [
        "redis-stack": ["REDIS_PORT"], "redis-stack-server": ["REDIS_PORT"], "redisinsight": ["REDIS_PORT"],
        "uselagoon/*": ["MARIADB_PORT", "REDIS_PORT"], "cp-kafka": ["KAFKA_PORT"],
        "wurstmeister/kafka": ["KAFKA_PORT"], "cp-schema-registry": ["SCHEMA_REGISTRY_PORT"],
        "cp-kafka-rest": ["KAFKA_REST_PORT"], "n8n": ["N8N_PORT"], "uptime-kuma": ["UPTIME_KUMA_PORT"],
        "superset": ["SUPERSET_PORT"], "paperless-ngx": ["PAPERLESS_PORT"], "immich-server": ["IMMICH_PORT"],
        "kibana": ["SERVER_PORT"],
    ]

    /// What a variable of a namespace's Services is called, without `_PORT`.
    private struct Link: Hashable {
        var namespace: String
        var prefix: String
    }

    static func check(_ context: LintContext, _ report: inout FindingReport) {
        var links: [Link: ServiceObject] = [:]
        for service in context.services where service.isProxied {
            let prefix = String(service.name.uppercased().map { $0 == "-" ? "_" : $0 })
            links[Link(namespace: service.namespace, prefix: prefix)] = service
        }
        for workload in context.workloads where workload.podSpec["enableServiceLinks"].bool != false {
            for container in workload.allContainers {
                for variable in variables(readBy: container["image"].text) {
                    let link = Link(namespace: workload.namespace, prefix: String(variable.dropLast("_PORT".count)))
                    guard let service = links[link], !sets(container, variable, workload, context) else { continue }
                    add(variable, container, service, &report)
                }
            }
        }
    }

    private static func add(
        _ variable: String, _ container: FieldCursor, _ service: ServiceObject, _ report: inout FindingReport
    ) {
        let port = service.ports.first.map { ":\($0.port)" } ?? ""
        report.add(
            description, at: container["image"],
            "the program of image \(container["image"].text.quoted) reads \(variable) as a setting, but because of"
                + " \(service.reference) the kubelet sets it to an address like tcp://10.96.0.7\(port)",
            advice: "write enableServiceLinks: false, or set \(variable) in env",
            related: [report.place(service.field["metadata"]["name"], "the Service that the variable is about")])
    }

    /// The variables that an image such as `docker.io/redis/redis-stack:7.2` is known to read.
    private static func variables(readBy image: String) -> [String] {
        let parts = image.lowercased().split(separator: "/")
        let name = parts.last?.prefix { $0 != ":" && $0 != "@" } ?? ""
        let source = parts.dropLast().last ?? ""
        return settings["\(source)/\(name)"] ?? settings["\(source)/*"] ?? settings[String(name)] ?? []
    }

    /// Whether the manifests give the variable a value, which wins over the kubelet's. What a Secret or a ConfigMap
    /// from elsewhere has isn't known, and gets the benefit of the doubt.
    private static func sets(
        _ container: FieldCursor, _ variable: String, _ workload: Workload, _ context: LintContext
    ) -> Bool {
        if container["env"].items.contains(where: { $0["name"].text == variable }) { return true }
        return container["envFrom"].items.contains { source in
            guard let name = source["configMapRef"]["name"].nonEmpty,
                let map = context.object("ConfigMap", workload.namespace, name)
            else { return true }
            let prefix = source["prefix"].text
            return variable.hasPrefix(prefix)
                && map.root["data"][key: String(variable.dropFirst(prefix.count))].isPresent
        }
    }
}
