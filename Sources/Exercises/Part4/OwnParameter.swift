import Descent

extension Exercise {
    /// Part 4: a module with a factor for each column.
    public static func ownParameter(_ make: @escaping (_ features: Int) -> any Module) -> Exercise {
        /// A module with one parameter, in which each factor starts at the same number.
        func factors(
            _ start: Float = 1, isParameter: Bool = true,
            _ rule: @escaping (_ x: Tensor, _ factors: Tensor) -> Tensor
        ) -> (Int) -> any Module {
            { features in
                let factors = Tensor.full([features], start, requiresGrad: isParameter)
                return RuleModule([("factors", .tensor(factors))]) { rule($0, factors) }
            }
        }
        let none = factors(isParameter: false) { x, _ in x }
        return Exercise(
            "own-parameter",
            hints: [
                "A parameter is a stored property: let factors: Tensor. init gives it its numbers.",
                "factors = Tensor.ones([features], requiresGrad: true)",
                "The call returns input * factors: a row of factors is broadcast over all rows.",
            ],
            learned: "A parameter is a tensor that requires a gradient and that a module stores.",
            cases: { draw in
                [(1, 1), (2, 1), (2, 2), (3, 3), (1, 4)].map { rows, columns in
                    ["input": draw.table(rows, columns), "factors": draw.row(columns)]
                } + [["input": [[0, -1], [2, 0]], "factors": [-0.5, 3]]]
            },
            gives: { make, put in
                let module = make(put["input"].shape[1])
                let parameters = module.parameters
                let absent = Figure.absent("no parameter of this shape")
                var result: Figures = [
                    "parameters": Figure(Float(parameters.count)), "start": absent,
                    "output": absent, "slopes of the factors": absent,
                ]
                guard let factors = parameters.first, parameters.count == 1,
                    factors.shape == put["factors"].shape
                else { return result }
                result["start"] = Figure(factors)
                withNoGrad { factors.copy(from: put.tensor("factors")) }
                let output = module(put.tensor("input"))
                if output.requiresGrad { output.sum().backward() }
                result["output"] = Figure(output)
                result["slopes of the factors"] = Figure(gradientOf: factors)
                return result
            },
            answer: make, nothing: none, right: factors { x, factors in x * factors },
            mistakes: [
                "The module has no parameter: a stored tensor that requires a gradient.": none,
                "The factors start at 0 and not at 1.": factors(0) { x, factors in x * factors },
                "The factors are added, not multiplied.": factors { x, factors in x + factors },
                "The output is the input: the factors are not used.": factors { x, _ in x },
                "The input is divided by the factors.": factors { x, factors in x / factors },
                "The output is right, but it has lost its history: the factors get no gradient.":
                    factors { x, factors in x * factors.detached() },
            ])
    }
}
