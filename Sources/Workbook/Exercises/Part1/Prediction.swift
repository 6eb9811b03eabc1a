extension Exercise {
    /// Part 1: ŷ = w·x.
    public static func prediction(
        _ predictions: @escaping (_ x: [Float], _ w: Float) -> [Float]
    ) -> Exercise {
        func each(_ model: @escaping (_ x: Double, _ w: Double) -> Double) -> (Figures) -> Figures {
            { put in ["ŷ": put["x"].map { model($0, put.double("w")) }] }
        }
        return Exercise(
            "prediction", title: "The prediction",
            hints: [
                "One number comes out for each that goes in: a loop over x, or x.map { … }.",
                "For each x the prediction is w times x.",
                "In x.map { … } the number at hand is called $0.",
            ],
            learned: "A model is a function of its inputs and its parameters, and nothing more.",
            cases: { draw in
                [1, 2, 3, 5].map { n in
                    ["x": draw.row(n), "w": Figure(draw.number())]
                } + [
                    ["x": Figure([0, -1.5, 2]), "w": Figure(-0.5)],
                    ["x": draw.row(4), "w": Figure(0.0)],
                    ["x": Figure([-1.5]), "w": Figure(2.5)],
                ]
            },
            nothing: { _ in ["ŷ": Figure([Double]())] },
            expected: each { x, w in w * x },
            mistakes: [
                KnownMistake(
                    "It adds the weight where it has to multiply.", each { x, w in x + w }),
                KnownMistake("It is x, unchanged: the weight is not used.", each { x, _ in x }),
                KnownMistake("It is always 2·x: the weight w is not used.", each { x, _ in 2 * x }),
                KnownMistake(
                    "It is always 0.5·x, as in the example: w is not used.",
                    each { x, _ in 0.5 * x }),
                KnownMistake(
                    "It is the weight for every sample: x is not used.", each { _, w in w }),
                KnownMistake("The sign is reversed.", each { x, w in -w * x }),
                KnownMistake("It is w·x²: x is multiplied twice.", each { x, w in w * x * x }),
                KnownMistake("It divides by the weight.", each { x, w in x / w }),
                KnownMistake("Right for the first sample only: the others get its prediction.") {
                    put in
                    let first = put.double("w") * put.double("x")
                    return ["ŷ": put["x"].map { _ in first }]
                },
                KnownMistake("Right for the first sample only, and there are no others.") { put in
                    ["ŷ": Figure([put.double("w") * put.double("x")])]
                },
                KnownMistake("All zeros: nothing is computed.", each { _, _ in 0 }),
            ],
            found: { ["ŷ": Figure(predictions($0.floats("x"), $0.float("w")))] })
    }
}
