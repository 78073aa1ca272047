import Diagnostics

extension LintReport {
    /// The findings in one file.
    struct FileFindings {
        /// Its name; nil for findings about no file.
        let file: String?
        /// Its findings; none for a file that is as it should be.
        let findings: [Finding]
    }

    /// Every file of the input with its findings, in the order of the input, and then what is about no file.
    var byFile: [FileFindings] {
        let groups = Dictionary(grouping: findings, by: { $0.location?.file })
        let files = files.map { FileFindings(file: $0, findings: groups[$0] ?? []) }
        return files + (groups[nil].map { [FileFindings(file: nil, findings: $0)] } ?? [])
    }
}

extension Finding {
    /// The object, the field and what is wrong: `Service shop/web: spec.type: …`.
    var sentence: String {
        let subject = [object?.description, fieldPath].compactMap { $0 }.map { "\($0): " }.joined()
        return subject + message
    }
}
