import Descent

/// What a run goes on from, and what is kept of it for a file.
package protocol Keeping: AnyObject {
    /// Why the lesson cannot go on with what is loaded: a sentence; nil if it can.
    var misfit: String? { get }

    /// Takes the names of a model's parameters.
    func know(_ parameters: [(name: String, parameter: Tensor)])

    /// Where a parameter starts: at what is loaded, or at `values`.
    func start(_ name: String, _ shape: [Int], _ values: [Float]) -> [Float]

    /// The same for the one parameter of a model that has this name, whatever the layer's.
    func startOfLayer(_ name: String, _ values: [Float]) -> [Float]

    /// Takes note of an optimizer that was made.
    func note(_ optimizer: any Optimizer)

    /// From here on an epoch follows the other.
    func beginTraining()

    /// Takes the first look at the parameters, before they are updated.
    func meet(_ parameters: [Parameter])
}

/// Where the parameters of a run start, and where an experiment puts them.
package final class Starts {
    /// What is loaded and saved; nil where nothing is.
    package let keeper: (any Keeping)?
    /// By how much starts are moved.
    private let moved: [String: [Float]]
    /// Where starts are put, to ask a trained lesson.
    private let placed: [String: [Float]]
    /// Where the tensors are put after each epoch, to measure.
    private let points: [[Float]]
    /// The starts that the lesson has asked for.
    package private(set) var asked: [(name: String, count: Int)] = []

    package init(
        _ keeper: (any Keeping)? = nil, moved: [String: [Float]] = [:],
        placed: [String: [Float]] = [:], points: [[Float]] = []
    ) {
        self.keeper = keeper
        self.moved = moved
        self.placed = placed
        self.points = points
    }

    /// - Parameter path: the name that a file has.
    package func start(_ name: String, _ values: [Float], shape: [Int], path: String) -> [Float] {
        let values = keeper?.start(path, shape, values) ?? values
        if !asked.contains(where: { $0.name == name }) { asked.append((name, values.count)) }
        if let placed = placed[name], placed.count == values.count { return placed }
        guard let offsets = moved[name] else { return values }
        return zip(values, offsets).map { $0 + $1 }
    }

    /// Where the one parameter of a model starts that has this name, whatever the layer's.
    package func layer(_ name: String, _ values: [Float]) -> [Float] {
        keeper?.startOfLayer(name, values) ?? values
    }

    /// Starts a layer's parameter at what is loaded, or at `value`, or leaves it as it is.
    package func start(_ parameter: Tensor, _ name: String, _ value: Float?) {
        let own = value.map { [Float](repeating: $0, count: parameter.count) }
        let values = layer(name, own ?? parameter.scalars)
        withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
    }

    /// Puts the parameters where they are measured next.
    package func move(_ reported: [Parameter], after count: Int) {
        guard count <= points.count else { return }
        var rest = points[count - 1][...]
        withNoGrad {
            for entry in reported {
                defer { rest = rest.dropFirst(entry.count) }
                guard let tensor = entry.tensor, tensor.isLeaf, rest.count >= entry.count
                else { continue }
                tensor.copy(
                    from: Tensor(Array(rest.prefix(entry.count)), shape: tensor.shape))
            }
        }
    }
}

/// Where parameters start. What comes from here can be moved a little by the classroom, which is how
/// `--check-gradient` measures the slope of a lesson's own loss; and `--load` starts where a run was saved.
extension Lesson {
    /// Where a parameter of your own starts: `var b = lesson.start("b", 0)`.
    public func start(_ name: String, _ value: Float) -> Float {
        starts.start(name, [value], shape: [], path: name)[0]
    }

    /// Where a parameter of several numbers starts: `var w = lesson.start("w", [0, 0])`.
    public func start(_ name: String, _ values: [Float]) -> [Float] {
        starts.start(name, values, shape: [values.count], path: name)
    }

    /// Where a parameter of several rows starts.
    public func start(_ name: String, _ rows: [[Float]]) -> [[Float]] {
        let shape = [rows.count, rows.first?.count ?? 0]
        var rest = starts.start(name, rows.flatMap { $0 }, shape: shape, path: name)[...]
        return rows.map { row in
            defer { rest = rest.dropFirst(row.count) }
            return Array(rest.prefix(row.count))
        }
    }

    /// Where a model starts: at the random numbers that its layers have drawn.
    public func start(_ model: some Module) {
        let parameters = model.namedParameters
        starts.keeper?.know(parameters)
        for (name, (path, parameter)) in zip(shortNames(parameters.map { $0.name }), parameters) {
            let values = starts.start(
                name, parameter.scalars, shape: parameter.shape, path: path)
            withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
        }
    }
}
