import Descent

/// Yields of apples and oranges from temperature, rainfall and humidity: ŷ = x·wᵀ + b, with 2 × 3
/// weights and 2 biases.
public struct CropsProblem: Problem {
    public static let name = "crops"
    public static let hasProgressBar = true

    public static let hasRemarks = true

    public static let defaults: Settings = {
        var settings = Settings()
        settings.epochs = 1000
        settings.learningRate = 1e-5
        settings.every = 100
        settings[CropsOptions.self] = CropsOptions()
        return settings
    }()

    /// Ten lines, however many epochs.
    public static func complete(_ settings: inout Settings) {
        if !settings.given.contains("--every") { settings.every = max(1, settings.epochs / 10) }
    }

    let x: [[Float]]
    let y: [[Float]]
    /// The start; nil where the model keeps its own.
    let start: (w: [[Float]], b: [Float])?
    let own: CropsOptions

    public init(_ settings: Settings, _ stage: Stage) {
        own = settings[CropsOptions.self]
        x = Array(Self.table.map(\.inputs).prefix(own.rows))
        y = Array(Self.table.map(\.targets).prefix(own.rows))
        start =
            switch own.start {
            case .linear: nil
            case .notebook: Self.notebookStart
            case .notebookExact: Self.notebookStartWithAllDigits
            case .randn: Self.randomStart()
            }
    }

    public func introduction(_ opening: Insight.Opening) -> [String] {
        let data =
            "Yields of apples and oranges from temperature, rainfall and humidity: "
            + Text.count(own.rows, "row") + "."
        var lines = Text.wrap(opening.samples ?? data) + Text.wrap(opening.training)
        if own.batchSize != nil || own.shuffle {
            let order = own.shuffle ? "in a new order each epoch" : "in order"
            lines.append("Batches of \(Text.count(batchSize, "row")), \(order).")
        }
        return lines
    }

    /// How many rows an update uses.
    var batchSize: Int { own.batchSize ?? own.rows }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        let epoch = total.map { "\(record.epoch)/\($0)" } ?? "\(record.epoch)"
        return "Epoch [\(epoch)], Loss: \(Numbers.fixed(record.loss, 4))"
    }

    public func wantsRemarks(_ epoch: Int) -> Bool { epoch <= 2 && own.start.isNotebooks }

    /// The first step, if it is the notebook's: what it predicts, how bad that is, and in which
    /// direction the parameters are going to change.
    public func remarks(_ epoch: Int, _ moment: Moment) -> [String] {
        let loss = Numbers.exact(moment.loss)
        if epoch == 2 { return ["new loss: \(loss)", ""] }
        func matrix(_ quantity: Quantity) -> [String] {
            let isRow = quantity.shape.count < 2
            return Numbers.matrix(
                quantity.values,
                columns: max(1, isRow ? quantity.values.count : quantity.columns))
        }
        let gradients = moment.parameters.flatMap { parameter in
            ["gradient of \(parameter.name)"]
                + matrix(
                    Quantity(shape: parameter.shape, values: parameter.gradient ?? []))
        }
        return ["predictions"] + (moment.prediction.map(matrix) ?? [])
            + ["loss", "  \(loss)"] + gradients + ["old loss: \(loss)"]
    }

    public func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String] {
        var lines = [
            "starting loss \(Numbers.exact(first.loss))",
            "ending loss   \(Numbers.exact(last.loss))",
        ]
        if let known = insight.known, known.isProblems {
            lines += equations(known.notation, known.model, last.values, insight)
        }
        guard let best = insight.leastLoss else {
            return lines + Text.wrap(insight.noLeastSquares)
        }
        return lines + ["Least squares gives the loss \(Numbers.short(best, 8)) on all rows."]
    }

    /// The outputs as sums: of the columns of the table, or of the lesson's own ones.
    private func equations(
        _ notation: Notation, _ model: SquaredErrorModel, _ values: [Float], _ insight: Insight
    ) -> [String] {
        guard values.count == notation.parameters.count else { return [] }
        let width = notation.outputs.map(\.count).max() ?? 0
        let long = ["temp": "temperature", "rain": "rainfall", "hum": "humidity"]
        return zip(notation.outputs, model.outputs).map { name, indices in
            let terms = indices.map { index in
                let partial = notation.partials[index]
                let number = Numbers.fixed(values[index], 4)
                return partial.isEmpty ? number : "\(number)·\(long[partial] ?? partial)"
            }
            let sum = terms.joined(separator: " + ")
            return "\(Text.padded(name, width)) = \(sum)".replacing("+ -", with: "- ")
        }
    }

    public func recognizes(_ samples: Samples) -> Bool {
        let (x, y) = (samples.x, samples.y)
        guard x.columns == 3, y.columns == 2, x.rows == y.rows else { return false }
        let rows = (0..<x.rows).map { Array(x.row($0)) + Array(y.row($0)) }
        let own = zip(self.x, self.y).map { $0 + $1 }
        return Set(rows) == Set(own)
    }

    public var samples: Quantity? { Quantity(x) }

    /// The parameters are the weights, a row for each output, and then the biases.
    public var forms: [KnownModel.Form] {
        [
            { [self] samples, names, isMean in
                let affine = KnownModel.affine(biasFirst: false)
                guard var known = affine(samples, names, isMean),
                    samples.x.columns * samples.y.columns < names.count
                else { return nil }
                known.isProblems = true
                if recognizes(samples) || isPart(samples) { known.notation = notation }
                return known
            }
        ]
    }

    /// Whether samples are some of the table's.
    private func isPart(_ samples: Samples) -> Bool {
        guard samples.x.columns == 3, samples.y.columns == 2 else { return false }
        let own = Set(x)
        return (0..<samples.x.rows).allSatisfy { own.contains(Array(samples.x.row($0))) }
    }

    public var isMean: Bool { true }

    public var model: SquaredErrorModel {
        let names = [String](repeating: "", count: 8)
        return KnownModel.affine(biasFirst: false)(
            Samples(x: Quantity(x), y: Quantity(y)), names, true)!.model
    }

    private var notation: Notation {
        let inputs = ["temp", "rain", "hum"]
        return Notation(
            prediction: "x·wᵀ + b",
            parameters: ["apples", "oranges"].flatMap { output in
                inputs.map { "w(\(output), \($0))" }
            }
                + ["b(apples)", "b(oranges)"],
            outputs: ["apples", "oranges"], partials: inputs + inputs + ["", ""])
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
