import Descent

extension Exercise {
    /// Part 4: a module with a factor for each column.
    public static func ownParameter(_ make: @escaping (_ features: Int) -> any Module) -> Exercise {
        typealias Answer = (_ features: Int) -> any Module
        /// A module with one parameter, in which each factor starts at the same number.
        func factors(
            _ start: Float = 1, isParameter: Bool = true,
            _ rule: @escaping (_ x: Tensor, _ factors: Tensor) -> Tensor
        ) -> Answer {
            { Factors(Tensor.full([$0], start, requiresGrad: isParameter), rule) }
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
                let count = Figure(Float(parameters.count))
                let absent = Figure.absent("no parameter of this shape")
                guard let factors = parameters.first, parameters.count == 1,
                    factors.shape == put["factors"].shape
                else {
                    return [
                        "parameters": count, "start": absent, "output": absent,
                        "slopes of the factors": absent,
                    ]
                }
                let start = Figure(factors)
                withNoGrad { factors.copy(from: put.tensor("factors")) }
                let output = module(put.tensor("input"))
                if output.requiresGrad { output.sum().backward() }
                return [
                    "parameters": count, "start": start, "output": Figure(output),
                    "slopes of the factors": Figure(gradientOf: factors),
                ]
            },
            answer: make, nothing: none, right: factors { x, factors in x * factors },
            mistakes: [
                "The module has no parameter: that is a tensor in a stored property which requires a gradient.":
                    none,
                "The factors start at 0 and not at 1.": factors(0) { x, factors in x * factors },
                "The factors are added, not multiplied.": factors { x, factors in x + factors },
                "The output is the input: the factors are not used.": factors { x, _ in x },
                "The input is divided by the factors.": factors { x, factors in x / factors },
                "The output is right, but it has lost its history, so the factors get no gradient.":
                    factors { x, factors in x * factors.detached() },
            ])
    }
}

/// A module with a tensor of its own.
private final class Factors: Module {
    private let factors: Tensor
    private let rule: (_ x: Tensor, _ factors: Tensor) -> Tensor

    init(_ factors: Tensor, _ rule: @escaping (_ x: Tensor, _ factors: Tensor) -> Tensor) {
        (self.factors, self.rule) = (factors, rule)
    }

    func callAsFunction(_ input: Tensor) -> Tensor { rule(input, factors) }
}
