import Addressing
import Bytes

extension IPSetTable {
    /// The bucket size that the kernel gives a hash that is created without one (Linux 5.11 and later).
    private static let defaultBucketSize: UInt8 = 12

    /// The table as the kernel holds it, in an order of its own: sets by name, elements by text, each element once;
    /// every hash with its bucket size and without its seed, which is random and shuffles the elements of a dump.
    public func canonicalized() -> IPSetTable {
        var table = self
        table.sets = []
        table.elements = []
        let names = TextOrder(sets.count) { buffer, place in buffer.append(sets[place].name, of: texts) }
        for place in names.sorted() {
            var set = sets[place]
            if case .hash(var header) = set.header {
                header.seed = nil
                header.bucketSize = header.bucketSize ?? Self.defaultBucketSize
                set.header = .hash(header)
            }
            set.listing = nil
            let members = elements(of: set).map { kernelForm(of: $0) }
            table.add(set, elements: sortedByText(members, spelling: .kernel))
        }
        return table
    }

    /// An element as the kernel has it: without a spelling of its own, networks without the bits behind their prefix.
    private func kernelForm(of element: Element) -> Element {
        let element = meaning(of: element)
        guard case .addressPortNetwork(let address, let transport, let port, let network) = element else {
            return element
        }
        return .addressPortNetwork(address, transport, port, network.masked)
    }

    /// `members` in the order of their texts, bytewise, each once.
    public func sortedByText(_ members: [Element], spelling: Spelling) -> [Element] {
        let order = TextOrder(members.count) { buffer, place in write(members[place], to: &buffer, spelling: spelling) }
        var result: [Element] = []
        result.reserveCapacity(members.count)
        for place in order.sorted() where result.last != members[place] { result.append(members[place]) }
        return result
    }
}

/// Texts that are sorted bytewise, each known by its place.
private struct TextOrder: ~Copyable {
    private var buffer = ByteBuffer(minimumCapacity: 4096)
    private var ends: [Int] = [0]

    /// The texts that `write` writes for 0 to `count` - 1.
    init(_ count: Int, _ write: (inout ByteBuffer, Int) -> Void) {
        ends.reserveCapacity(count + 1)
        for place in 0..<count {
            write(&buffer, place)
            ends.append(buffer.count)
        }
    }

    /// The places in the order of their texts; equal texts in that of their places.
    borrowing func sorted() -> [Int] {
        let ends = ends
        return buffer.withUnsafeBytes { bytes in
            (0..<(ends.count - 1)).sorted { a, b in
                let textA = UnsafeRawBufferPointer(rebasing: bytes[ends[a]..<ends[a + 1]])
                let textB = UnsafeRawBufferPointer(rebasing: bytes[ends[b]..<ends[b + 1]])
                for index in 0..<min(textA.count, textB.count) where textA[index] != textB[index] {
                    return textA[index] < textB[index]
                }
                return textA.count != textB.count ? textA.count < textB.count : a < b
            }
        }
    }
}
