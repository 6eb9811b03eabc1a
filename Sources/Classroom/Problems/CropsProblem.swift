import Descent
import Words

/// Yields of apples and oranges from temperature, rainfall and humidity: ŷ = x·wᵀ + b, with 2 × 3 weights and 2
/// biases.
public struct CropsProblem: Problem {
    public typealias Options = CropsOptions

    public static let name = "crops"
    public static let defaults = Training(epochs: 1000, learningRate: 1e-5, every: 100)

    package static let names = (
        inputs: ["temperature", "rainfall", "humidity"], targets: ["apples", "oranges"]
    )

    /// The problem's own table, or one that was loaded.
    private let table: Table
    private let isLoaded: Bool
    /// The starting values; nil if the model keeps its own.
    package let start: (w: [[Float]], b: [Float])?
    package let own: CropsOptions

    package var x: [[Float]] { Table.rows(table.x, inputNames.count) }
    package var y: [[Float]] { Table.rows(table.y, targetNames.count) }
    package var inputNames: [String] { table.inputNames }
    package var targetNames: [String] { table.targetNames }

    public init(_ setup: Setup<CropsProblem>) {
        own = setup.options
        isLoaded = setup.training.table != nil
        table = setup.training.table ?? Self.table(own.rows)
        start =
            switch own.start {
            case .linear: nil
            case .notebook: Self.notebookStart
            case .notebookExact: Self.notebookStartWithAllDigits
            case .randn: Self.randomStart(table.inputNames.count, table.targetNames.count)
            }
    }

    public func introduction(_ training: String) -> [String] {
        let data =
            "Yields of apples and oranges from temperature, rainfall and humidity: "
            + "\(Text.count(own.rows, "row"))."
        let lesson = Text.wrap(data) + Text.wrap(training)
        var lines = isLoaded ? table.introduction(training) : lesson
        if own.batchSize != nil || own.shuffle {
            let order = own.shuffle ? "in a new order each epoch" : "in order"
            lines.append("Batches of \(Text.count(batchSize, "row")), \(order).")
        }
        return lines
    }

