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
        var check = ["exercises"]
        if let only = options.only { check += ["--only", only] }
        if options.seed != 0 { check += ["--seed", "\(options.seed)"] }
        var texts: [String?] = []
        while !Interruption.hasHappened {
            let now = program.list.exercises.indices.map(files.text)
            if now != texts {
                let isFirst = texts.isEmpty
                texts = now
                clear()
                if !isFirst { program.note("Building") }
                let isBuilt =
                    isFirst
                    || build([
                        "build", "--package-path", package.path, "--scratch-path", scratch.path,
                        "-c", configuration, "--product", program.stage.name,
                    ])
                program.note(nil)
                if isBuilt { start(executable, check) }
                program.print(["", "Waiting for a task's file to be saved; control-C ends."])
            }
            Interruption.sleep(0.3)
        }
        return Interruption.cause!.status
    }

    private func clear() {
        if Terminal.current.canErase { program.output.write("\u{1B}[2J\u{1B}[H") }
    }

    /// Runs the program, which shows what it finds itself.
    private func start(_ executable: URL, _ arguments: [String]) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return }
        process.waitUntilExit()
    }

    /// Builds the part; if that fails, shows the first errors.
    private func build(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift"] + arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        guard (try? process.run()) != nil else {
            program.print(["The command 'swift' cannot be started, so nothing can be built."])
            return false
        }
        let text = LimitedReader(pipe.fileHandleForReading)
        process.waitUntilExit()
        let lines = text.text().split(separator: "\n")
        if process.terminationReason == .exit, process.terminationStatus == 0 { return true }
        var errors: [String] = []
        for line in lines where line.contains(": error: ") && !errors.contains(String(line)) {
            let folder = program.files.folder?.path ?? ""
            let text = String(line).replacingOccurrences(of: "\(folder)/", with: "")
            if !errors.contains(text) { errors.append(text) }
        }
        program.note(nil)
        program.print([Terminal.current.style("This does not compile yet:", .bold), ""])
        let shown = errors.isEmpty ? lines.suffix(10).map(String.init) : Array(errors.prefix(6))
        program.print(shown.flatMap { Text.wrapped($0, indent: 2) })
        return false
    }
}
