import Descent

/// Numbers that a lesson has handed over, with their shape.
public struct Quantity: Equatable {
    package var shape: [Int]
    package var values: [Float]

    /// The number of samples: the length of the first axis.
    package var rows: Int { shape.first ?? 1 }

    /// The count of numbers per sample.
    package var columns: Int { rows == 0 ? 0 : values.count / rows }

    package func row(_ index: Int) -> ArraySlice<Float> {
        values[index * columns..<(index + 1) * columns]
    }

    /// Appends more samples.
    package mutating func append(_ other: Quantity) {
        guard other.columns == columns else { return }
        let rows = rows + other.rows
        values += other.values
        shape = [rows] + shape.dropFirst()
    }
}

extension Quantity {
    package init(_ scalars: some Scalars) {
        self.init(shape: scalars.shape, values: scalars.scalars)
    }
}

/// A parameter as a lesson hands it over before an update, or reports it after the last one.
@usableFromInline
package struct Parameter {
    package var name: String
    /// The name used in a file: a model's own name for it, however it is shown.
    package var path: String
    package var shape: [Int]
    package var values: [Float]
    /// The gradient; nil if there is none.
    package var gradient: [Float]?
    /// The tensor, if autograd is used.
    package var tensor: Tensor?

    /// Creates a parameter from a tensor with its gradient, or from numbers without one.
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

    /// The parameters of a model, under short names.
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

    /// A name for each number of a parameter: the parameter's own name if there is a single number, the words of its
    /// name if there are as many, and otherwise its name with an index.
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
    /// The gradient of a leaf; nil if there is none, and for computed tensors.
    package var leafGradient: Tensor? { isLeaf ? grad : nil }
}

/// One update, as a lesson hands it over: the numbers of its five steps.
public struct Update {
    package var epoch: Int
    /// The samples and their targets; nil if the lesson doesn't show them.
    package var x: Quantity?
    package var y: Quantity?
    package var prediction: Quantity?
    /// The loss before the update.
    package var loss: Float
    /// The parameters before the update.
    package var parameters: [Parameter]
    /// The parameters after the update, as a flat list of numbers; nil if unknown.
    package var after: [Float]?
    /// The operations that autograd recorded; empty if it wasn't used.
    package var entries: [Tape.Entry] = []
    /// The names of entries, for those that have one.
    package var names: [Int: String] = [:]
    /// The parameters whose gradients remained at the end of the epoch; nil if that is unknown, or there is no
    /// gradient to reset.
    package var remaining: [String]?

    /// The prediction and the loss if they are tensors, so that they can be found in the graph.
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

    /// The numbers of all parameters, as a flat list.
    package var before: [Float] { parameters.flatMap { $0.values } }

    /// False if all parameters are 0 or 1: then many models make the same predictions.
    package var canRevealModel: Bool { !before.allSatisfy { $0 == 0 || $0 == 1 } }

    /// The gradients of all parameters, as a flat list; nil if one is missing or has another shape.
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

    /// The count of numbers that it stores.
    package var numbers: Int { before.count + (x?.values.count ?? 0) + 2 * (y?.values.count ?? 0) }

    /// A rough measure of the work per epoch: the count of the parameters' numbers times the samples.
    package var work: Int { max(1, before.count * (x?.rows ?? 1)) }

    /// True if an epoch takes so long in a debug build that only a few can be run for measurements.
    package var isHeavy: Bool { work > 2_000_000 }

    /// Shares the memory of the samples with another update that has the same ones.
    package mutating func share(with other: Update?) {
        if let other, x == other.x { x = other.x }
        if let other, y == other.y { y = other.y }
    }

    /// True if it has the samples of another update, in any order.
    package func hasSamples(of other: Update) -> Bool {
        guard let x, let theirs = other.x else { return true }
        guard let y, let theirTargets = other.y else { return x == theirs }
        return Samples(x: x, y: y).hasRows(of: Samples(x: theirs, y: theirTargets))
    }

    /// Keeps the operations that autograd recorded, and names them.
    package mutating func keep(_ entries: [Tape.Entry]) {
        self.entries = entries
        for parameter in parameters {
            guard let tensor = parameter.tensor else { continue }
            let isList = Parameter.words(parameter.name, parameter.count) != nil
            tensors.append((isList ? "[\(parameter.name)]" : parameter.name, tensor))
        }
        for (name, tensor) in tensors {
            if let index = entries.firstIndex(where: { $0.isValue(of: tensor) }) {
                names[index] = name
            }
        }
        tensors = []
    }
}
