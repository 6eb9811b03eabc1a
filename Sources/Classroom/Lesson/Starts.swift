import Descent

/// An object that loads the run to continue from and collects what will be saved.
package protocol Checkpointing: AnyObject {
    /// A sentence on why the lesson cannot continue from the loaded run; nil if it can.
    var misfit: String? { get }

    /// Registers the names of a model's parameters.
    func know(_ parameters: [(name: String, parameter: Tensor)])

    /// The starting values of a parameter: the loaded ones, or `values`.
    func start(_ name: String, _ shape: [Int], _ values: [Float]) -> [Float]

    /// The same for a model's only parameter with this name, whatever its layer.
    func startOfLayer(_ name: String, _ values: [Float]) -> [Float]

    /// Registers a new optimizer.
    func note(_ optimizer: any Optimizer)

    /// Marks the beginning of the epochs.
    func beginTraining()

    /// Receives the parameters before they are first updated.
    func meet(_ parameters: [Parameter])
}

/// The starting values of a run's parameters, which an experiment can change.
package final class Starts {
    /// The object that loads and saves; nil if nothing is loaded or saved.
    package let checkpoint: (any Checkpointing)?
    /// The offsets to add to starting values.
    private let moved: [String: [Float]]
    /// The values to start with when a trained lesson is asked for predictions.
    private let placed: [String: [Float]]
    /// The values that the tensors get after each epoch, for measurements.
    private let points: [[Float]]
    /// The starting values that the lesson has requested.
    package private(set) var asked: [(name: String, count: Int)] = []

    package init(
        _ checkpoint: (any Checkpointing)? = nil, moved: [String: [Float]] = [:],
        placed: [String: [Float]] = [:], points: [[Float]] = []
    ) {
        self.checkpoint = checkpoint
        self.moved = moved
        self.placed = placed
        self.points = points
    }

    /// - Parameter path: the parameter's name in a file.
    package func start(_ name: String, _ values: [Float], shape: [Int], path: String) -> [Float] {
        let values = checkpoint?.start(path, shape, values) ?? values
        if !asked.contains(where: { $0.name == name }) { asked.append((name, values.count)) }
        if let placed = placed[name], placed.count == values.count { return placed }
        guard let offsets = moved[name] else { return values }
        return zip(values, offsets).map { $0 + $1 }
    }

    /// The starting values of a model's only parameter with this name, whatever its layer.
    package func layer(_ name: String, _ values: [Float]) -> [Float] {
        checkpoint?.startOfLayer(name, values) ?? values
    }

    /// Sets the start of a layer's parameter to the loaded values or to `value`; without either, it stays unchanged.
    package func start(_ parameter: Tensor, _ name: String, _ value: Float?) {
        let own = value.map { [Float](repeating: $0, count: parameter.count) }
        let values = layer(name, own ?? parameter.scalars)
        withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
    }

    /// Sets the parameters to the values at which to measure next.
    package func move(_ reported: [Parameter], after count: Int) {
        guard count <= points.count else { return }
        withNoGrad {
            for (entry, values) in zip(reported, reported.cut(points[count - 1])) {
                guard let tensor = entry.tensor, tensor.isLeaf, values.count == entry.count
                else { continue }
                tensor.copy(from: Tensor(values, shape: tensor.shape))
            }
        }
    }
}

/// The starting values of parameters. `--check-gradient` shifts values from here a little to measure the slope of a
/// lesson's own loss, and `--load` replaces them with those of a saved run.
extension Lesson {
    /// The starting value of a parameter: `var b = lesson.start("b", 0)`.
    public func start(_ name: String, _ value: Float) -> Float {
        starts.start(name, [value], shape: [], path: name)[0]
    }

    /// The starting values of a parameter with several numbers: `var w = lesson.start("w", [0, 0])`.
    public func start(_ name: String, _ values: [Float]) -> [Float] {
        starts.start(name, values, shape: [values.count], path: name)
    }

    /// The starting values of a parameter with several rows.
    public func start(_ name: String, _ rows: [[Float]]) -> [[Float]] {
        let shape = [rows.count, rows.first?.count ?? 0]
        var rest = starts.start(name, rows.flatMap { $0 }, shape: shape, path: name)[...]
        return rows.map { row in
            defer { rest = rest.dropFirst(row.count) }
            return Array(rest.prefix(row.count))
        }
    }

    /// Starts a model at the random numbers that its layers have drawn.
    public func start(_ model: some Module) {
        let parameters = model.namedParameters
        starts.checkpoint?.know(parameters)
        for (name, (path, parameter)) in zip(shortNames(parameters.map { $0.name }), parameters) {
            let values = starts.start(name, parameter.scalars, shape: parameter.shape, path: path)
            withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
        }
    }
}
