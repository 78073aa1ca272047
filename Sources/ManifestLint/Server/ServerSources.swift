/// A part of Kubernetes that gives the API server's verdict.
enum ServerSource: String, Sendable {
    case decoding = "staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go"
    case core = "pkg/apis/core/validation/validation.go"
    case discovery = "pkg/apis/discovery/validation/validation.go"
    case networking = "pkg/apis/networking/validation/validation.go"
    case warnings = "pkg/api/service/warnings.go"
    case allocator = "pkg/registry/core/service/storage/alloc.go"
    case storage = "pkg/registry/core/service/storage/storage.go"

    /// Where each rule's verdict comes from.
    static let ofRules: [ServerRule: [ServerSource]] = Dictionary(
        table.flatMap { rules, sources in rules.map { ($0, sources) } }, uniquingKeysWith: { first, _ in first })

    private static let table: [(rules: [ServerRule], sources: [ServerSource])] = [
        (
            [
                .schema001, .schema002, .schema003, .schema004, .schema005, .schema006, .schema007, .schema008,
                .schema010, .schema011, .schema012, .schema013,
            ], [.decoding]
        ),
        (
            [
                .svc001, .svc003, .svc004, .svc005, .svc006, .svc007, .svc011, .svc012, .svc015, .svc017, .port001,
                .port002, .port003, .port004, .port005, .port006, .port007, .port008, .port009, .port010, .port017,
                .port026, .sel001, .sel013, .ep004, .ep011, .ep012, .ep013, .aff001, .aff002, .tp001, .tp002, .tp004,
                .tp006, .tp008, .lb001, .lb002, .lb003, .lb004, .lb005, .lb006, .ds001, .ds002, .ds004, .upd001,
                .upd006, .upd007,
            ], [.core]
        ),
        ([.svc009], [.warnings, .storage]),
        ([.svc010, .svc013, .svc014, .tp007, .tp009], [.warnings]),
        ([.svc016, .upd002, .upd005], [.core, .storage]),
        ([.svc018, .port011, .tp005, .ds003, .ds005, .ds006], [.allocator]),
        ([.port012, .upd004], [.allocator, .core]),
        ([.ep001, .ep002, .ep003, .ep005, .ep006, .ep007, .ep008, .ep009, .ep015], [.discovery]),
        ([.upd003], [.core, .allocator]),
        (
            [
                .ing001, .ing002, .ing003, .ing004, .ing005, .ing006, .ing007, .ing008, .ing009, .ing010, .ing011,
                .ing012, .cl003,
            ], [.networking]
        ),
    ]
}
