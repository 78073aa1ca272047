import CYaml
import Diagnostics

/// libyaml's events of one YAML document, with byte offsets into the whole source.
struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Where the text of the document begins and ends in the source.
    let range: Range<Int>
    private let isASCII: Bool
    /// The last character whose offset was asked for, and that offset.
    private var known: (character: Int, offset: Int)

    /// The events of the bytes in `range`.
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, isASCII: Bool) {
        self.bytes = bytes
        self.range = range
        self.isASCII = isASCII
        known = (0, range.lowerBound)
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        parser.initialize(to: yaml_parser_t())
        isUsable = yaml_parser_initialize(parser) == 1
        if isUsable, let base = bytes.baseAddress {
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, base + range.lowerBound, range.count)
        }
    }

    private let isUsable: Bool

    deinit {
        if isUsable {
            yaml_event_delete(event)
            yaml_parser_delete(parser)
        }
        event.deallocate()
        parser.deallocate()
    }

    /// Goes to the next event.
    @inline(__always)
    mutating func next() throws(SyntaxError) {
        guard isUsable else { throw failure() }
        yaml_event_delete(event)
        if yaml_parser_parse(parser, event) != 1 { throw failure() }
    }

    /// The type of the event.
    var type: yaml_event_type_t { event.pointee.type }

    /// The event itself.
    var current: UnsafePointer<yaml_event_t> { UnsafePointer(event) }

    /// The offset of the event's first byte.
    var start: Int { mutating get { offset(of: event.pointee.start_mark.index) } }

    /// The offset behind the event's last byte.
    var end: Int { mutating get { offset(of: event.pointee.end_mark.index) } }

    /// The column of the event's first character, from 0.
    var column: Int { event.pointee.start_mark.column }

    /// libyaml counts characters. Its marks go on with the text, apart from short steps back, so that the walk from
    /// the last known place is short.
    @inline(__always)
    private mutating func offset(of character: Int) -> Int {
        isASCII ? min(range.lowerBound + character, range.upperBound) : walk(to: character)
    }

    @inline(never)
    private mutating func walk(to character: Int) -> Int {
        var (at, offset) = known
        while at < character && offset < range.upperBound {
            repeat { offset += 1 } while offset < range.upperBound && bytes[offset] & 0xC0 == 0x80
            at += 1
        }
        while at > character && offset > range.lowerBound {
            repeat { offset -= 1 } while offset > range.lowerBound && bytes[offset] & 0xC0 == 0x80
            at -= 1
        }
        known = (at, offset)
        return offset
    }

    /// What libyaml says is wrong, in our words.
    @inline(never)
    private mutating func failure() -> SyntaxError {
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        let state = parser.pointee
        if state.error == YAML_MEMORY_ERROR || text(state.problem).hasPrefix("Maximum nesting level") {
            // libyaml's own limit for levels is ours, and its stacks say "no memory" where they end.
            let place = UInt32(truncatingIfNeeded: offset(of: state.mark.index))
            return ReadingLimits.tooDeep(at: SourceRange(start: place, end: place))
        }
        let isReader = state.error == YAML_READER_ERROR
        let place =
            isReader
            ? min(range.lowerBound + state.problem_offset, range.upperBound) : offset(of: state.problem_mark.index)
        let context = state.context == nil ? place : offset(of: state.context_mark.index)
        let problem = YAMLProblem(
            problem: text(state.problem), context: text(state.context), place: place, contextPlace: context)
        return problem.syntaxError(in: bytes)
    }
}
