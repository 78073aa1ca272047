// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let ep2: [String: RulePage] = [
        "EP-012": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: db.example.com
                """#,
            good: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 192.0.2.9
                """#),
        "EP-013": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 192.0.2.9
                  ports:
                  - port: 80
                  - port: 81
                """#,
            good: #"""
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 192.0.2.9
                  ports:
                  - name: a
                    port: 80
                  - name: b
                    port: 81
                """#),
        "EP-015": RulePage(
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                ---
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: default
                subsets:
                - addresses:
                  - ip: 192.0.2.9
                  ports:
                  - name: http
                    port: 8080
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: web-1
                  namespace: default
                  labels:
                    kubernetes.io/service-name: web
                addressType: IPv4
                endpoints:
                - addresses:
                  - 10.244.1.5
                  nodeName: node-a
                  conditions:
                    ready: true
                ports:
                - name: http
                  port: 8080
                  protocol: TCP
                """#),
        "EP-016": RulePage(
            why: #"""
                An EndpointSlice has a port number below 0 or above 65535.

                The API server stores it: it checks no port numbers of slices. kube-proxy writes it into a \#
                rule, and the kernel's tools refuse the whole transaction, in which the rules of all Services \#
                are. On every node no change of any Service of that family takes effect any more until the \#
                slice is gone.
                """#,
            bad: #"ports: [{name: http, port: 99999}]"#,
            good: #"ports: [{name: http, port: 9999}]"#,
            source: #"""
                pkg/apis/discovery/validation; pkg/proxy/nftables and pkg/proxy/iptables; observed with 99999 and -1
                """#),
        "EP-017": RulePage(
            why: #"""
                An EndpointSlice has no label `kubernetes.io/service-name`, or an empty one.

                Only this label ties a slice to a Service; its name doesn't. kube-proxy and the cluster's DNS \#
                pass over a slice without it.
                """#,
            bad: #"metadata: {name: web-1}"#,
            good: #"""
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                """#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "EP-018": RulePage(
            why: #"""
                The label `kubernetes.io/service-name` of an EndpointSlice names a Service that isn't in the \#
                slice's namespace.

                kube-proxy looks for the Service in the slice's own namespace. Endpoints of a Service that \#
                isn't there are kept and never used. It is checked only if the input has Services.
                """#,
            setting: #"beside Service `web`"#,
            bad: #"metadata: {labels: {kubernetes.io/service-name: wbe}}"#,
            good: #"metadata: {labels: {kubernetes.io/service-name: web}}"#,
            source: #"pkg/proxy/endpointslicecache.go"#),
        "EP-019": RulePage(
            why: #"""
                A port of the endpoints has a name that no port of their Service has.

                kube-proxy joins the two by the name of the port and the protocol, never by number. A missing \#
                name counts as empty: a named Service port doesn't find an endpoint port without a name. The \#
                Service port then has no endpoints, and its connections are refused.
                """#,
            setting: #"for a Service port called `http`"#,
            bad: #"ports: [{port: 8080}]"#,
            good: #"ports: [{name: http, port: 8080}]"#,
            source: #"""
                pkg/proxy/endpointslicecache.go and servicechangetracker.go; observed
                """#),
        "EP-020": RulePage(
            why: #"""
                A port of the endpoints has the name of a Service port, but another protocol.

                kube-proxy joins the two by name and protocol, and a missing protocol is TCP on both sides. \#
                The Service port has no endpoints then.
                """#,
            setting: #"for a Service port `dns` of protocol UDP"#,
            bad: #"ports: [{name: dns, port: 53}]"#,
            good: #"ports: [{name: dns, port: 53, protocol: UDP}]"#,
            source: #"""
                pkg/proxy/endpointslicecache.go and servicechangetracker.go; observed
                """#),
        "EP-021": RulePage(
            why: #"""
                A port of an EndpointSlice has no number, or 0.

                The API has a meaning for it, all ports, but kube-proxy passes over the entry. The Service \#
                port of that name has no endpoints.
                """#,
            bad: #"ports: [{name: http}]"#,
            good: #"ports: [{name: http, port: 8080}]"#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "EP-022": RulePage(
            why: #"""
                An EndpointSlice of domain names belongs to a Service that has a cluster IP.

                kube-proxy takes slices of type IPv4 and IPv6 only: nothing resolves the names, and the \#
                Service stays without endpoints. A Service of type ExternalName, which is an alias in DNS, \#
                can stand for a name.
                """#,
            bad: #"""
                addressType: FQDN
                endpoints: [{addresses: [db.example.com]}]
                """#,
            good: #"spec: {type: ExternalName, externalName: db.example.com}"#,
            source: #"pkg/proxy/endpointschangetracker.go; observed"#),
        "EP-023": RulePage(
            why: #"""
                All endpoints of a Service are of a family that the Service has no cluster IP of.

                kube-proxy runs once for each family, and there is no way from an IPv4 cluster IP to an IPv6 \#
                endpoint. The families of a Service are `ipFamilies`, those of its cluster IPs, or else the \#
                primary one of the cluster.
                """#,
            setting: #"for a Service with `ipFamilies: [IPv4]`"#,
            bad: #"addressType: IPv6"#,
            good: #"spec: {ipFamilies: [IPv6]}"#,
            source: #"pkg/proxy/endpointschangetracker.go; observed"#),
        "EP-024": RulePage(
            why: #"""
                One entry of `endpoints` has several addresses.

                The API takes up to 100, as names of one and the same endpoint. kube-proxy uses the first and \#
                never looks at the others.
                """#,
            bad: #"endpoints: [{addresses: [10.244.1.5, 10.244.1.6]}]"#,
            good: #"""
                endpoints: [{addresses: [10.244.1.5]}, {addresses: [10.244.1.6]}]
                """#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "EP-025": RulePage(
            why: #"""
                The address of an endpoint is one that stands for a Service: a cluster IP, an external IP or \#
                that of a load balancer.

                A packet is translated once. Behind the first translation nothing turns the second Service's \#
                address into one of its endpoints, so the packet is lost in iptables mode and refused in \#
                nftables mode. Use a Service of type ExternalName, or the other Service's endpoints.
                """#,
            setting: #"in a cluster with the service range 10.96.0.0/16"#,
            bad: #"endpoints: [{addresses: [10.96.0.80]}]"#,
            good: #"""
                spec: {type: ExternalName, externalName: db.default.svc.cluster.local}
                """#,
            source: #"pkg/proxy/nftables; observed"#),
        "EP-026": RulePage(
            why: #"""
                An EndpointSlice of a Service with a cluster IP has the label `service.kubernetes.io/headless`.

                kube-proxy doesn't even ask for slices with this label, whatever its value. On an Endpoints \#
                object it does the same harm, since the mirror copies labels to the slices that it makes.
                """#,
            bad: #"""
                metadata: {labels: {kubernetes.io/service-name: web, service.kubernetes.io/headless: ""}}
                """#,
            good: #"metadata: {labels: {kubernetes.io/service-name: web}}"#,
            source: #"""
                cmd/kube-proxy/app/server.go; pkg/controller/endpointslicemirroring; observed
                """#),
        "EP-027": RulePage(
            why: #"""
                A hand-written EndpointSlice says that one of Kubernetes' own controllers manages it.

                The controller finds its slices by the labels `kubernetes.io/service-name` and \#
                `endpointslice.kubernetes.io/managed-by`. One that it has no use for it deletes, within \#
                seconds. Slices that were read from a cluster, with a uid or an owner, are meant to look so.
                """#,
            setting: #"for a Service with a selector"#,
            bad: #"""
                metadata: {labels: {endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}
                """#,
            good: #"""
                metadata: {labels: {endpointslice.kubernetes.io/managed-by: ci.example.com}}
                """#,
            source: #"""
                pkg/controller/endpointslice; staging/src/k8s.io/endpointslice/reconciler.go; observed
                """#),
        "EP-028": RulePage(
            why: #"""
                A Service has a selector, and the input has EndpointSlices of its own for it.

                The controller makes slices of the selected pods and leaves other slices alone; kube-proxy \#
                takes all of them together. Traffic goes to the pods and to the endpoints written by hand. A \#
                slice that lists nothing but pods, by `nodeName`, `targetRef` or an address from a pod CIDR, \#
                may stand for the controller's as long as the pods themselves aren't in the input.
                """#,
            setting: #"beside a slice for `web` that lists 192.0.2.10"#,
            bad: #"spec: {selector: {app: web}}"#,
            good: #"spec: {ports: [{name: http, port: 80}]}"#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "EP-029": RulePage(
            why: #"""
                A Service has no selector, and the input has neither EndpointSlices nor Endpoints for it.

                Without a selector no controller makes slices. Until somebody does, every connection is \#
                refused. If an operator supplies the endpoints, say so with the annotation \#
                `proxyplan.dev/endpoints-from` and its name: then this is a note.
                """#,
            bad: #"spec: {ports: [{name: http, port: 80}]}"#,
            good: #"""
                metadata: {labels: {kubernetes.io/service-name: web}}
                endpoints: [{addresses: [192.0.2.10]}]
                """#,
            source: #"pkg/controller/endpointslice; pkg/proxy/iptables; observed"#),
        "EP-030": RulePage(
            why: #"""
                No endpoint of a Service port can get traffic.

                kube-proxy uses ready endpoints; if there are none, those that are still serving while they \#
                terminate. A missing `ready` or `serving` counts as true, a missing `terminating` as false. \#
                An endpoint that is neither ready nor terminating is never used. Connections to the port are \#
                refused.
                """#,
            bad: #"""
                endpoints: [{addresses: [10.244.1.5], conditions: {ready: false}}]
                """#,
            good: #"""
                endpoints: [{addresses: [10.244.1.5], conditions: {ready: true}}]
                """#,
            source: #"pkg/proxy/endpointslicecache.go and topology.go; observed"#),
        "EP-031": RulePage(
            why: #"""
                One address and port stands twice among the endpoints of a Service port.

                kube-proxy makes one target of them. If one of the two terminates, the other counts; of two \#
                that don't, either may, with its own node, zone and hints.
                """#,
            bad: #"""
                endpoints: [{addresses: [10.244.1.5]}, {addresses: [10.244.1.5]}]
                """#,
            good: #"endpoints: [{addresses: [10.244.1.5]}]"#,
            source: #"pkg/proxy/endpointslicecache.go; observed"#),
        "EP-032": RulePage(
            why: #"""
                An endpoint or an external IP is a multicast or broadcast address.

                The API server refuses only multicast within a link. The kernel doesn't translate connections \#
                to such addresses, so no packet arrives.
                """#,
            bad: #"endpoints: [{addresses: [239.1.1.1]}]"#,
            good: #"endpoints: [{addresses: [192.0.2.10]}]"#,
            source: #"pkg/apis/core/validation; the API server takes it"#),
        "EP-034": RulePage(
            why: #"""
                An Endpoints object has a name that no Service of its namespace has.

                kube-proxy reads EndpointSlices only. The controller that makes slices of Endpoints looks for \#
                a Service of the same name, and without one makes none. It is checked only if the input has \#
                Services.
                """#,
            setting: #"beside Service `web`"#,
            bad: #"""
                kind: Endpoints
                metadata: {name: web-ext}
                """#,
            good: #"""
                kind: Endpoints
                metadata: {name: web}
                """#,
            source: #"pkg/controller/endpointslicemirroring; observed"#),
        "EP-035": RulePage(
            why: #"""
                Endpoints are written for a Service that has a selector.

                The endpoints controller replaces them with the selected pods, and they aren't mirrored into \#
                slices either.
                """#,
            setting: #"beside Endpoints `web`"#,
            bad: #"spec: {selector: {app: web}}"#,
            good: #"spec: {ports: [{name: http, port: 80}]}"#,
            source: #"""
                pkg/controller/endpoint; pkg/controller/endpointslicemirroring; observed
                """#),
    ]
}
