import Descent
import Words

/// Yields of apples and oranges from temperature, rainfall and humidity: ŷ = x·wᵀ + b, with 2 × 3
/// weights and 2 biases.
public struct CropsProblem: Problem {
    public typealias Options = CropsOptions

    public static let name = "crops"
    public static let defaults: Training = {
        var training = Training()
        training.epochs = 1000
        training.learningRate = 1e-5
        training.every = 100
        return training
    }()

    package static let names = (
        inputs: ["temperature", "rainfall", "humidity"], targets: ["apples", "oranges"]
    )

    package let x: [[Float]]
    package let y: [[Float]]
    package let inputNames: [String]
    package let targetNames: [String]
    /// A table of one's own.
    private let ownTable: Table?
    /// The start; nil where the model keeps its own.
    package let start: (w: [[Float]], b: [Float])?
    package let own: CropsOptions

    public init(_ setup: Setup<CropsProblem>) {
        own = setup.options
        let table = setup.training.table
        ownTable = table
        inputNames = table?.inputNames ?? Self.names.inputs
        targetNames = table?.targetNames ?? Self.names.targets
        x =
            table?.inputRows
            ?? Array(Self.table.map { $0.inputs }.prefix(own.rows))
        y =
            table?.targetRows
            ?? Array(Self.table.map { $0.targets }.prefix(own.rows))
        start =
            switch own.start {
            case .linear: nil
            case .notebook: Self.notebookStart
            case .notebookExact: Self.notebookStartWithAllDigits
            case .randn: Self.randomStart(inputNames.count, targetNames.count)
            }
    }

    public func introduction(_ training: String) -> [String] {
        let data =
            "Yields of apples and oranges from temperature, rainfall and humidity: "
            + Text.count(own.rows, "row") + "."
        var lines = ownTable?.introduction(training) ?? Text.wrap(data) + Text.wrap(training)
        if own.batchSize != nil || own.shuffle {
            let order = own.shuffle ? "in a new order each epoch" : "in order"
            lines.append("Batches of \(Text.count(batchSize, "row")), \(order).")
        }
        return lines
    }

    /// How many rows an update uses.
    package var batchSize: Int { min(own.batchSize ?? y.count, max(1, y.count)) }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        let epoch = total.map { "\(record.epoch)/\($0)" } ?? "\(record.epoch)"
        // In a table numbers are of any size.
        let loss =
            ownTable == nil ? Numbers.fixed(record.loss, 4) : Numbers.short(record.loss, 8)
        return "Epoch [\(epoch)], Loss: \(loss)"
    }

    /// The first step, if it is the notebook's: what it predicts, how bad that is, and in which
    /// direction the parameters are going to change.
    public var remarks: Remarks? {
        own.start.isNotebooks ? Remarks(epochs: 1...2, lines: remarks) : nil
    }

    private func remarks(_ moment: Moment) -> [String] {
        let loss = Numbers.exact(moment.loss)
        if moment.epoch == 2 { return ["new loss: \(loss)", ""] }
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
        if let ownTable, insight.hasProblemsSamples {
            lines += ownTable.equations(
                insight.known, found: last.values.map(Double.init),
                best: insight.fit?.best?.parameters)
        } else if let known = insight.known, known.isProblems {
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
        let width = notation.outputs.map { $0.count }.max() ?? 0
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
        guard x.columns == inputNames.count, y.columns == targetNames.count, x.rows == y.rows,
            x.rows == self.x.count
        else { return false }
        let (ownX, ownY) = (flat.x, flat.y)
        return x.values == ownX && y.values == ownY
            || RowSum(x.values, y.values, rows: x.rows) == RowSum(ownX, ownY, rows: x.rows)
    }

    /// The numbers of all rows, one behind the other.
    private var flat: (x: [Float], y: [Float]) {
        ownTable.map { ($0.x, $0.y) } ?? (x.flatMap { $0 }, y.flatMap { $0 })
    }

    public static func ask(_ inputs: [Float], _ setup: inout Setup<CropsProblem>) -> Bool {
        let table =
            setup.training.table
            ?? Table(
                inputNames: names.inputs, targetNames: names.targets,
                x: Self.table.flatMap { $0.inputs }, y: Self.table.flatMap { $0.targets }
            ).withRows
        setup.training.table = table.asking(inputs)
        return true
    }

    /// The parameters are the weights, a row for each output, and then the biases.
    public var knowledge: Knowledge {
        let affine = KnownModel.affine(biasFirst: false)
        let form: KnownModel.Form = { samples, names, isMean in
            guard var known = affine(samples, names, isMean),
                samples.x.columns * samples.y.columns < names.count
            else { return nil }
            known.isProblems = true
            if recognizes(samples) || isPart(samples) { known.notation = notation }
            return known
        }
        return Knowledge(
            forms: [form], isMean: true,
            limit: {
                let (inputs, outputs) = (inputNames.count, targetNames.count)
                let samples = Samples(
                    x: Quantity(shape: [x.count, inputs], values: flat.x),
                    y: Quantity(shape: [x.count, outputs], values: flat.y))
                let names = [String](repeating: "", count: (inputs + 1) * outputs)
                return affine(samples, names, true)?.model.learningRateLimit
            })
    }

    /// Whether samples are some of the table's.
    private func isPart(_ samples: Samples) -> Bool {
        guard samples.x.columns == inputNames.count, samples.y.columns == targetNames.count else {
            return false
        }
        let own = Set(x)
        return (0..<samples.x.rows).allSatisfy { own.contains(Array(samples.x.row($0))) }
    }

    private var notation: Notation {
        let inputs = ownTable == nil ? ["temp", "rain", "hum"] : inputNames
        return Notation(
            prediction: "x·wᵀ + b",
            parameters: targetNames.flatMap { output in
                inputs.map { targetNames.count == 1 ? "w(\($0))" : "w(\(output), \($0))" }
            }
                + (targetNames.count == 1 ? ["b"] : targetNames.map { "b(\($0))" }),
            outputs: targetNames,
            partials: targetNames.flatMap { _ in inputs } + targetNames.map { _ in "" })
    }

    // MARK: - Starts

    private static func randomStart(_ inputs: Int, _ outputs: Int) -> (w: [[Float]], b: [Float]) {
        let w = Generator.current.randn(inputs * outputs)
        let b = Generator.current.randn(outputs)
        return (Table.rows(w, inputs), b)
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
