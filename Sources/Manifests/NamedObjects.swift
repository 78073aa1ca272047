/// An object with a name and a namespace.
protocol NamedObject {
    var metadata: ObjectMetadata { get }
}

extension Service: NamedObject {}
extension EndpointSlice: NamedObject {}
extension Node: NamedObject {}

/// Objects of one kind, each name once.
struct NamedObjects<Object: NamedObject> {
    /// The objects in the order in which their names first came.
    private(set) var list: [Object] = []
    private var places: [String: Int] = [:]

    /// Adds an object, or puts it in the place of the one that had its name before; says whether there was one.
    /// Objects without a name are all kept.
    mutating func add(_ object: Object) -> Bool {
        let name = object.metadata.name
        let place = name.isEmpty ? nil : places.updateValue(list.count, forKey: "\(object.metadata.namespace)/\(name)")
        guard let place else {
            list.append(object)
            return false
        }
        places["\(object.metadata.namespace)/\(name)"] = place
        list[place] = object
        return true
    }
}
