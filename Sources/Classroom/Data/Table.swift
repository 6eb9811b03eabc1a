import Words

/// A table of the user's own data: the inputs and targets in the form that a lesson gets.
package struct Table: Sendable {
    /// The names of the columns.
    package var inputNames: [String]
    package var targetNames: [String]
    /// The inputs, row by row, scaled as ``scaling`` says.
    package var x: [Float]
    /// The targets, row by row.
    package var y: [Float]
    /// The scaling of the columns; nil if they are as in the file.
    package var scaling: Standardization?
    /// The path of the file; nil for points drawn on the page.
    package var source: String?
    /// The columns that were left out because they contain words and were not requested.
    package var leftOut: [String] = []

    package init(
        inputNames: [String], targetNames: [String], x: [Float], y: [Float],
        scaling: Standardization? = nil, source: String? = nil, leftOut: [String] = []
    ) {
        self.inputNames = inputNames
        self.targetNames = targetNames
        self.x = x
        self.y = y
        self.scaling = scaling
        self.source = source
        self.leftOut = leftOut
    }

    /// The number of rows.
    package var rows: Int { y.count / targetNames.count }
}

extension Table {
    /// Creates a table from points: an x and a y in each row.
    package init(x: [Float], y: [Float]) {
        self.init(inputNames: ["x"], targetNames: ["y"], x: x, y: y)
    }

    /// The rows, as samples.
    package var samples: Samples {
        Samples(
            x: Quantity(shape: [rows, inputNames.count], values: x),
            y: Quantity(shape: [rows, targetNames.count], values: y))
    }

    /// The same table with other inputs. The targets repeat as often as necessary. Nothing is trained with them, but
    /// the lesson's code may compute with them.
    func asking(_ inputs: [Float]) -> Table {
        var table = self
        table.x = inputs
        let count = inputs.count / inputNames.count * targetNames.count
        table.y = (0..<count).map { y[$0 % y.count] }
        return table
    }

    /// The numbers split into rows of the given length.
    package static func rows(_ values: [Float], _ columns: Int) -> [[Float]] {
        stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) }
    }

    // MARK: - In words

    /// The lines for the header: the file, its columns and the number of rows, then the scaling and the training.
    package func introduction(_ training: String) -> [String] {
        guard let source else {
            return Text.wrap("Your own points: \(Text.count(rows, "point")). \(training)")
        }
        let sentence =
            "\(source): \(Self.names(targetNames, "target")) from "
            + "\(Self.names(inputNames, "input")), \(Text.count(rows, "row"))."
            + (leftOut.isEmpty ? "" : " Left out (not numbers): \(Self.names(leftOut, "column")).")
        return Text.wrap(sentence) + (scaling.map { Text.wrap($0.sentence) } ?? [])
            + Text.wrap(training)
    }

    /// A list of names, or only their count if there are many.
    package static func names(_ names: [String], _ word: String) -> String {
        names.count > 8 ? Text.count(names.count, word) : list(names, "and")
    }

    /// A warning about a learning rate that is beyond the limit for this table, with a remedy; nil otherwise.
    package func warning(_ limit: LearningRateLimit, rate: Double) -> String? {
        guard limit.value.isFinite, rate >= limit.value else { return nil }
        let scale = "Use --standardize, which scales the inputs, or"
        return
            "The learning rate \(Numbers.short(rate)) is too large for this table: it is not below "
            + "the limit \(limit.formula) = \(Numbers.short(limit.value)), so the training doesn't converge. "
            + "\(scaling == nil ? scale : "Use") --lr \(Numbers.short(limit.value / 2, 1))."
    }
}

extension Findings {
    /// The name of the input axis in a plot, if each sample has a single input.
    package var inputName: String {
        guard hasProblemsSamples, let table = training.table, table.source != nil else {
            return "x"
        }
        return table.inputNames[0] + (table.scaling == nil ? "" : ", standardized")
    }
}

// MARK: - Equations

extension Table {
    /// The largest number of terms in an equation that is shown.
    static let maxTerms = 12

    /// A fit in the table's own units, one equation per target.
    ///
    /// - Parameters:
    ///   - outputs: for each target its weights, followed by its bias if there is one.
    ///   - remark: text that follows each equation.
    func equations(_ outputs: [[Double]], remark: String = "") -> [String] {
        guard inputNames.count <= Self.maxTerms else { return [] }
        return zip(targetNames.indices, outputs).flatMap { target, own in
            let (slopes, constant) = inOwnUnits(own, target)
            let numbers = (slopes + [constant].compactMap { $0 }).map { Numbers.short($0 + 0, 7) }
            let tail = remark.isEmpty ? "" : "   \(remark)"
            return Text.wrapped("\(targetNames[target]) = \(sum(numbers))\(tail)", indent: 2)
        }
    }

    /// A sum such as 0.3·temp - 1.2, from the numbers of the inputs, followed by the constant if there is one.
    func sum(_ numbers: [String]) -> String {
        let terms = zip(numbers, inputNames.map { "·\($0)" } + [""]).map { $0 + $1 }
        return terms.joined(separator: " + ").replacing("+ -", with: "- ")
    }

    /// The slopes and the constant of a target, with the scaling reversed.
    ///
    /// With z = (x − mean)/deviation, w·z is w/deviation · x − w·mean/deviation.
    package func inOwnUnits(_ own: [Double], _ target: Int) -> (slopes: [Double], constant: Double?)
    {
        let weights = Array(own.prefix(inputNames.count))
        let bias = own.count > weights.count ? own[weights.count] : nil
        guard let scaling else { return (weights, bias) }
        let slopes = zip(weights, scaling.inputs).map { $0 / $1.deviation }
        let shift = zip(slopes, scaling.inputs).reduce(0) { $0 + $1.0 * $1.1.mean }
        return (slopes, (bias ?? 0) + scaling.targetMeans[target] - shift)
    }

    /// The equations of a run on the table and of least squares, if the model is known.
    func equations(_ findings: Findings, _ last: EpochRecord) -> [String] {
        guard findings.hasProblemsSamples, let outputs = findings.known?.model.outputs,
            outputs.joined().count == last.values.count
        else { return [] }
        func own(_ parameters: [Double]) -> [[Double]] { outputs.map { $0.map { parameters[$0] } } }
        let lines = equations(own(last.values.map(Double.init)))
        if lines.isEmpty { return [] }
        let title = scaling == nil ? "In the table's names:" : "In the table's own units:"
        let best = findings.fit?.best.map { own($0.parameters) }
        return [title] + lines + (best.map { equations($0, remark: "(least squares)") } ?? [])
    }
}
