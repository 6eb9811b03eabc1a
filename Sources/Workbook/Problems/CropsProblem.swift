import Descent

/// Yields of apples and oranges from temperature, rainfall and humidity: ŷ = x·wᵀ + b, with 2 × 3
/// weights and 2 biases.
public struct CropsProblem: Problem {
    public static let name = "crops"
    public static let hasProgressBar = true

    public static let defaults = Settings(
        epochs: 1000, learningRate: 1e-5, start: "randn", every: 100)

    /// Ten lines, however many epochs.
    public static func complete(_ settings: inout Settings) {
        if !settings.given.contains("--every") { settings.every = max(1, settings.epochs / 10) }
    }

    let x: [[Float]]
    let y: [[Float]]
    /// The start; nil where the model keeps its own.
    let start: (w: [[Float]], b: [Float])?
    private let settings: Settings

    public init(_ settings: Settings, _ stage: Stage) {
        self.settings = settings
        x = Array(Self.table.map(\.inputs).prefix(settings.rows))
        y = Array(Self.table.map(\.targets).prefix(settings.rows))
        start =
            switch settings.start {
            case "linear": nil
            case "notebook": Self.notebookStart
            case "notebook-exact": Self.notebookStartWithAllDigits
            default: Self.randomStart()
            }
    }

    public var introduction: [String] {
        var lines = [
            "Yields of apples and oranges from temperature, rainfall and humidity: "
                + Text.count(settings.rows, "row") + ".",
            settings.training,
        ]
        if settings.batchSize != nil || settings.shuffle {
            let order = settings.shuffle ? "in a new order each epoch" : "in order"
            lines.append("Batches of \(Text.count(batchSize, "row")), \(order).")
        }
        return lines
    }

    /// How many rows an update uses.
    var batchSize: Int { settings.batchSize ?? settings.rows }

    public func line(_ record: EpochRecord) -> String {
        "Epoch [\(record.epoch)/\(settings.epochs)], Loss: \(Numbers.fixed(record.loss, 4))"
    }

    /// The first step, if it is the notebook's: what it predicts, how bad that is, and in which
    /// direction the parameters are going to change.
    public func remarks(_ epoch: Int, _ moment: () -> Moment) -> [String] {
        guard settings.start.hasPrefix("notebook"), epoch <= 2 else { return [] }
        let moment = moment()
        let loss = Numbers.exact(moment.loss)
        if epoch == 2 { return ["new loss: \(loss)", ""] }
        return ["predictions"] + Numbers.matrix(moment.prediction, columns: 2)
            + ["loss", "  \(loss)"]
            + ["gradient of w"] + Numbers.matrix(Array(moment.gradients[0..<6]), columns: 3)
            + ["gradient of b"] + Numbers.matrix(Array(moment.gradients[6..<8]), columns: 2)
            + ["old loss: \(loss)"]
    }

    public func summary(first: EpochRecord, last: EpochRecord) -> [String] {
        var lines = [
            "starting loss \(Numbers.exact(first.loss))",
            "ending loss   \(Numbers.exact(last.loss))",
        ]
        let w = last.parameters[0].values
        let b = last.parameters[1].values
        for (output, name) in ["apples ", "oranges"].enumerated() {
            let terms = ["temperature", "rainfall", "humidity"].enumerated().map { input, name in
                "\(Numbers.fixed(w[3 * output + input], 4))·\(name)"
            }
            let sum = (terms + [Numbers.fixed(b[output], 4)]).joined(separator: " + ")
            lines.append("\(name) = \(sum)".replacing("+ -", with: "- "))
        }
        return lines + [
            "Least squares gives the loss \(Numbers.short(model.best!.loss, 8)) on all rows."
        ]
    }

    /// The parameters are the 2 × 3 weights, a row for each output, and then the 2 biases.
    public var model: SquaredErrorModel {
        SquaredErrorModel(
            linear: rows, outputs: [[0, 1, 2, 6], [3, 4, 5, 7]], isMean: true,
            target: { sample, output in Double(y[sample][output]) })
    }

    public var notation: Notation {
        let inputs = ["temp", "rain", "hum"]
        return Notation(
            prediction: "x·wᵀ + b",
            parameters: ["apples", "oranges"].flatMap { output in
                inputs.map { "w(\(output), \($0))" }
            }
                + ["b(apples)", "b(oranges)"],
            outputs: ["apples", "oranges"], partials: inputs + inputs + ["", ""],
            constants: { [("x", x.flatMap { $0 }), ("y", y.flatMap { $0 })] })
    }

    /// What the weights and the bias of an output are multiplied with.
    private var rows: LinearAlgebra.Rows {
        LinearAlgebra.Rows(count: x.count, columns: 4) { sample, row in
            row = x[sample].map(Double.init) + [1]
        }
    }

    // MARK: - Starts

    private static func randomStart() -> (w: [[Float]], b: [Float]) {
        let w = Generator.current.randn(6)
        let b = Generator.current.randn(2)
        return ([Array(w[0..<3]), Array(w[3..<6])], b)
    }

    /// What notebook 001 prints of its random start, with four decimals.
    private static let notebookStart: (w: [[Float]], b: [Float]) = (
        [[0.7171, -0.4566, 0.3752], [-2.4049, -0.1775, 0.8105]], [0.4293, -0.6531]
    )

    /// The same with the digits that are not printed, as found from the numbers that follow there.
    private static let notebookStartWithAllDigits: (w: [[Float]], b: [Float]) = (
        [[0.7171252, -0.45659244, 0.37521988], [-2.4048636, -0.17750475, 0.8105183]],
        [0.42929268, -0.6531253]
    )

    // MARK: - The table

    /// Temperature (°F), rainfall (mm) and humidity (%), with the yields of apples and oranges.
    private static let table: [(inputs: [Float], targets: [Float])] = [
        ([73, 67, 43], [56, 70]), ([91, 88, 64], [81, 101]), ([87, 134, 58], [119, 133]),
        ([102, 43, 37], [22, 37]), ([69, 96, 70], [103, 119]), ([74, 66, 43], [57, 69]),
        ([91, 87, 65], [80, 102]), ([88, 134, 59], [118, 132]), ([101, 44, 37], [21, 38]),
        ([68, 96, 71], [104, 118]), ([73, 66, 44], [57, 69]), ([92, 87, 64], [82, 100]),
        ([87, 135, 57], [118, 134]), ([103, 43, 36], [20, 38]), ([68, 97, 70], [102, 120]),
    ]
}
