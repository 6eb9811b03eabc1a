import Classroom
import System

/// A form in which a run is printed.
protocol Transcript: AnyObject {
    /// Whether a problem's progress bar appears at once, and is left standing in the end.
    var leavesProgressBar: Bool { get }

    /// Whether it says what ``note(_:)`` gives it: people read it, and no program.
    var isForPeople: Bool { get }

    /// Takes the first epoch of a run, whether it is shown or not.
    func begin(_ record: EpochRecord)

    /// Whether an epoch is shown.
    ///
    /// - Parameter isLast: whether the run ends with it.
    func shows(_ epoch: Int, isLast: Bool) -> Bool

    /// Prints an epoch.
    ///
    /// - Parameter line: what people read.
    func print(_ record: EpochRecord, line: @autoclosure () -> String)

    /// Prints what is only for people; elsewhere it is not even computed.
    func note(_ lines: @autoclosure () -> [String])
}

extension Transcript {
    var leavesProgressBar: Bool { true }
    var isForPeople: Bool { false }
    func begin(_ record: EpochRecord) {}
}

/// The transcript that people read: every Nth epoch, the one with which a run ends, and the
/// first if the problem has it so.
final class TextTranscript: Transcript {
    let isForPeople = true
    private let output: Output
    private let every: Int
    /// An epoch that is shown, whatever `every` says.
    private let shown: Int?
    private var isBehindEmptyLine = false

    init(_ output: Output, every: Int, shown: Int? = nil) {
        self.output = output
        self.every = every
        self.shown = shown
    }

    func shows(_ epoch: Int, isLast: Bool) -> Bool {
        every > 0 && (epoch == shown || epoch % every == 0 || isLast)
    }

    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        print(line())
    }

    func note(_ lines: @autoclosure () -> [String]) {
        for line in lines() { print(line) }
    }

    private func print(_ line: String) {
        // Whoever wants to stand apart puts an empty line before and behind; one is enough.
        if line.isEmpty && isBehindEmptyLine { return }
        isBehindEmptyLine = line.isEmpty
        output.print(line)
    }
}
