import Descent

/// Numbers that a lesson has handed over, with their shape.
public struct Quantity: Equatable {
    package var shape: [Int]
    package var values: [Float]

    package init(_ scalars: some Scalars) {
        shape = scalars.shape
        values = scalars.scalars
    }

    package init(shape: [Int], values: [Float]) {
        self.shape = shape
        self.values = values
    }

    /// How many samples it has: the first axis.
    package var rows: Int { shape.first ?? 1 }

    /// How many numbers each sample has.
    package var columns: Int { rows == 0 ? 0 : values.count / rows }

    package func row(_ index: Int) -> ArraySlice<Float> {
        values[index * columns..<(index + 1) * columns]
    }

    /// Some samples, and behind them others.
    package mutating func append(_ other: Quantity) {
        guard other.columns == columns else { return }
        let rows = rows + other.rows
        values += other.values
        shape = [rows] + (shape.isEmpty ? [] : shape.dropFirst())
    }
}

/// A parameter as a lesson hands it over before an update, or reports it after the last.
@usableFromInline
package struct Parameter {
    package var name: String
    /// The name that a file has: a model's own, however it is shown.
    package var path: String
    package var shape: [Int]
    package var values: [Float]
    /// Nil if there is none.
    package var gradient: [Float]?
    /// Where autograd is used.
    package var tensor: Tensor?

    /// A tensor with its gradient, or numbers without one.
    @usableFromInline
    package init(_ name: String, _ value: some Scalars) {
        self.name = name
        path = name
        shape = value.shape
        values = value.scalars
        tensor = value.tensor
        gradient = tensor?.leafGradient?.scalars
    }

    @usableFromInline
    package init(_ name: String, _ value: some Scalars, gradient: some Scalars) {
        self.init(name, value)
        tensor = nil
        self.gradient = gradient.scalars
    }

    /// Those of a model, under short names.
    @usableFromInline
    package static func all(_ parameters: [(name: String, parameter: Tensor)]) -> [Parameter] {
        zip(shortNames(parameters.map { $0.name }), parameters).map { name, own in
            var parameter = Parameter(name, own.parameter)
            parameter.path = own.name
            return parameter
        }
    }

    package var count: Int { values.count }

    /// A name for each number; see ``elementNames(_:_:_:)``.
    package var elementNames: [String] { Self.elementNames(name, shape, values.count) }

    /// A name for each number of a parameter: its own for a single number; its words, if it has as
    /// many; otherwise its own with an index.
    package static func elementNames(_ name: String, _ shape: [Int], _ count: Int) -> [String] {
        if count == 1 { return [name] }
        if let words = words(name, count) { return words }
        let columns = shape.count > 1 ? max(1, count / max(1, shape[0])) : 1
        let isMatrix = columns > 1 && columns < count
        return (0..<count).map { index in
            isMatrix
                ? "\(name)[\(index / columns),\(index % columns)]" : "\(name)[\(index)]"
        }
    }

    /// The words of a name, if there is one for each number.
    package static func words(_ name: String, _ count: Int) -> [String]? {
        guard count > 1, name.contains(" ") else { return nil }
        let words = name.split(separator: " ").map(String.init)
        return words.count == count ? words : nil
    }
}

extension Tensor {
    /// The gradient; nil where there is none, as for what has been computed.
    package var leafGradient: Tensor? { isLeaf ? grad : nil }
}

/// What a lesson hands over of one update: the numbers of its five steps.
public struct Moment {
    package var epoch: Int
    /// The samples and their targets; nil if the lesson does not show them.
    package var x: Quantity?
    package var y: Quantity?
    package var prediction: Quantity?
    /// Before the update.
    package var loss: Float
    /// Before the update.
    package var parameters: [Parameter]
    /// The parameters after the update, one number behind the other; nil if that is not known.
    package var after: [Float]?
    /// What autograd recorded; empty where it was not used.
    package var entries: [Tape.Entry] = []
    /// The names of entries, as far as they have one.
    package var names: [Int: String] = [:]
    /// Whether the parameters' gradients were reset in the end; nil where there is nothing to reset.
    package var isReset: Bool?

    /// The prediction and the loss, where they are tensors, which a graph may have as values.
    private var tensors: [(name: String, tensor: Tensor)] = []

    package init(
        epoch: Int, x: Quantity, y: Quantity, prediction: some Scalars, loss: some Scalars,
        parameters: [Parameter]
    ) {
        self.init(epoch: epoch, loss: loss, parameters: parameters)
        self.x = x
        self.y = y
        self.prediction = Quantity(prediction)
        if let tensor = prediction.tensor { tensors.append(("ŷ", tensor)) }
    }

    package init(epoch: Int, loss: some Scalars, parameters: [Parameter]) {
        self.epoch = epoch
        self.loss = loss.number
        self.parameters = parameters
        if let tensor = loss.tensor { tensors.append(("L", tensor)) }
    }

    /// The numbers of all parameters, one behind the other.
    package var before: [Float] { parameters.flatMap { $0.values } }

    /// Their gradients; nil if one is missing or has another shape.
    package var gradients: [Float]? {
        var result: [Float] = []
        for parameter in parameters {
            guard let gradient = parameter.gradient, gradient.count == parameter.values.count
            else { return nil }
            result += gradient
        }
        return result
    }

    /// A name for each number of the parameters.
    package var elementNames: [String] { parameters.flatMap { $0.elementNames } }

    /// How many numbers it keeps.
    package var numbers: Int { before.count + (x?.values.count ?? 0) + 2 * (y?.values.count ?? 0) }

    /// About how much work an epoch is: the numbers of the parameters times the samples.
    package var work: Int { max(1, before.count * (x?.rows ?? 1)) }

    /// Whether an epoch takes so long, in a debug build, that few of them can be run to measure.
    package var isHeavy: Bool { work > 2_000_000 }

    /// Keeps the samples once, where they are those of another moment.
    package mutating func share(with other: Moment?) {
        if let other, x == other.x { x = other.x }
        if let other, y == other.y { y = other.y }
    }

    /// Whether it has the samples of another moment, in any order.
    package func hasSamples(of other: Moment) -> Bool {
        guard let x, let theirs = other.x else { return true }
        guard let y, let theirTargets = other.y else { return x == theirs }
        return Samples(x: x, y: y).hasRows(of: Samples(x: theirs, y: theirTargets))
    }

    /// Keeps what autograd recorded, and which of it has which name.
    package mutating func keep(_ entries: [Tape.Entry]) {
        self.entries = entries
        for (name, tensor) in tensors { self.name(tensor, name) }
        for parameter in parameters {
            guard let tensor = parameter.tensor else { continue }
            let isList = Parameter.words(parameter.name, parameter.values.count) != nil
            name(tensor, isList ? "[\(parameter.name)]" : parameter.name)
        }
        tensors = []
    }

    private mutating func name(_ tensor: Tensor, _ name: String) {
        guard let index = entries.firstIndex(where: { $0.isValue(of: tensor) }) else { return }
        names[index] = name
    }
}
