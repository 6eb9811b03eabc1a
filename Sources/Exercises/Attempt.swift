import Classroom
import Foundation
import System
import Words

/// The results of a task's code. It runs in a separate process, so that a fatal error or an endless loop affects no
/// other task.
struct Attempt {
    /// The results for the cases, as far as the code got.
    package var found: [Figures] = []
    /// How the code ended.
    package var ending = Verdict(kind: .done)
    /// The code's own output for each case.
    package var prints: [String] = []

    /// The processor time that a task may use, in seconds.
    package static let seconds = 1
    /// The memory that a task may use, in bytes.
    package static let memory = 1 << 28

    /// The lines that the code printed in a case.
    package func printed(_ index: Int) -> [String] {
        prints.dropFirst(index).first?.split(separator: "\n").map(String.init) ?? []
    }
}

extension Attempt {
    // MARK: - In the first process

    /// Runs a task's code in a separate process; nil if that can't be started.
    ///
    /// - Parameters:
    ///   - arguments: the arguments that make the program call ``serve(_:seed:)``.
    ///   - program: the program that contains the code; nil for this one.
    package init?(_ arguments: [String], in program: URL?, cases: Int) {
        let secret = UUID().uuidString
        // The limit is for code that waits, or for a busy computer.
        let result = SecondProcess.run(
            arguments, of: program, secret: secret, collectsOutput: true, within: 60)
        guard let result else { return nil }
        // The lines with results begin with the secret. Everything else was printed by the code.
        var pieces = result.output.components(separatedBy: "\n\(secret) ")
        prints.append(pieces.removeFirst())
        ending = result.signal.map { .fatal(result.crash, $0) } ?? .ended
        if result.isFlood { ending = .flood }
        for piece in pieces {
            let lines = piece.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            prints.append(lines.count > 1 ? String(lines[1]) : "")
            if let ending = [Verdict.slow, .greedy].first(where: { $0.kind.rawValue == lines[0] }) {
                self.ending = ending
            } else if let figures = ExerciseJSON.read(Data(lines[0].utf8)) as Figures? {
                found.append(figures)
            }
        }
        if found.count == cases { ending = Verdict(kind: .done) }
    }

    // MARK: - In the second process

    /// Runs the code on all cases and writes the results to standard output.
    static func serve(_ exercise: Exercise, seed: UInt64) -> Never {
        let secret = SecondProcess.secret ?? ""
        @Sendable func say(_ line: String) {
            _ = Platform.write(Array("\n\(secret) \(line)\n".utf8), to: STDOUT_FILENO)
        }
        let parent = Platform.parent
        Platform.leadGroup()
        Platform.startThread {
            while true {
                Thread.sleep(forTimeInterval: 0.02)
                // The first process is gone, so nothing else would end this one and its children.
                if Platform.parent != parent { Platform.endGroup() }
                let isSlow = Platform.busySeconds > Double(seconds)
                guard isSlow || Platform.peakMemory > memory else { continue }
                // The code may be in the middle of a line.
                say(isSlow ? Verdict.Kind.slow.rawValue : Verdict.Kind.greedy.rawValue)
                Platform.exitAtOnce(.failure)
            }
        }
        for figures in exercise.cases(seed: seed) {
            let found = exercise.found(figures)
            Platform.flushPrints()
            say(ExerciseJSON.line(found))
        }
        Platform.exitAtOnce(.success)
    }
}

// MARK: - Code that gave no answer

extension Verdict {
    package static let slow = Verdict(
        kind: .slow, diagnosis: "It was stopped after a second: look for an endless loop.")
    package static let flood = Verdict(
        kind: .slow, diagnosis: "It was stopped because it had printed more than 16 MB.")
    package static let greedy = Verdict(
        kind: .greedy, diagnosis: "It was stopped at 256 MB: look for an array that grows.")
    package static let ended = Verdict(
        kind: .ended, diagnosis: "The program ended before your function returned an answer.")

    /// - Parameters:
    ///   - message: Swift's message, if there is one.
    ///   - signal: the signal that ended the process.
    package static func fatal(_ message: String?, _ signal: Int32) -> Verdict {
        let reason =
            switch signal {
            case SIGSEGV, SIGBUS:
                "The system stopped it: look for a function that calls itself forever."
            case SIGILL, SIGTRAP:
                "Swift stopped it without a message, as it does when a whole number gets too large."
            default: "Signal \(signal) stopped it."
            }
        return Verdict(kind: .crashed, diagnosis: message ?? reason)
    }
}
