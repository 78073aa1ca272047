import Foundation
import TestSupport
import Testing

/// What a command says of its progress on a terminal.
@Suite struct ProgressTests {
    /// Runs `lint` over a pipe that gives a Service only after a while, with standard error at a terminal or at a pipe,
    /// and prints what came there.
    private static let script = """
        import os, subprocess, sys, threading, time
        program, fifo, wait, terminal, *options = sys.argv[1:]
        os.mkfifo(fifo)
        def write():
            with open(fifo, "w") as pipe:
                time.sleep(float(wait))
                pipe.write("apiVersion: v1\\nkind: Service\\nmetadata: {name: web}\\nspec: {ports: [{port: 80}]}\\n")
        ours, theirs = os.openpty() if terminal == "terminal" else os.pipe()
        threading.Thread(target=write).start()
        lint = subprocess.Popen([program, "lint", fifo, "--no-settings", "--select", "PORT", "--format", "json", *options],
                                stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        report = lint.stdout.read()
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:
            pass  # what Linux says at a terminal's end
        sys.stdout.write(said.decode())
        sys.exit(lint.wait() if b'"findings"' in report else 3)
        """

    private static func run(
        _ wait: String, at place: String, _ options: [String] = [], term: String = "xterm"
    ) async throws -> ToolResult {
        let scratch = try ScratchDirectory()
        let arguments = ["-c", script, Proxyplan.path, scratch.path("pipe"), wait, place] + options
        return try await Tool.run("python3", arguments, environment: ["TERM": term])
    }

    @Test func aSlowRunSaysHowFarItIsAndErasesIt() async throws {
        let result = try await Self.run("2", at: "terminal")
        #expect(result.status == 0, "\(result.errors)")
        let erasing = "\r\u{1B}[K"
        let parts = result.output.components(separatedBy: erasing)
        #expect(parts.first == "")
        #expect(parts.dropFirst().first == "reading file 1 of 1 …", "\(parts)")
        #expect(parts.last?.hasPrefix("proxyplan: no findings; 1 object in 1 file") == true, "\(parts)")
    }

    @Test(arguments: [
        ("0", "terminal", [], "xterm"), ("1.5", "pipe", [], "xterm"), ("1.5", "terminal", ["--quiet"], "xterm"),
        ("1.5", "terminal", [], "dumb"),
    ])
    func nothingIsSaidOtherwise(_ wait: String, _ place: String, _ options: [String], _ term: String) async throws {
        let result = try await Self.run(wait, at: place, options, term: term)
        #expect(result.status == 0, "\(result.errors)")
        #expect(!result.output.contains("\u{1B}"))
        #expect(!result.output.contains("reading"))
        #expect(result.output.isEmpty == options.contains("--quiet"))
    }
}
