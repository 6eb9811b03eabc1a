import Foundation
import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What a check starts ends with it.
@Suite struct LeftoverTests {
    /// Whether a process still does something.
    private func runs(_ process: String) throws -> Bool {
        let state = try Program.shell("ps -o stat= -p \(process)").output
        // The dead remain until somebody asks for them.
        return !state.isEmpty && !state.hasPrefix("Z")
    }

    private let folder = FileManager.default.temporaryDirectory

    /// Its pipes are still open, which would keep a reader waiting.
    @Test func whatACommandLeavesBehindIsEnded() throws {
        let command = LimitedCommand(
            ["sh", "-c", "sleep 1000 & echo $!; echo to both >&2"], in: folder, seconds: 1000)
        #expect(command.status == 0 && !command.isSlow && command.error == "to both\n")
        #expect(try !runs(#require(command.output.split(separator: "\n").first.map(String.init))))
    }

    @Test func whatTakesTooLongIsEndedWithAllThatItStarted() throws {
        let command = LimitedCommand(
            ["sh", "-c", "sleep 1000 & echo $!; sleep 1000"], in: folder, seconds: 0.5)
        #expect(command.status > 128 && command.isSlow)
        #expect(try !runs(#require(command.output.split(separator: "\n").first.map(String.init))))
    }

    /// An answer's program, too.
    @Test func anAttemptEndsWithAllThatItStarted() throws {
        let program = folder.appendingPathComponent("attempt-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: program) }
        let script = "#!/bin/sh\nread word; read secret\nsleep 1000 &\necho $!\n"
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program.path)
        let result = try #require(
            SecondProcess.run([], of: program, collectsOutput: true, within: 1000))
        #expect(result.signal == nil && !result.isFlood)
        #expect(try !runs(#require(result.output.split(separator: "\n").first.map(String.init))))
    }
}
