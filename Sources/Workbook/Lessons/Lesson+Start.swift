import Descent

/// Where parameters start. What comes from here can be moved a little by the classroom, which is how
/// `--check-gradient` measures the slope of a lesson's own loss; and `--load` starts where a run was saved.
extension Lesson {
    /// Where a parameter of your own starts: `var b = lesson.start("b", 0)`.
    public func start(_ name: String, _ value: Float) -> Float {
        start(name, [value], shape: [])[0]
    }

    /// Where a parameter of several numbers starts: `var w = lesson.start("w", [0, 0])`.
    public func start(_ name: String, _ values: [Float]) -> [Float] {
        start(name, values, shape: [values.count])
    }

    /// - Parameter path: the name that a file has.
    private func start(
        _ name: String, _ values: [Float], shape: [Int], path: String? = nil
    ) -> [Float] {
        let values = keeper.start(path ?? name, shape, values)
        if !starts.contains(where: { $0.name == name }) {
            starts.append((name, values.count))
        }
        if let placed = placed[name], placed.count == values.count { return placed }
        guard let offsets = moved[name] else { return values }
        return zip(values, offsets).map { $0 + $1 }
    }

    /// Where a parameter of several rows starts.
    public func start(_ name: String, _ rows: [[Float]]) -> [[Float]] {
        var rest = start(
            name, rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])[...]
        return rows.map { row in
            defer { rest = rest.dropFirst(row.count) }
            return Array(rest.prefix(row.count))
        }
    }

    /// Where a model starts: at the random numbers that its layers have drawn.
    public func start(_ model: some Module) {
        keeper.know(model)
        let parameters = model.namedParameters
        for (name, (path, parameter)) in zip(shortNames(parameters.map(\.name)), parameters) {
            let values = start(name, parameter.scalars, shape: parameter.shape, path: path)
            withNoGrad { parameter.copy(from: Tensor(values, shape: parameter.shape)) }
        }
    }
}
