import Classroom
import Files
import Looking

/// Everything that a command line asks for: how to train a lesson, and what to show.
@dynamicMemberLookup
public struct Settings: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text, csv, jsonl
    }

    /// The settings for printing a run.
    struct Printing: Sendable {
        var pace = 0.0
        var format = Format.text
        var timing = false
        var threads: Int?
    }

    /// The name of the lesson on the command line. It differs from the problem's name for a lesson that you write
    /// yourself.
    var lesson: String?
    var training = Training.standard
    /// The options of the problem; see ``ProblemOptions``.
    var own: any Sendable = NoOptions()
    /// The request for a table and for predictions; the latter in its parsed form once it has been read.
    var data = DataRequest()
    var question: Question?
    /// The files to load from and save to.
    var saving = Saving()
    /// The request about a hidden mistake.
    var mystery = Mystery.Request()

    // Looking
    /// The epoch to explain.
    var explain: Int?
    var checkGradient = false
    var step = false
    var graph = false
    var plot: PlotForm?
    /// The learning rates to compare; empty for a single run.
    var sweep: [Double] = []

    var printing = Printing()
    /// The pictures and the report to write.
    var leaves = LeftFiles()

    /// Short access to the training settings: `settings.epochs`.
    public subscript<T>(dynamicMember path: WritableKeyPath<Training, T>) -> T {
        get { training[keyPath: path] }
        set { training[keyPath: path] = newValue }
    }

    public subscript<T>(dynamicMember path: KeyPath<Training, T>) -> T { training[keyPath: path] }

    /// The options of a problem.
    subscript<O: ProblemOptions>(_ type: O.Type) -> O { own as? O ?? O() }

    var line: LineOptions {
        get { self[LineOptions.self] }
        set { own = newValue }
    }
    var crops: CropsOptions {
        get { self[CropsOptions.self] }
        set { own = newValue }
    }
    var curve: CurveOptions {
        get { self[CurveOptions.self] }
        set { own = newValue }
    }
}
