import Descent

/// Where parameters start. What comes from here can be moved a little by the classroom, which is how
/// `--check-gradient` measures the slope of a lesson's own loss.
extension Lesson {
    /// Where a parameter of your own starts: `var b = lesson.start("b", 0)`.
    public func start(_ name: String, _ value: Float) -> Float {
        start(name, [value])[0]
    }

    /// Where a parameter of several numbers starts: `var w = lesson.start("w", [0, 0])`.
    public func start(_ name: String, _ values: [Float]) -> [Float] {
        if !starts.contains(where: { $0.name == name }) {
            starts.append((name, values.count))
        }
        if let placed = placed[name], placed.count == values.count { return placed }
        guard let offsets = moved[name] else { return values }
        return zip(values, offsets).map { $0 + $1 }
    }

    /// Where a parameter of several rows starts.
    public func start(_ name: String, _ rows: [[Float]]) -> [[Float]] {
        var rest = start(name, rows.flatMap { $0 })[...]
        return rows.map { row in
            defer { rest = rest.dropFirst(row.count) }
            return Array(rest.prefix(row.count))
        }
    }

    /// Where a model starts: at the random numbers that its layers have drawn.
    public func start(_ model: some Module) {
        let parameters = model.namedParameters
        for (name, (_, parameter)) in zip(shortNames(parameters.map(\.name)), parameters) {
            let values = start(name, parameter.scalars)
            withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
        }
    }
}
