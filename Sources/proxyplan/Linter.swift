import Diagnostics
import ManifestLint
import Manifests

/// Lints texts with what a command line and a project's settings say.
struct Linter {
    /// The earlier versions of the objects; nil if there are none to compare with.
    let previous: ManifestSet?
    /// The project's settings.
    let project: ProjectConfiguration
    /// The rules that the command line names.
    let selection: RuleSelection
    /// Is told how far it is.
    let progress: Progress

    /// Reads texts and checks all rules.
    func lint(_ sources: [Source]) -> (manifests: ManifestSet, run: LintRun) {
        let manifests = ManifestReader.read(sources, keepingObjects: true) { [progress] in
            progress.note("parsing file", $0, of: $1)
        }
        let run = LintRun(manifests, previous: previous, project: project, selection: selection) { [progress] in
            progress.note("checking rule", $0, of: $1)
        }
        return (manifests, run)
    }

    /// Mends texts.
    func fixes(_ sources: [Source]) -> SourceFixes { SourceFixes(sources) { lint($0).run.findings } }
}
