/// The goldens of older kube-proxies.
public enum VersionGolden {
    /// The versions that goldens were made with, the newest left out.
    private static let recorded = [25, 28, 29, 30, 32, 33, 34, 35]

    /// The file below `fixtures/` that holds what kube-proxy 1.`minor` wrote for a case: the next newer version's where
    /// that version has none of its own. Nil if the case was made with the newest version only.
    public static func path(_ name: String, minor: Int, _ file: String) -> String? {
        let isRecorded = recorded.contains { !Fixtures.cases(in: "compile/\(name)/1.\($0)").isEmpty }
        guard isRecorded || minor >= 36 else { return nil }
        let own = recorded.filter { $0 >= minor }.map { "compile/\(name)/1.\($0)/\(file)" }
        return own.first { (try? Fixtures.bytes($0)) != nil } ?? "compile/\(name)/\(file)"
    }
}