    /// The number of rows per update.
    package var batchSize: Int { min(own.batchSize ?? table.rows, max(1, table.rows)) }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        let epoch = total.map { "\(record.epoch)/\($0)" } ?? "\(record.epoch)"
        // The numbers of a table may be of any size.
        let loss = isLoaded ? Numbers.short(record.loss, 8) : Numbers.fixed(record.loss, 4)
        return "Epoch [\(epoch)], Loss: \(loss)"
    }

    /// For the notebook's first step: its predictions, its loss, and the gradients that give the direction of the
    /// update.
    public func remarks(_ update: Update) -> [String] {
        guard own.start.isNotebooks, update.epoch <= 2 else { return [] }
        let loss = Numbers.exact(update.loss)
        if update.epoch == 2 { return ["new loss: \(loss)", ""] }
        func matrix(_ values: [Float], _ shape: [Int]) -> [String] {
            Numbers.matrix(values, columns: max(1, shape.last ?? 1))
        }
        let gradients = update.parameters.flatMap { parameter in
            ["gradient of \(parameter.name)"] + matrix(parameter.gradient ?? [], parameter.shape)
        }
        return ["predictions"] + (update.prediction.map { matrix($0.values, $0.shape) } ?? [])
            + ["loss", "  \(loss)"] + gradients + ["old loss: \(loss)"]
    }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        var lines = [
            "starting loss \(Numbers.exact(first.loss))",
            "ending loss   \(Numbers.exact(last.loss))",
        ]
        if isLoaded {
            lines += table.equations(findings, last)
        } else if let known = findings.known, known.notation.outputs == targetNames {
            lines += equations(known.model, last.values)
        }
        if let loss = findings.fit?.best?.loss {
            let isBatch = batchSize < table.rows || findings.hasBatches
            let rows = isBatch ? "all rows, not only a batch" : "the same rows"
            lines += Text.wrap(
                "Least squares gives a loss of \(Numbers.short(loss, 8)) on \(rows).")
        }
        return lines
    }

    /// The outputs as sums of the inputs.
    private func equations(_ model: SquaredErrorModel, _ values: [Float]) -> [String] {
        guard model.outputs.joined().count == values.count else { return [] }
        let width = targetNames.map { $0.count }.max() ?? 0
        return zip(targetNames, model.outputs).map { name, indices in
            let sum = table.sum(indices.map { Numbers.fixed(values[$0], 4) })
            return "\(Text.padded(name, width)) = \(sum)"
        }
    }

    public static func ask(_ inputs: [Float], _ setup: inout Setup<CropsProblem>) -> Bool {
        setup.training.table = (setup.training.table ?? table(rows.count)).asking(inputs)
        return true
    }

    /// The parameters are the weights, one row per output, followed by the biases.
    public var knowledge: Knowledge {
        Knowledge(
            samples: table.samples, names: notation.parameters,
            model: { samples, names in
                guard var known = KnownModel.affine(samples, names) else { return nil }
                if names.count == notation.parameters.count,
                    samples.x.values == table.x || isPart(samples)
                {
                    known.notation = notation
                }
                return known
            })
    }

    /// True if the samples are some of the table's.
    private func isPart(_ samples: Samples) -> Bool {
        let own = Set(x)
        return samples.y.columns == targetNames.count
            && (0..<samples.count).allSatisfy { own.contains(Array(samples.x.row($0))) }
    }

    private var notation: Notation {
        let inputs = isLoaded ? inputNames : ["temp", "rain", "hum"]
        return Notation(
            prediction: "x·wᵀ + b",
            parameters: targetNames.flatMap { output in
                inputs.map { targetNames.count == 1 ? "w(\($0))" : "w(\(output), \($0))" }
            } + (targetNames.count == 1 ? ["b"] : targetNames.map { "b(\($0))" }),
            outputs: targetNames,
            partials: targetNames.flatMap { _ in inputs } + targetNames.map { _ in "" })
    }

    // MARK: - Starts

    private static func randomStart(_ inputs: Int, _ outputs: Int) -> (w: [[Float]], b: [Float]) {
        let w = Generator.current.randn(inputs * outputs)
        return (Table.rows(w, inputs), Generator.current.randn(outputs))
    }

    /// The random start that notebook 001 prints, with four decimals.
    private static let notebookStart: (w: [[Float]], b: [Float]) = (
        [[0.7171, -0.4566, 0.3752], [-2.4049, -0.1775, 0.8105]], [0.4293, -0.6531]
    )

    /// The same, with the digits that are not printed, recovered from the numbers printed after it.
    private static let notebookStartWithAllDigits: (w: [[Float]], b: [Float]) = (
        [[0.7171252, -0.45659244, 0.37521988], [-2.4048636, -0.17750475, 0.8105183]],
        [0.42929268, -0.6531253]
    )

    // MARK: - The table

    /// The first rows of the problem's own table.
    private static func table(_ count: Int) -> Table {
        let rows = rows.prefix(count)
        return Table(
            inputNames: names.inputs, targetNames: names.targets, x: rows.flatMap { $0.inputs },
            y: rows.flatMap { $0.targets })
    }

    /// Temperature (°F), rainfall (mm) and humidity (%), with the yields of apples and oranges.
    private static let rows: [(inputs: [Float], targets: [Float])] = [
        ([73, 67, 43], [56, 70]), ([91, 88, 64], [81, 101]), ([87, 134, 58], [119, 133]),
        ([102, 43, 37], [22, 37]), ([69, 96, 70], [103, 119]), ([74, 66, 43], [57, 69]),
        ([91, 87, 65], [80, 102]), ([88, 134, 59], [118, 132]), ([101, 44, 37], [21, 38]),
        ([68, 96, 71], [104, 118]), ([73, 66, 44], [57, 69]), ([92, 87, 64], [82, 100]),
        ([87, 135, 57], [118, 134]), ([103, 43, 36], [20, 38]), ([68, 97, 70], [102, 120]),
    ]
}
