import Classroom
import Exercises
import Files
import Looking

/// What a command line asks for: how a lesson trains, and what is shown of it.
@dynamicMemberLookup
public struct Settings: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text, csv, jsonl
    }

    enum GraphForm: String, CaseIterable, Sendable {
        case terminal, dot, mermaid

        /// Whether it is for another program to draw.
        var isDiagram: Bool { self != .terminal }
    }

    /// How a run is printed.
    struct Printing: Sendable {
        var pace = 0.0
        var format = Format.text
        var timing = false
        var threads: Int?
    }

    /// The name of the lesson on the command line; that of its problem unless it is one of its own.
    var lesson: String?
    var training = Training()
    /// The options of the problem; see ``ProblemOptions``.
    var own: any Sendable = NoOptions()
    /// What is asked for of a table and of the trained model, and the latter when it has been read.
    var data = DataRequest()
    var question: Question?
    /// What is loaded and saved.
    var saving = Saving()
    /// What somebody says of a hidden mistake.
    var mystery = Mystery.Request()

    // Looking
    /// The epoch to explain.
    var explain: Int?
    var checkGradient = false
    var step = false
    var graph: GraphForm?
    var plot: PlotForm?
    /// The learning rates to compare; empty for a run with one.
    var sweep: [Double] = []

    var printing = Printing()
    /// The pictures and the report that it leaves.
    var leaves = LeftFiles()

    /// How it trains, without a word more: `settings.epochs`.
    public subscript<T>(dynamicMember path: WritableKeyPath<Training, T>) -> T {
        get { training[keyPath: path] }
        set { training[keyPath: path] = newValue }
    }

    public subscript<T>(dynamicMember path: KeyPath<Training, T>) -> T { training[keyPath: path] }

    /// The options of a problem.
    subscript<O: ProblemOptions>(_ type: O.Type) -> O {
        get { own as? O ?? O() }
        set { own = newValue }
    }

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
