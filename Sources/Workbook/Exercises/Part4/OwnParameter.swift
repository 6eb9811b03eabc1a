import Descent

extension Exercise {
    /// Part 4: a module with a factor for each column.
    public static func ownParameter(_ make: @escaping (_ features: Int) -> any Module) -> Exercise {
        /// What a module with one parameter gives.
        ///
        /// - Parameters:
        ///   - start: where each factor starts.
        ///   - slope: whether the factors get a gradient.
        func one(
            start: Double = 1, hasSlope: Bool = true,
            _ output: @escaping (_ x: Double, _ factor: Double) -> Double,
            slope: @escaping (_ x: Double, _ factor: Double) -> Double = { x, _ in x }
        ) -> (Figures) -> Figures {
            { put in
                let (x, factors) = (put["input"], put.doubles("factors"))
                let columns = x.shape[1]
                var slopes = factors.map { _ in 0.0 }
                for (place, x) in x.numbers.enumerated() {
                    slopes[place % columns] += slope(x, factors[place % columns])
                }
                return [
                    "parameters": Figure(1.0), "start": Figure(factors.map { _ in start }),
                    "output": Figure(
                        x.numbers.enumerated().map { output($1, factors[$0 % columns]) },
                        shape: x.shape),
                    "slopes of the factors": hasSlope ? Figure(slopes) : .absent("no gradient"),
                ]
            }
        }
        let none: (Figures) -> Figures = { _ in
            [
                "parameters": Figure(0.0), "start": .absent("no parameter"),
                "output": .absent("no parameter"), "slopes of the factors": .absent("no parameter"),
            ]
        }
        return Exercise(
            "own-parameter", title: "A module with a parameter of its own",
            hints: [
                "A parameter is a stored property: let factors: Tensor. init gives it its numbers.",
                "factors = Tensor.ones([features], requiresGrad: true)",
                "The call returns input * factors: a row of factors is broadcast over all rows.",
            ],
            learned: "A parameter is a tensor that requires a gradient and that somebody keeps.",
            cases: { draw in
                [(1, 1), (2, 1), (2, 2), (3, 3), (1, 4)].map { rows, columns in
                    ["input": draw.table(rows, columns), "factors": draw.row(columns)]
                } + [
                    [
                        "input": Figure([0, -1, 2, 0], shape: [2, 2]),
                        "factors": Figure([-0.5, 3.0]),
                    ]
                ]
            },
            nothing: none, expected: one { x, factor in x * factor },
            mistakes: [
                KnownMistake(
                    "The module has no parameter: that is a tensor in a stored property which requires a gradient.",
                    none),
                KnownMistake(
                    "The factors start at 0 and not at 1.",
                    one(start: 0) { x, factor in x * factor }),
                KnownMistake(
                    "The factors are added: each column is to be multiplied.",
                    one({ x, factor in x + factor }, slope: { _, _ in 1 })),
                KnownMistake(
                    "The output is the input: the factors are not used.",
                    one(hasSlope: false) { x, _ in x }),
                KnownMistake(
                    "The input is divided by the factors.",
                    one({ x, factor in x / factor }, slope: { x, factor in -x / (factor * factor) })
                ),
                KnownMistake(
                    "The output is right, but it has lost its history, so the factors get no gradient.",
                    one(hasSlope: false) { x, factor in x * factor }),
                KnownMistake(
                    "The factors are used twice.",
                    one(
                        { x, factor in x * factor * factor }, slope: { x, factor in 2 * x * factor }
                    )),
                KnownMistake(
                    "The input is squared.",
                    one({ x, factor in x * x * factor }, slope: { x, _ in x * x })),
            ],
            found: { put in
                let module = make(put["input"].shape[1])
                let parameters = module.parameters
                guard parameters.count == 1 else {
                    var result = none(put)
                    result.set("parameters", Figure(Double(parameters.count)))
                    return result
                }
                let factors = parameters[0]
                let start = Figure(factors)
                var result: Figures = [
                    "parameters": Figure(1.0), "start": start, "output": .absent("no output"),
                    "slopes of the factors": .absent("no gradient"),
                ]
                guard start.shape == put["factors"].shape else { return result }
                withNoGrad { factors.copy(from: put.tensor("factors")) }
                let output = module(put.tensor("input"))
                if output.requiresGrad { output.sum().backward() }
                result.set("output", Figure(output))
                result.set("slopes of the factors", Figure(gradientOf: factors))
                return result
            })
    }
}
