import ArgumentParser
import ServiceProxy

/// Which Services are meant.
struct ServiceOptions: ParsableArguments {
    @Option(
        name: .customLong("service"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what belongs to this Service or port; * stands for any characters; can be repeated.",
            valueName: "ns/name[:port]"))
    var services: [String] = []

    /// The patterns. Throws if one can't be read.
    func patterns() throws -> [ServicePattern] {
        try services.map { text in
            guard let pattern = ServicePattern(text) else {
                throw Failure("--service \(text): write NAMESPACE/NAME or NAMESPACE/NAME:PORT")
            }
            return pattern
        }
    }
}
