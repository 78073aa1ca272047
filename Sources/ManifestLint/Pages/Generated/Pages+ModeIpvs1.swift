// Written by scripts/rule-pages; edit the rules' doc comments and fixtures/lint instead.
// swift-format-ignore-file

extension RulePages {
    static let modeIpvs1: [String: RulePage] = [
        "MODE-IPVS-001": RulePage(
            why: #"""
                kube-proxy is to run in ipvs mode.

                Since 1.35 it says in its log and in an event at start that the mode is deprecated, and names \#
                nftables mode in its place.

                Bad: `proxy: {mode: ipvs}`. Good: `proxy: {mode: nftables}`.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            source: #"cmd/kube-proxy/app/server_linux.go"#),
        "MODE-IPVS-002": RulePage(
            why: #"""
                An external or load balancer address of a Service is that of a real host, in ipvs mode.

                ipvs mode binds such addresses to the interface `kube-ipvs0` of every node that doesn't have \#
                them already. Each node then takes the address for its own, so that the real host can't be \#
                reached from any other node, on any port. Use an address that no host has, or type NodePort.
                """#,
            setting: #"with `proxy: {mode: ipvs}` and a node at 192.168.50.10"#,
            bad: #"spec: {externalIPs: [192.168.50.10]}"#,
            good: #"spec: {type: NodePort}"#,
            source: #"""
                pkg/proxy/ipvs/proxier.go; kubernetes#93175, #104679, #127410, #75290
                """#),
        "MODE-IPVS-003": RulePage(
            why: #"""
                A traffic policy is Local, and ipvs mode doesn't keep to it.

                On a node without an endpoint of its own iptables and nftables mode drop the packets. ipvs \#
                mode uses the endpoints of the whole cluster instead: traffic crosses nodes although it \#
                shouldn't, and clients from outside may get answers from an address that they didn't ask. \#
                Nothing is said if the input shows an endpoint on every node.
                """#,
            setting: #"with `proxy: {mode: ipvs}`"#,
            bad: #"spec: {internalTrafficPolicy: Local}"#,
            good: #"spec: {internalTrafficPolicy: Cluster}"#,
            source: #"pkg/proxy/ipvs/proxier.go"#),
        "MODE-IPVS-004": RulePage(
            why: #"""
                A Service has the address 198.51.100.0, in ipvs mode.

                At start kube-proxy tries whether the kernel can do ipvs with a virtual server on \#
                198.51.100.0:20000, and removes it again. A Service of that address is disturbed at every \#
                start. Use another address; this one is for documentation.
                """#,
            setting: #"with `proxy: {mode: ipvs}`"#,
            bad: #"spec: {externalIPs: [198.51.100.0]}"#,
            good: #"spec: {externalIPs: [198.51.100.7]}"#,
            source: #"pkg/proxy/ipvs/supported.go"#),
        "MODE-IPVS-005": RulePage(
            why: #"""
                A load balancer announces its addresses by ARP, and ipvs mode answers ARP on every node.

                ipvs mode binds load balancer addresses on all nodes. Unless `strictARP` is on, every node \#
                answers requests for them, whichever the load balancer has chosen, and traffic goes to any of \#
                them. MetalLB in layer 2 mode and kube-vip with ARP need `strictARP: true`.

                Bad: `proxy: {mode: ipvs, strictARP: false}` with `loadBalancer: {implementation: \#
                metallb-l2}`. Good: `proxy: {mode: ipvs, strictARP: true}` with the same.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  namespace: default
                spec:
                  selector:
                    app: web
                  ports:
                  - name: http
                    port: 80
                    targetPort: 8080
                """#,
            source: #"pkg/proxy/ipvs/proxier.go; MetalLB's installation page"#),
        "MODE-IPVS-006": RulePage(
            why: #"""
                The Services have more external addresses and ports than an ipset holds, in ipvs mode.

                kube-proxy keeps each pair of address and port in an ipset of at most 65536 entries. Further \#
                ones fail without notice, and traffic to them isn't masqueraded or let in. Use fewer ports or \#
                addresses, or nftables mode.

                Bad, with `proxy: {mode: ipvs}`: a Service with 5000 ports on 14 external IPs.

                Good: the same with `proxy: {mode: nftables}`.
                """#,
            bad: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec:
                  selector: {app: web}
                  ports: [{name: p1, port: 1}, {name: p2, port: 2}, {name: p3, port: 3}, {name: p4, port: 4}, \#
                {name: p5, port: 5}, {name: p6, port: 6}, {name: p7, port: 7}, {name: p8, port: 8}, {name: \#
                p9, port: 9}, {name: p10, port: 10}, {name: p11, port: 11}, {name: p12, port: 12}, {name: \#
                p13, port: 13}, {name: p14, port: 14}, {name: p15, port: 15}, {name: p16, port: 16}, {name: \#
                p17, port: 17}, {name: p18, port: 18}, {name: p19, port: 19}, {name: p20, port: 20}, {name: \#
                p21, port: 21}, {name: p22, port: 22}, {name: p23, port: 23}, {name: p24, port: 24}, {name: \#
                p25, port: 25}, {name: p26, port: 26}, {name: p27, port: 27}, {name: p28, port: 28}, {name: \#
                p29, port: 29}, {name: p30, port: 30}, {name: p31, port: 31}, {name: p32, port: 32}, {name: \#
                p33, port: 33}, {name: p34, port: 34}, {name: p35, port: 35}, {name: p36, port: 36}, {name: \#
                p37, port: 37}, {name: p38, port: 38}, {name: p39, port: 39}, {name: p40, port: 40}, {name: \#
                p41, port: 41}, {name: p42, port: 42}, {name: p43, port: 43}, {name: p44, port: 44}, {name: \#
                p45, port: 45}, {name: p46, port: 46}, {name: p47, port: 47}, {name: p48, port: 48}, {name: \#
                p49, port: 49}, {name: p50, port: 50}, {name: p51, port: 51}, {name: p52, port: 52}, {name: \#
                p53, port: 53}, {name: p54, port: 54}, {name: p55, port: 55}, {name: p56, port: 56}, {name: \#
                p57, port: 57}, {name: p58, port: 58}, {name: p59, port: 59}, {name: p60, port: 60}, {name: \#
                p61, port: 61}, {name: p62, port: 62}, {name: p63, port: 63}, {name: p64, port: 64}, {name: \#
                p65, port: 65}, {name: p66, port: 66}, {name: p67, port: 67}, {name: p68, port: 68}, {name: \#
                p69, port: 69}, {name: p70, port: 70}, {name: p71, port: 71}, {name: p72, port: 72}, {name: \#
                p73, port: 73}, {name: p74, port: 74}, {name: p75, port: 75}, {name: p76, port: 76}, {name: \#
                p77, port: 77}, {name: p78, port: 78}, {name: p79, port: 79}, {name: p80, port: 80}, {name: \#
                p81, port: 81}, {name: p82, port: 82}, {name: p83, port: 83}, {name: p84, port: 84}, {name: \#
                p85, port: 85}, {name: p86, port: 86}, {name: p87, port: 87}, {name: p88, port: 88}, {name: \#
                p89, port: 89}, {name: p90, port: 90}, {name: p91, port: 91}, {name: p92, port: 92}, {name: \#
                p93, port: 93}, {name: p94, port: 94}, {name: p95, port: 95}, {name: p96, port: 96}, {name: \#
                p97, port: 97}, {name: p98, port: 98}, {name: p99, port: 99}, {name: p100, port: 100}, {name: \#
                p101, port: 101}, {name: p102, port: 102}, {name: p103, port: 103}, {name: p104, port: 104}, \#
                {name: p105, port: 105}, {name: p106, port: 106}, {name: p107, port: 107}, {name: p108, port: \#
                108}, {name: p109, port: 109}, {name: p110, port: 110}, {name: p111, port: 111}, {name: p112, \#
                port: 112}, {name: p113, port: 113}, {name: p114, port: 114}, {name: p115, port: 115}, {name: \#
                p116, port: 116}, {name: p117, port: 117}, {name: p118, port: 118}, {name: p119, port: 119}, \#
                {name: p120, port: 120}, {name: p121, port: 121}, {name: p122, port: 122}, {name: p123, port: \#
                123}, {name: p124, port: 124}, {name: p125, port: 125}, {name: p126, port: 126}, {name: p127, \#
                port: 127}, {name: p128, port: 128}, {name: p129, port: 129}, {name: p130, port: 130}, {name: \#
                p131, port: 131}, {name: p132, port: 132}, {name: p133, port: 133}, {name: p134, port: 134}, \#
                {name: p135, port: 135}, {name: p136, port: 136}, {name: p137, port: 137}, {name: p138, port: \#
                138}, {name: p139, port: 139}, {name: p140, port: 140}, {name: p141, port: 141}, {name: p142, \#
                port: 142}, {name: p143, port: 143}, {name: p144, port: 144}, {name: p145, port: 145}, {name: \#
                p146, port: 146}, {name: p147, port: 147}, {name: p148, port: 148}, {name: p149, port: 149}, \#
                {name: p150, port: 150}, {name: p151, port: 151}, {name: p152, port: 152}, {name: p153, port: \#
                153}, {name: p154, port: 154}, {name: p155, port: 155}, {name: p156, port: 156}, {name: p157, \#
                port: 157}, {name: p158, port: 158}, {name: p159, port: 159}, {name: p160, port: 160}, {name: \#
                p161, port: 161}, {name: p162, port: 162}, {name: p163, port: 163}, {name: p164, port: 164}, \#
                {name: p165, port: 165}, {name: p166, port: 166}, {name: p167, port: 167}, {name: p168, port: \#
                168}, {name: p169, port: 169}, {name: p170, port: 170}, {name: p171, port: 171}, {name: p172, \#
                port: 172}, {name: p173, port: 173}, {name: p174, port: 174}, {name: p175, port: 175}, {name: \#
                p176, port: 176}, {name: p177, port: 177}, {name: p178, port: 178}, {name: p179, port: 179}, \#
                {name: p180, port: 180}, {name: p181, port: 181}, {name: p182, port: 182}, {name: p183, port: \#
                183}, {name: p184, port: 184}, {name: p185, port: 185}, {name: p186, port: 186}, {name: p187, \#
                port: 187}, {name: p188, port: 188}, {name: p189, port: 189}, {name: p190, port: 190}, {name: \#
                p191, port: 191}, {name: p192, port: 192}, {name: p193, port: 193}, {name: p194, port: 194}, \#
                {name: p195, port: 195}, {name: p196, port: 196}, {name: p197, port: 197}, {name: p198, port: \#
                198}, {name: p199, port: 199}, {name: p200, port: 200}, {name: p201, port: 201}, {name: p202, \#
                port: 202}, {name: p203, port: 203}, {name: p204, port: 204}, {name: p205, port: 205}, {name: \#
                p206, port: 206}, {name: p207, port: 207}, {name: p208, port: 208}, {name: p209, port: 209}, \#
                {name: p210, port: 210}, {name: p211, port: 211}, {name: p212, port: 212}, {name: p213, port: \#
                213}, {name: p214, port: 214}, {name: p215, port: 215}, {name: p216, port: 216}, {name: p217, \#
                port: 217}, {name: p218, port: 218}, {name: p219, port: 219}, {name: p220, port: 220}, {name: \#
                p221, port: 221}, {name: p222, port: 222}, {name: p223, port: 223}, {name: p224, port: 224}, \#
                {name: p225, port: 225}, {name: p226, port: 226}, {name: p227, port: 227}, {name: p228, port: \#
                228}, {name: p229, port: 229}, {name: p230, port: 230}, {name: p231, port: 231}, {name: p232, \#
                port: 232}, {name: p233, port: 233}, {name: p234, port: 234}, {name: p235, port: 235}, {name: \#
                p236, port: 236}, {name: p237, port: 237}, {name: p238, port: 238}, {name: p239, port: 239}, \#
                {name: p240, port: 240}, {name: p241, port: 241}, {name: p242, port: 242}, {name: p243, port: \#
                243}, {name: p244, port: 244}, {name: p245, port: 245}, {name: p246, port: 246}, {name: p247, \#
                port: 247}, {name: p248, port: 248}, {name: p249, port: 249}, {name: p250, port: 250}, {name: \#
                p251, port: 251}, {name: p252, port: 252}, {name: p253, port: 253}, {name: p254, port: 254}, \#
                {name: p255, port: 255}, {name: p256, port: 256}]
                  externalIPs: [198.18.0.1, 198.18.0.2, 198.18.0.3, 198.18.0.4, 198.18.0.5, 198.18.0.6, \#
                198.18.0.7, 198.18.0.8, 198.18.0.9, 198.18.0.10, 198.18.0.11, 198.18.0.12, 198.18.0.13, \#
                198.18.0.14, 198.18.0.15, 198.18.0.16, 198.18.0.17, 198.18.0.18, 198.18.0.19, 198.18.0.20, \#
                198.18.0.21, 198.18.0.22, 198.18.0.23, 198.18.0.24, 198.18.0.25, 198.18.0.26, 198.18.0.27, \#
                198.18.0.28, 198.18.0.29, 198.18.0.30, 198.18.0.31, 198.18.0.32, 198.18.0.33, 198.18.0.34, \#
                198.18.0.35, 198.18.0.36, 198.18.0.37, 198.18.0.38, 198.18.0.39, 198.18.0.40, 198.18.0.41, \#
                198.18.0.42, 198.18.0.43, 198.18.0.44, 198.18.0.45, 198.18.0.46, 198.18.0.47, 198.18.0.48, \#
                198.18.0.49, 198.18.0.50, 198.18.0.51, 198.18.0.52, 198.18.0.53, 198.18.0.54, 198.18.0.55, \#
                198.18.0.56, 198.18.0.57, 198.18.0.58, 198.18.0.59, 198.18.0.60, 198.18.0.61, 198.18.0.62, \#
                198.18.0.63, 198.18.0.64, 198.18.0.65, 198.18.0.66, 198.18.0.67, 198.18.0.68, 198.18.0.69, \#
                198.18.0.70, 198.18.0.71, 198.18.0.72, 198.18.0.73, 198.18.0.74, 198.18.0.75, 198.18.0.76, \#
                198.18.0.77, 198.18.0.78, 198.18.0.79, 198.18.0.80, 198.18.0.81, 198.18.0.82, 198.18.0.83, \#
                198.18.0.84, 198.18.0.85, 198.18.0.86, 198.18.0.87, 198.18.0.88, 198.18.0.89, 198.18.0.90, \#
                198.18.0.91, 198.18.0.92, 198.18.0.93, 198.18.0.94, 198.18.0.95, 198.18.0.96, 198.18.0.97, \#
                198.18.0.98, 198.18.0.99, 198.18.0.100, 198.18.0.101, 198.18.0.102, 198.18.0.103, \#
                198.18.0.104, 198.18.0.105, 198.18.0.106, 198.18.0.107, 198.18.0.108, 198.18.0.109, \#
                198.18.0.110, 198.18.0.111, 198.18.0.112, 198.18.0.113, 198.18.0.114, 198.18.0.115, \#
                198.18.0.116, 198.18.0.117, 198.18.0.118, 198.18.0.119, 198.18.0.120, 198.18.0.121, \#
                198.18.0.122, 198.18.0.123, 198.18.0.124, 198.18.0.125, 198.18.0.126, 198.18.0.127, \#
                198.18.0.128, 198.18.1.1, 198.18.1.2, 198.18.1.3, 198.18.1.4, 198.18.1.5, 198.18.1.6, \#
                198.18.1.7, 198.18.1.8, 198.18.1.9, 198.18.1.10, 198.18.1.11, 198.18.1.12, 198.18.1.13, \#
                198.18.1.14, 198.18.1.15, 198.18.1.16, 198.18.1.17, 198.18.1.18, 198.18.1.19, 198.18.1.20, \#
                198.18.1.21, 198.18.1.22, 198.18.1.23, 198.18.1.24, 198.18.1.25, 198.18.1.26, 198.18.1.27, \#
                198.18.1.28, 198.18.1.29, 198.18.1.30, 198.18.1.31, 198.18.1.32, 198.18.1.33, 198.18.1.34, \#
                198.18.1.35, 198.18.1.36, 198.18.1.37, 198.18.1.38, 198.18.1.39, 198.18.1.40, 198.18.1.41, \#
                198.18.1.42, 198.18.1.43, 198.18.1.44, 198.18.1.45, 198.18.1.46, 198.18.1.47, 198.18.1.48, \#
                198.18.1.49, 198.18.1.50, 198.18.1.51, 198.18.1.52, 198.18.1.53, 198.18.1.54, 198.18.1.55, \#
                198.18.1.56, 198.18.1.57, 198.18.1.58, 198.18.1.59, 198.18.1.60, 198.18.1.61, 198.18.1.62, \#
                198.18.1.63, 198.18.1.64, 198.18.1.65, 198.18.1.66, 198.18.1.67, 198.18.1.68, 198.18.1.69, \#
                198.18.1.70, 198.18.1.71, 198.18.1.72, 198.18.1.73, 198.18.1.74, 198.18.1.75, 198.18.1.76, \#
                198.18.1.77, 198.18.1.78, 198.18.1.79, 198.18.1.80, 198.18.1.81, 198.18.1.82, 198.18.1.83, \#
                198.18.1.84, 198.18.1.85, 198.18.1.86, 198.18.1.87, 198.18.1.88, 198.18.1.89, 198.18.1.90, \#
                198.18.1.91, 198.18.1.92, 198.18.1.93, 198.18.1.94, 198.18.1.95, 198.18.1.96, 198.18.1.97, \#
                198.18.1.98, 198.18.1.99, 198.18.1.100, 198.18.1.101, 198.18.1.102, 198.18.1.103, \#
                198.18.1.104, 198.18.1.105, 198.18.1.106, 198.18.1.107, 198.18.1.108, 198.18.1.109, \#
                198.18.1.110, 198.18.1.111, 198.18.1.112, 198.18.1.113, 198.18.1.114, 198.18.1.115, \#
                198.18.1.116, 198.18.1.117, 198.18.1.118, 198.18.1.119, 198.18.1.120, 198.18.1.121, \#
                198.18.1.122, 198.18.1.123, 198.18.1.124, 198.18.1.125, 198.18.1.126, 198.18.1.127, \#
                198.18.1.128, 198.18.2.1, 198.18.2.2, 198.18.2.3, 198.18.2.4]
                """#,
            good: #"""
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: default}
                spec:
                  selector: {app: web}
                  ports: [{name: p1, port: 1}, {name: p2, port: 2}, {name: p3, port: 3}, {name: p4, port: 4}, \#
                {name: p5, port: 5}, {name: p6, port: 6}, {name: p7, port: 7}, {name: p8, port: 8}, {name: \#
                p9, port: 9}, {name: p10, port: 10}, {name: p11, port: 11}, {name: p12, port: 12}, {name: \#
                p13, port: 13}, {name: p14, port: 14}, {name: p15, port: 15}, {name: p16, port: 16}, {name: \#
                p17, port: 17}, {name: p18, port: 18}, {name: p19, port: 19}, {name: p20, port: 20}, {name: \#
                p21, port: 21}, {name: p22, port: 22}, {name: p23, port: 23}, {name: p24, port: 24}, {name: \#
                p25, port: 25}, {name: p26, port: 26}, {name: p27, port: 27}, {name: p28, port: 28}, {name: \#
                p29, port: 29}, {name: p30, port: 30}, {name: p31, port: 31}, {name: p32, port: 32}, {name: \#
                p33, port: 33}, {name: p34, port: 34}, {name: p35, port: 35}, {name: p36, port: 36}, {name: \#
                p37, port: 37}, {name: p38, port: 38}, {name: p39, port: 39}, {name: p40, port: 40}, {name: \#
                p41, port: 41}, {name: p42, port: 42}, {name: p43, port: 43}, {name: p44, port: 44}, {name: \#
                p45, port: 45}, {name: p46, port: 46}, {name: p47, port: 47}, {name: p48, port: 48}, {name: \#
                p49, port: 49}, {name: p50, port: 50}, {name: p51, port: 51}, {name: p52, port: 52}, {name: \#
                p53, port: 53}, {name: p54, port: 54}, {name: p55, port: 55}, {name: p56, port: 56}, {name: \#
                p57, port: 57}, {name: p58, port: 58}, {name: p59, port: 59}, {name: p60, port: 60}, {name: \#
                p61, port: 61}, {name: p62, port: 62}, {name: p63, port: 63}, {name: p64, port: 64}, {name: \#
                p65, port: 65}, {name: p66, port: 66}, {name: p67, port: 67}, {name: p68, port: 68}, {name: \#
                p69, port: 69}, {name: p70, port: 70}, {name: p71, port: 71}, {name: p72, port: 72}, {name: \#
                p73, port: 73}, {name: p74, port: 74}, {name: p75, port: 75}, {name: p76, port: 76}, {name: \#
                p77, port: 77}, {name: p78, port: 78}, {name: p79, port: 79}, {name: p80, port: 80}, {name: \#
                p81, port: 81}, {name: p82, port: 82}, {name: p83, port: 83}, {name: p84, port: 84}, {name: \#
                p85, port: 85}, {name: p86, port: 86}, {name: p87, port: 87}, {name: p88, port: 88}, {name: \#
                p89, port: 89}, {name: p90, port: 90}, {name: p91, port: 91}, {name: p92, port: 92}, {name: \#
                p93, port: 93}, {name: p94, port: 94}, {name: p95, port: 95}, {name: p96, port: 96}, {name: \#
                p97, port: 97}, {name: p98, port: 98}, {name: p99, port: 99}, {name: p100, port: 100}, {name: \#
                p101, port: 101}, {name: p102, port: 102}, {name: p103, port: 103}, {name: p104, port: 104}, \#
                {name: p105, port: 105}, {name: p106, port: 106}, {name: p107, port: 107}, {name: p108, port: \#
                108}, {name: p109, port: 109}, {name: p110, port: 110}, {name: p111, port: 111}, {name: p112, \#
                port: 112}, {name: p113, port: 113}, {name: p114, port: 114}, {name: p115, port: 115}, {name: \#
                p116, port: 116}, {name: p117, port: 117}, {name: p118, port: 118}, {name: p119, port: 119}, \#
                {name: p120, port: 120}, {name: p121, port: 121}, {name: p122, port: 122}, {name: p123, port: \#
                123}, {name: p124, port: 124}, {name: p125, port: 125}, {name: p126, port: 126}, {name: p127, \#
                port: 127}, {name: p128, port: 128}, {name: p129, port: 129}, {name: p130, port: 130}, {name: \#
                p131, port: 131}, {name: p132, port: 132}, {name: p133, port: 133}, {name: p134, port: 134}, \#
                {name: p135, port: 135}, {name: p136, port: 136}, {name: p137, port: 137}, {name: p138, port: \#
                138}, {name: p139, port: 139}, {name: p140, port: 140}, {name: p141, port: 141}, {name: p142, \#
                port: 142}, {name: p143, port: 143}, {name: p144, port: 144}, {name: p145, port: 145}, {name: \#
                p146, port: 146}, {name: p147, port: 147}, {name: p148, port: 148}, {name: p149, port: 149}, \#
                {name: p150, port: 150}, {name: p151, port: 151}, {name: p152, port: 152}, {name: p153, port: \#
                153}, {name: p154, port: 154}, {name: p155, port: 155}, {name: p156, port: 156}, {name: p157, \#
                port: 157}, {name: p158, port: 158}, {name: p159, port: 159}, {name: p160, port: 160}, {name: \#
                p161, port: 161}, {name: p162, port: 162}, {name: p163, port: 163}, {name: p164, port: 164}, \#
                {name: p165, port: 165}, {name: p166, port: 166}, {name: p167, port: 167}, {name: p168, port: \#
                168}, {name: p169, port: 169}, {name: p170, port: 170}, {name: p171, port: 171}, {name: p172, \#
                port: 172}, {name: p173, port: 173}, {name: p174, port: 174}, {name: p175, port: 175}, {name: \#
                p176, port: 176}, {name: p177, port: 177}, {name: p178, port: 178}, {name: p179, port: 179}, \#
                {name: p180, port: 180}, {name: p181, port: 181}, {name: p182, port: 182}, {name: p183, port: \#
                183}, {name: p184, port: 184}, {name: p185, port: 185}, {name: p186, port: 186}, {name: p187, \#
                port: 187}, {name: p188, port: 188}, {name: p189, port: 189}, {name: p190, port: 190}, {name: \#
                p191, port: 191}, {name: p192, port: 192}, {name: p193, port: 193}, {name: p194, port: 194}, \#
                {name: p195, port: 195}, {name: p196, port: 196}, {name: p197, port: 197}, {name: p198, port: \#
                198}, {name: p199, port: 199}, {name: p200, port: 200}, {name: p201, port: 201}, {name: p202, \#
                port: 202}, {name: p203, port: 203}, {name: p204, port: 204}, {name: p205, port: 205}, {name: \#
                p206, port: 206}, {name: p207, port: 207}, {name: p208, port: 208}, {name: p209, port: 209}, \#
                {name: p210, port: 210}, {name: p211, port: 211}, {name: p212, port: 212}, {name: p213, port: \#
                213}, {name: p214, port: 214}, {name: p215, port: 215}, {name: p216, port: 216}, {name: p217, \#
                port: 217}, {name: p218, port: 218}, {name: p219, port: 219}, {name: p220, port: 220}, {name: \#
                p221, port: 221}, {name: p222, port: 222}, {name: p223, port: 223}, {name: p224, port: 224}, \#
                {name: p225, port: 225}, {name: p226, port: 226}, {name: p227, port: 227}, {name: p228, port: \#
                228}, {name: p229, port: 229}, {name: p230, port: 230}, {name: p231, port: 231}, {name: p232, \#
                port: 232}, {name: p233, port: 233}, {name: p234, port: 234}, {name: p235, port: 235}, {name: \#
                p236, port: 236}, {name: p237, port: 237}, {name: p238, port: 238}, {name: p239, port: 239}, \#
                {name: p240, port: 240}, {name: p241, port: 241}, {name: p242, port: 242}, {name: p243, port: \#
                243}, {name: p244, port: 244}, {name: p245, port: 245}, {name: p246, port: 246}, {name: p247, \#
                port: 247}, {name: p248, port: 248}, {name: p249, port: 249}, {name: p250, port: 250}, {name: \#
                p251, port: 251}, {name: p252, port: 252}, {name: p253, port: 253}, {name: p254, port: 254}, \#
                {name: p255, port: 255}, {name: p256, port: 256}]
                  externalIPs: [198.18.0.1, 198.18.0.2, 198.18.0.3, 198.18.0.4, 198.18.0.5, 198.18.0.6, \#
                198.18.0.7, 198.18.0.8, 198.18.0.9, 198.18.0.10, 198.18.0.11, 198.18.0.12, 198.18.0.13, \#
                198.18.0.14, 198.18.0.15, 198.18.0.16, 198.18.0.17, 198.18.0.18, 198.18.0.19, 198.18.0.20, \#
                198.18.0.21, 198.18.0.22, 198.18.0.23, 198.18.0.24, 198.18.0.25, 198.18.0.26, 198.18.0.27, \#
                198.18.0.28, 198.18.0.29, 198.18.0.30, 198.18.0.31, 198.18.0.32, 198.18.0.33, 198.18.0.34, \#
                198.18.0.35, 198.18.0.36, 198.18.0.37, 198.18.0.38, 198.18.0.39, 198.18.0.40, 198.18.0.41, \#
                198.18.0.42, 198.18.0.43, 198.18.0.44, 198.18.0.45, 198.18.0.46, 198.18.0.47, 198.18.0.48, \#
                198.18.0.49, 198.18.0.50, 198.18.0.51, 198.18.0.52, 198.18.0.53, 198.18.0.54, 198.18.0.55, \#
                198.18.0.56, 198.18.0.57, 198.18.0.58, 198.18.0.59, 198.18.0.60, 198.18.0.61, 198.18.0.62, \#
                198.18.0.63, 198.18.0.64, 198.18.0.65, 198.18.0.66, 198.18.0.67, 198.18.0.68, 198.18.0.69, \#
                198.18.0.70, 198.18.0.71, 198.18.0.72, 198.18.0.73, 198.18.0.74, 198.18.0.75, 198.18.0.76, \#
                198.18.0.77, 198.18.0.78, 198.18.0.79, 198.18.0.80, 198.18.0.81, 198.18.0.82, 198.18.0.83, \#
                198.18.0.84, 198.18.0.85, 198.18.0.86, 198.18.0.87, 198.18.0.88, 198.18.0.89, 198.18.0.90, \#
                198.18.0.91, 198.18.0.92, 198.18.0.93, 198.18.0.94, 198.18.0.95, 198.18.0.96, 198.18.0.97, \#
                198.18.0.98, 198.18.0.99, 198.18.0.100, 198.18.0.101, 198.18.0.102, 198.18.0.103, \#
                198.18.0.104, 198.18.0.105, 198.18.0.106, 198.18.0.107, 198.18.0.108, 198.18.0.109, \#
                198.18.0.110, 198.18.0.111, 198.18.0.112, 198.18.0.113, 198.18.0.114, 198.18.0.115, \#
                198.18.0.116, 198.18.0.117, 198.18.0.118, 198.18.0.119, 198.18.0.120, 198.18.0.121, \#
                198.18.0.122, 198.18.0.123, 198.18.0.124, 198.18.0.125, 198.18.0.126, 198.18.0.127, \#
                198.18.0.128, 198.18.1.1, 198.18.1.2, 198.18.1.3, 198.18.1.4, 198.18.1.5, 198.18.1.6, \#
                198.18.1.7, 198.18.1.8, 198.18.1.9, 198.18.1.10, 198.18.1.11, 198.18.1.12, 198.18.1.13, \#
                198.18.1.14, 198.18.1.15, 198.18.1.16, 198.18.1.17, 198.18.1.18, 198.18.1.19, 198.18.1.20, \#
                198.18.1.21, 198.18.1.22, 198.18.1.23, 198.18.1.24, 198.18.1.25, 198.18.1.26, 198.18.1.27, \#
                198.18.1.28, 198.18.1.29, 198.18.1.30, 198.18.1.31, 198.18.1.32, 198.18.1.33, 198.18.1.34, \#
                198.18.1.35, 198.18.1.36, 198.18.1.37, 198.18.1.38, 198.18.1.39, 198.18.1.40, 198.18.1.41, \#
                198.18.1.42, 198.18.1.43, 198.18.1.44, 198.18.1.45, 198.18.1.46, 198.18.1.47, 198.18.1.48, \#
                198.18.1.49, 198.18.1.50, 198.18.1.51, 198.18.1.52, 198.18.1.53, 198.18.1.54, 198.18.1.55, \#
                198.18.1.56, 198.18.1.57, 198.18.1.58, 198.18.1.59, 198.18.1.60, 198.18.1.61, 198.18.1.62, \#
                198.18.1.63, 198.18.1.64, 198.18.1.65, 198.18.1.66, 198.18.1.67, 198.18.1.68, 198.18.1.69, \#
                198.18.1.70, 198.18.1.71, 198.18.1.72, 198.18.1.73, 198.18.1.74, 198.18.1.75, 198.18.1.76, \#
                198.18.1.77, 198.18.1.78, 198.18.1.79, 198.18.1.80, 198.18.1.81, 198.18.1.82, 198.18.1.83, \#
                198.18.1.84, 198.18.1.85, 198.18.1.86, 198.18.1.87, 198.18.1.88, 198.18.1.89, 198.18.1.90, \#
                198.18.1.91, 198.18.1.92, 198.18.1.93, 198.18.1.94, 198.18.1.95, 198.18.1.96, 198.18.1.97, \#
                198.18.1.98, 198.18.1.99, 198.18.1.100, 198.18.1.101, 198.18.1.102, 198.18.1.103, \#
                198.18.1.104, 198.18.1.105, 198.18.1.106, 198.18.1.107, 198.18.1.108, 198.18.1.109, \#
                198.18.1.110, 198.18.1.111, 198.18.1.112, 198.18.1.113, 198.18.1.114, 198.18.1.115, \#
                198.18.1.116, 198.18.1.117, 198.18.1.118, 198.18.1.119, 198.18.1.120, 198.18.1.121, \#
                198.18.1.122, 198.18.1.123, 198.18.1.124, 198.18.1.125, 198.18.1.126, 198.18.1.127, \#
                198.18.1.128, 198.18.2.1, 198.18.2.2, 198.18.2.3, 198.18.2.4]
                """#,
            source: #"kubernetes#129389"#),
    ]
}
