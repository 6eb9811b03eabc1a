import Classroom
import System

/// The run as it is printed: for people every Nth epoch, the one with which a run ends, and the first if
/// the problem has it so; for programs one record an epoch, or every Nth, and nothing else.
final class Transcript {
    private let output: Output
    private let form: Settings.Format
    private let every: Int
    /// An epoch that people are shown, whatever `every` says.
    private let shown: Int?
    private var isBehindEmptyLine = false

    /// Whether people read it, and no program.
    var isForPeople: Bool { form == .text }

    init(_ output: Output, _ form: Settings.Format, every: Int, shown: Int? = nil) {
        self.output = output
        self.form = form
        self.every = every
        self.shown = shown
    }

    convenience init(_ output: Output, _ settings: Settings) {
        // Programs get every epoch unless the command line says otherwise.
        let (form, isGiven) = (settings.printing.format, settings.given.contains("--every"))
        self.init(
            output, form, every: form == .text || isGiven ? settings.every : 1,
            shown: settings.showsFirstEpoch ? settings.firstEpoch : nil)
    }

    /// Whether an epoch is shown.
    ///
    /// - Parameter isLast: whether the run ends with it.
    func shows(_ epoch: Int, isLast: Bool) -> Bool {
        every > 0 && (epoch % every == 0 || isForPeople && (epoch == shown || isLast))
    }

    /// Takes the first epoch of a run: a table has its header also where no row follows.
    func begin(_ record: EpochRecord) {
        if form == .csv { output.print(record.csvHeader) }
    }

    /// Prints an epoch.
    ///
    /// - Parameter line: what people read.
    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        switch form {
        case .text: note([line()])
        case .csv: output.print(record.csv)
        case .jsonl: output.print(record.json)
        }
    }

    /// Prints what is only for people.
    func note(_ lines: [String]) {
        for line in lines where isForPeople {
            // Whoever wants to stand apart puts an empty line before and behind; one is enough.
            if !line.isEmpty || !isBehindEmptyLine { output.print(line) }
            isBehindEmptyLine = line.isEmpty
        }
    }
}
