import Addressing
import Bytes
import Manifests

/// Puts the endpoints of all slices of a service port into one list: sorted by their text, each text once.
struct EndpointMerge {
    private let nodeName: Symbol?
    private let laterCopyCountsUnlessTerminating: Bool
    private let keepsTexts: Bool
    private let symbols: SymbolTable
    private var found: [Endpoint] = []
    private var order: [Int] = []
    private var texts = TextScratch()

    init(_ node: NodeContext, symbols: SymbolTable) {
        nodeName = node.name.isEmpty ? nil : symbols.find(node.name)
        laterCopyCountsUnlessTerminating = node.behavior.laterCopyCountsUnlessTerminating
        keepsTexts = node.behavior.endpointText != .canonical
        self.symbols = symbols
    }

    /// Adds the endpoints of one slice on one port.
    mutating func add(_ slice: EndpointSlice, port: UInt16) {
        for endpoint in slice.endpoints {
            found.append(
                Endpoint(
                    socket: SocketAddress(endpoint.address, port: port),
                    text: keepsTexts ? endpoint.writtenAddress : .empty,
                    isLocal: endpoint.nodeName == nodeName, isReady: endpoint.isReady,
                    isServing: endpoint.isServing, isTerminating: endpoint.isTerminating,
                    zoneHints: endpoint.zoneHints, nodeHints: endpoint.nodeHints))
        }
    }

    /// Appends what was added to `list`, and begins anew.
    mutating func finish(into list: inout [Endpoint]) {
        texts.removeAll()
        order.removeAll(keepingCapacity: true)
        for place in found.indices {
            texts.add(found[place], symbols)
            order.append(place)
        }
        texts.sort(&order)
        var last: Int?
        for place in order {
            if let previous = last, found[previous].isSame(as: found[place]) {
                let counts =
                    laterCopyCountsUnlessTerminating ? !found[place].isTerminating : found[place].isLocal
                if counts { list[list.count - 1] = found[place] }
            } else {
                list.append(found[place])
            }
            last = place
        }
        found.removeAll(keepingCapacity: true)
    }
}

/// The texts of some endpoints, to sort them by: `10.0.0.10:80` comes before `10.0.0.9:80`.
private final class TextScratch {
    private var buffer = ByteBuffer(minimumCapacity: 4096)
    private var ends: [Int] = []

    func removeAll() {
        buffer.removeAll()
        ends.removeAll(keepingCapacity: true)
    }

    func add(_ endpoint: Endpoint, _ spellings: borrowing SymbolTable) {
        endpoint.write(to: &buffer, spellings)
        ends.append(buffer.count)
    }

    /// Sorts places by their texts, bytewise; equal texts stay in the order of their places.
    func sort(_ order: inout [Int]) {
        buffer.withUnsafeBytes { bytes in
            func text(_ place: Int) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[(place == 0 ? 0 : ends[place - 1])..<ends[place]])
            }
            order.sort { a, b in
                let (textA, textB) = (text(a), text(b))
                for (byteA, byteB) in zip(textA, textB) where byteA != byteB { return byteA < byteB }
                return textA.count != textB.count ? textA.count < textB.count : a < b
            }
        }
    }
}
