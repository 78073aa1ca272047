import Diagnostics

extension ManifestSet {
    /// Where the names of some Services stand, by `NAMESPACE/NAME`; those that the set doesn't have are left out.
    public func places(ofServices names: Set<String>) -> [String: SourceLocation] {
        if names.isEmpty { return [:] }
        var locators: [Int: SourceLocator] = [:]
        var places: [String: SourceLocation] = [:]
        for service in services {
            let metadata = service.metadata
            let name = "\(metadata.namespace)/\(metadata.name)"
            guard names.contains(name), sources.indices.contains(metadata.source) else { continue }
            var locator = locators[metadata.source] ?? SourceLocator(sources[metadata.source])
            places[name] = locator.location(of: metadata.nameRange)
            locators[metadata.source] = locator
        }
        return places
    }
}
