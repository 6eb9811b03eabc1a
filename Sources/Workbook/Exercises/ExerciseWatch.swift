import Foundation

/// `--watch`: checks again whenever a task's file is saved.
///
/// The program that runs was made from the files as they were, so a change takes a build, and the
/// program that comes of it.
struct ExerciseWatch {
    let program: ExerciseProgram
    let options: ExerciseOptions

    init(_ program: ExerciseProgram, _ options: ExerciseOptions) {
        self.program = program
        self.options = options
    }

    /// Goes on until somebody ends it.
    func run() -> ExitStatus {
        let files = program.files
        guard let package = files.package, let executable = Bundle.main.executableURL else {
            printError("error: --watch needs the files of the tasks: run this in the checkout.")
            return .failure
        }
        program.output.beLive()
        Interruption.phase = .training
        defer { Interruption.phase = .ending }
        // Build folders are called …/TRIPLE/debug or …/TRIPLE/release.
        let configuration = executable.deletingLastPathComponent().lastPathComponent
        let scratch = executable.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let build = [
            "swift", "build", "--package-path", package.path, "--scratch-path", scratch.path, "-c",
            configuration, "--product", program.stage.name,
        ]
        var check = ["exercises"]
        if let only = options.only { check += ["--only", only] }
        if options.seed != 0 { check += ["--seed", "\(options.seed)"] }
        var texts: [String?] = []
        while !Interruption.hasHappened {
            let now = program.list.exercises.indices.map(files.text)
            if now != texts {
                texts = now
                if Terminal.current.canErase { program.output.write("\u{1B}[2J\u{1B}[H") }
                program.note("Building")
                let result = run("/usr/bin/env", build, isCollected: true)
                program.note(nil)
                if result.isSuccess {
                    // The program shows what it finds itself.
                    _ = run(executable.path, check, isCollected: false)
                } else {
                    program.print([
                        Terminal.current.style("This does not compile yet:", .bold), "",
                    ])
                    program.print(Self.errors(result.output, in: files.folder?.path ?? ""))
                }
                program.print(["", "Waiting for a task's file to be saved; control-C ends."])
            }
            Interruption.sleep(0.3)
        }
        return Interruption.cause!.status
    }

    /// Runs a command to its end.
    private func run(
        _ path: String, _ arguments: [String], isCollected: Bool
    ) -> (isSuccess: Bool, output: String) {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        if isCollected { (process.standardOutput, process.standardError) = (pipe, pipe) }
        do { try process.run() } catch { return (false, error.localizedDescription) }
        let reader = isCollected ? LimitedReader(pipe.fileHandleForReading) : nil
        process.waitUntilExit()
        let isSuccess = process.terminationReason == .exit && process.terminationStatus == 0
        return (isSuccess, reader?.text() ?? "")
    }

    /// The first errors of a build, each once, with the lines and marks that the compiler shows; its last
    /// lines if it names no error.
    static func errors(_ output: String, in folder: String) -> [String] {
        var blocks: [[String]] = []
        var isError = false
        for line in output.replacingOccurrences(of: "\(folder)/", with: "").split(separator: "\n") {
            let isHead = line.contains(/: (error|warning|note):/) && !line.hasPrefix(" ")
            if isHead { isError = line.contains(/\.swift:\d+:\d+: error:/) }
            if line.hasPrefix("[") || line.hasPrefix("error: ") { isError = false }
            if isHead && isError { blocks.append([]) }
            if isError { blocks[blocks.count - 1].append(String(line)) }
        }
        let unique = blocks.indices.filter { blocks.firstIndex(of: blocks[$0]) == $0 }
        return unique.isEmpty
            ? output.split(separator: "\n").suffix(10).map { "  \($0)" }
            : unique.flatMap { blocks[$0] + [""] }.prefix(18).map { "  \($0)" }
    }
}
