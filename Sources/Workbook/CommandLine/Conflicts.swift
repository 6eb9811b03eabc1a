import Classroom
import Words

/// Combinations of options that would print nothing, or something false.
enum Conflicts {
    private static let looking = ["--explain", "--check-gradient", "--step"]
    private static let printing = ["--every", "--pace", "--timing"]

    /// The options that change what a run prints, each with the options that it can't be combined with.
    private static func rules(_ settings: Settings) -> [(
        name: String, applies: Bool, others: [String]
    )] {
        let mistake = settings.mistake.map { "--bug \($0)" } ?? ""
        let format = settings.printing.format.rawValue
        let isTooLarge = settings.mistake == Mistake.largeLearningRate.name && !settings.isMystery
        return [
            (
                "--sweep", !settings.sweep.isEmpty,
                ["--lr", "--stop-below", "--graph", "--predict", "--save"] + looking + printing
            ),
            // A mistake on purpose should not be continued, and an option for the start contradicts a loaded one.
            ("--bug", settings.mistake != nil, ["--save", "--load"]),
            ("--load", settings.saving.load != nil, ["--w0", "--b0", "--start"]),
            (
                mistake, settings.mistake == Mistake.trackedUpdate.name,
                ["--explain", "--check-gradient", "--plot", "--report", "--sweep"]
            ),
            (mistake, isTooLarge, ["--sweep"]),
            (
                "--format \(format)", settings.printing.format != .text,
                looking + ["--graph", "--predict"]
            ),
        ]
    }

    static func check(_ settings: Settings, hasTerminal: Bool) throws(UsageError) {
        for rule in rules(settings) where rule.applies {
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
        for (option, use) in [
            ("--save", "needs an epoch to save"), ("--graph", "shows the first epoch"),
        ]
        where settings.epochs == 0 && settings.given.contains(option) {
            throw UsageError("\(option) \(use), but --epochs 0 trains none.")
        }
        // With --load, this depends on the file.
        if let epoch = settings.explain, epoch > settings.epochs, settings.saving.load == nil {
            throw UsageError("--explain cannot be \(epoch): the last epoch is \(settings.epochs).")
        }
        guard settings.step else { return }
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
