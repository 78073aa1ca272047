import Addressing
import Bytes

/// Where a rule's words go: the two texts spell some of them differently.
enum NftablesWording {
    /// Commands, in kube-proxy's words.
    case command
    /// What `nft list ruleset` prints.
    case listing
}

extension ByteBuffer {
    /// Appends an address: kube-proxy's text of it (RFC 5952), or the C library's, which nft prints.
    mutating func append(_ address: IPAddress, wording: NftablesWording) {
        append(address, spelling: wording == .command ? .tool : .kernel)
    }

    /// Appends `ADDRESS/LENGTH`; a listing leaves out the length of a single address.
    mutating func append(_ prefix: IPPrefix, wording: NftablesWording) {
        append(prefix.address, wording: wording)
        if wording == .listing && prefix.isHost { return }
        append(UInt8(ascii: "/"))
        append(decimal: prefix.length)
    }

    /// Appends a mark with eight digits: `0x00004000`.
    mutating func append(nftMark mark: UInt32) {
        append("0x")
        append(hexadecimal: UInt64(mark), width: 8)
    }

    /// Appends a layer-4 protocol's name, or its number.
    mutating func append(nftTransport number: UInt8) {
        for known in NftablesProtocols.all where known.number == number { return append(known.word) }
        append(decimal: number)
    }

    /// Appends a text in double quotes. nft knows no escapes: what would end the text or the line is left out.
    mutating func append(nftString text: ArenaText, of arena: borrowing TextArena) {
        append(UInt8(ascii: "\""))
        arena.withBytes(of: text) { bytes in
            if !bytes.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") }) { return append(bytes) }
            for byte in bytes where byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n") { append(byte) }
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends ` comment "…"`, if there is one.
    mutating func append(nftComment comment: ArenaText?, of arena: borrowing TextArena) {
        guard let comment else { return }
        append(" comment ")
        append(nftString: comment, of: arena)
    }

    /// Appends seconds as nft prints them: `3h`, `1h30m`, `10s`.
    mutating func append(nftTime seconds: UInt32) {
        var rest = seconds
        for (unit, length) in [("d", 86400), ("h", 3600), ("m", 60)] as [(StaticString, UInt32)] where rest >= length {
            append(decimal: rest / length)
            append(unit)
            rest %= length
        }
        if rest > 0 || seconds == 0 {
            append(decimal: rest)
            append("s")
        }
    }

    /// Appends ` # handle N`, if it is known.
    mutating func append(nftHandle handle: UInt64) {
        guard handle != 0 else { return }
        append(" # handle ")
        append(decimal: handle)
    }

    /// Appends a number that may be negative, in decimal.
    mutating func append(signed number: Int32) {
        if number < 0 { append(UInt8(ascii: "-")) }
        append(decimal: number.magnitude)
    }
}
