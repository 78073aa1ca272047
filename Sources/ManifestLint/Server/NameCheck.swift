/// The rules for names, as the API server checks and words them. Each answers what is wrong; nothing if all is well.
enum NameCheck {
    /// A DNS label (RFC 1123).
    static func label(_ text: String) -> [String] {
        var problems = tooLong(text, 63)
        guard !isLabel(text.utf8[...]) else { return problems }
        problems.append(isSubdomain(text) ? "must not contain dots" : labelForm)
        return problems
    }

    /// A DNS subdomain (RFC 1123): labels with dots between them.
    static func subdomain(_ text: String) -> [String] {
        tooLong(text, 253) + (isSubdomain(text) ? [] : [subdomainForm])
    }

    /// A DNS subdomain whose first label is `*`.
    static func wildcardSubdomain(_ text: String) -> [String] {
        let isWildcard = text.hasPrefix("*.") && isSubdomain(String(text.dropFirst(2)))
        return tooLong(text, 253) + (isWildcard ? [] : [wildcardForm])
    }

    /// A host of an Ingress: a subdomain, with a wildcard or without.
    static func host(_ text: String) -> [String] {
        text.utf8.contains(UInt8(ascii: "*")) ? wildcardSubdomain(text) : subdomain(text)
    }

    /// A label's key: a name with an optional domain and slash in front.
    static func qualifiedName(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, parts.count <= 2 else { return [labelKeyForm] }
        var problems: [String] = []
        if parts.count == 2 {
            let domain = parts[0]
            problems += (domain.isEmpty ? ["must be non-empty"] : subdomain(domain)).map { "prefix part \($0)" }
        }
        if name.isEmpty { problems.append("name part must be non-empty") }
        problems += tooLong(name, 63).map { "name part \($0)" }
        if !isQualified(name) { problems.append("name part \(nameForm)") }
        return problems
    }

    /// A label's value.
    static func labelValue(_ text: String) -> [String] {
        tooLong(text, 63) + (text.isEmpty || isQualified(text) ? [] : [labelValueForm])
    }

    /// A container port's name (RFC 6335).
    static func portName(_ text: String) -> [String] {
        var problems = tooLong(text, 15)
        let isPlain = text.utf8.allSatisfy { isLowerAlphanumeric($0) || $0 == dash }
        if !isPlain { problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)") }
        if !text.utf8.contains(where: { (0x61...0x7A).contains($0) }) {
            problems.append("must contain at least one letter (a-z)")
        }
        if text.contains("--") { problems.append("must not contain consecutive hyphens") }
        if text.utf8.first == dash || text.utf8.last == dash {
            problems.append("must not begin or end with a hyphen")
        }
        return problems
    }

    /// A name that may stand in a URL's path.
    static func pathSegment(_ text: String) -> [String] {
        if text == "." || text == ".." { return ["may not be '\(text)'"] }
        return ["/", "%"].filter { text.contains($0) }.map { "may not contain '\($0)'" }
    }

    /// A port number.
    static func portNumber(_ number: Int64) -> [String] {
        (1...65535).contains(number) ? [] : ["must be between 1 and 65535, inclusive"]
    }

    private static func tooLong(_ text: String, _ most: Int) -> [String] {
        text.utf8.count > most ? ["must be no more than \(most) characters"] : []
    }

    // MARK: - Forms

    private static let dash = UInt8(ascii: "-")

    /// Whether it has the form of a DNS label, of any length.
    private static func isLabel(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first, let last = text.last else { return false }
        return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
            && text.allSatisfy { isLowerAlphanumeric($0) || $0 == dash }
    }

    private static func isSubdomain(_ text: String) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { isLabel($0) }
    }

    private static func isQualified(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == dash || $0 == 0x5F || $0 == 0x2E }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLowerAlphanumeric(byte) || (0x41...0x5A).contains(byte)
    }

    // MARK: - The server's texts

    private static func form(_ text: String, _ expression: String, _ examples: String...) -> String {
        let shown = examples.map { "'\($0)', " }.joined(separator: "or ")
        return "\(text) (e.g. \(shown)regex used for validation is '\(expression)')"
    }

    private static let subdomainExpression = #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#

    private static let labelForm = form(
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
            + "with an alphanumeric character",
        "[a-z0-9]([-a-z0-9]*[a-z0-9])?", "my-name", "123-abc")

    private static let subdomainForm = form(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
            + "and end with an alphanumeric character", subdomainExpression, "example.com")

    private static let wildcardForm = form(
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
            + "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
        #"\*\."# + subdomainExpression, "*.example.com")

    private static let nameForm = form(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", "MyName", "my.name", "123-abc")

    private static let labelKeyForm =
        "a valid label key \(nameForm) with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"

    private static let labelValueForm = form(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
            + "and end with an alphanumeric character",
        "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345")
}
