import Classroom
import System

/// Prints a run: for people, every Nth epoch, the last one, and the first if the problem asks for it; for programs,
/// one record per epoch, or for every Nth and the last, and nothing else.
final class Transcript {
    private let output: Output
    private let form: Settings.Format
    private let every: Int
    /// An epoch that is always shown to people, whatever `every` says.
    private let shown: Int?
    private var isBehindEmptyLine = false

    /// True if people read the output, rather than a program.
    var isForPeople: Bool { form == .text }

    init(_ output: Output, _ settings: Settings) {
        self.output = output
        form = settings.printing.format
        // Programs get every epoch unless the command line asks for fewer.
        every = form == .text || settings.given.contains("--every") ? settings.every : 1
        shown = settings.showsFirstEpoch ? settings.firstEpoch : nil
    }

    /// True if an epoch should be shown.
    ///
    /// - Parameter isLast: whether the run ends with it.
    func shows(_ epoch: Int, isLast: Bool) -> Bool {
        every > 0 && (epoch % every == 0 || isLast || isForPeople && epoch == shown)
    }

    /// Receives the first epoch of a run. A table has its header even if no row follows.
    func begin(_ record: EpochRecord) {
        if form == .csv { output.print(record.csvHeader) }
    }

    /// Prints an epoch.
    ///
    /// - Parameter line: the line for people.
    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        switch form {
        case .text: note([line()])
        case .csv: output.print(record.csv)
        case .jsonl: output.print(record.json)
        }
    }

    /// Prints lines that are only for people.
    func note(_ lines: [String]) {
        for line in lines where isForPeople {
            // Blocks of lines add empty lines before and after them. Between two blocks, one is enough.
            if !line.isEmpty || !isBehindEmptyLine { output.print(line) }
            isBehindEmptyLine = line.isEmpty
        }
    }
}
