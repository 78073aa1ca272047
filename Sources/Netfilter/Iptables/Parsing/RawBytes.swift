extension UnsafeRawBufferPointer {
    /// Whether these are the bytes of `word`.
    @inline(__always)
    package func equals(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return equals(UnsafeRawBufferPointer(start: word.utf8Start, count: count))
    }

    /// Whether these are the bytes that `other` has.
    @inline(__always)
    package func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}
