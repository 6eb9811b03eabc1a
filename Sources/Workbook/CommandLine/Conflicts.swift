import Classroom
import Exercises
import Words

/// Options that would say nothing, or nothing true, beside others.
enum Conflicts {
    /// What a command line asks for that changes what a run prints, with the options that then make no
    /// sense.
    private struct Rule {
        var name: String
        var applies: @Sendable (Settings) -> Bool
        var others: [String]
    }

    private static let looking = ["--explain", "--check-gradient", "--plot", "--step"]
    private static let printing = ["--every", "--pace", "--timing"]

    private static let rules =
        [
            Rule(
                name: "--sweep", applies: { !$0.sweep.isEmpty },
                others: ["--lr", "--stop-below", "--graph", "--predict", "--save"]
                    + looking.filter { $0 != "--plot" }
                    + printing),
            // A mistake on purpose is not to go on, and a start of one's own is another one.
            Rule(name: "--bug", applies: { $0.mistake != nil }, others: ["--save", "--load"]),
            Rule(
                name: "--load", applies: { $0.saving.load != nil },
                others: ["--w0", "--b0", "--start"]),
            Rule(
                name: "--bug tracked-update", applies: { $0.mistake == Mistake.trackedUpdate.name },
                others: ["--explain", "--check-gradient", "--plot", "--report", "--sweep"]),
            Rule(
                name: "--bug large-lr",
                applies: { $0.mistake == Mistake.largeLearningRate.name && !$0.isMystery },
                others: ["--sweep"]),
        ]
        + [Settings.GraphForm.dot, .mermaid].map { (form: Settings.GraphForm) in
            Rule(
                name: "--graph \(form.rawValue)", applies: { $0.graph == form },
                others: looking + printing + ["--report", "--format", "--predict", "--save"])
        }
        + [Settings.Format.csv, .jsonl].map { (format: Settings.Format) in
            Rule(
                name: "--format \(format.rawValue)", applies: { $0.printing.format == format },
                others: looking.filter { $0 != "--plot" } + ["--graph", "--predict"])
        }

    static func check(_ settings: Settings, hasTerminal: Bool) throws(UsageError) {
        for rule in rules where rule.applies(settings) {
            if let other = rule.others.first(where: settings.given.contains) {
                throw UsageError("\(rule.name) and \(other) cannot be used together.")
            }
        }
        if settings.plot != nil, settings.printing.format != .text {
            throw UsageError(
                "--format \(settings.printing.format.rawValue) and --plot cannot be used together, "
                    + "except to write a file: --plot FILE.svg.")
        }
        let plots = (settings.plot.map { [$0] } ?? []) + settings.leaves.pictures.map(\.form)
        if !settings.sweep.isEmpty, let other = plots.first(where: { $0 != .all && $0 != .loss }) {
            throw UsageError(
                "--sweep draws only the losses, so --plot cannot be \(other.rawValue).")
        }
        if settings.epochs == 0, settings.saving.save != nil {
            throw UsageError("--save needs an epoch to save, but --epochs 0 trains none.")
        }
        if settings.epochs == 0, settings.graph != nil {
            throw UsageError("--graph shows the first epoch, but --epochs 0 trains none.")
        }
        // After --load that depends on the file.
        if let epoch = settings.explain, epoch > settings.epochs, settings.saving.load == nil {
            throw UsageError(
                "--explain cannot be \(epoch): the last epoch is \(settings.epochs).")
        }
        if settings.step { try checkStep(settings, hasTerminal: hasTerminal) }
    }

    private static func checkStep(_ settings: Settings, hasTerminal: Bool) throws(UsageError) {
        if settings.every == 0 && settings.explain == nil {
            throw UsageError("--step waits before printed epochs, but --every 0 prints none.")
        }
        if !hasTerminal {
            throw UsageError(
                "--step waits for Enter, so standard input and output must be a terminal. "
                    + "Without one, use --pace.")
        }
    }
}
