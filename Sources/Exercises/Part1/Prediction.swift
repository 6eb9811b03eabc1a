extension Exercise {
    /// Part 1: ŷ = w·x².
    public static func prediction(
        _ answer: @escaping (_ x: [Float], _ w: Float) -> [Float]
    ) -> Exercise {
        func each(
            _ model: @escaping (_ x: Float, _ w: Float) -> Float
        ) -> ([Float], Float) -> [Float] {
            { x, w in x.map { model($0, w) } }
        }
        return Exercise(
            "prediction",
            hints: [
                "One number comes out for each that goes in: a loop over x, or x.map { … }.",
                "For each x the prediction is w times x times x.",
                "In x.map { … } the number at hand is called $0.",
            ],
            learned: "A model is a function of its inputs and its parameters, and nothing more.",
            cases: { draw in
                draw.samples(rows: ["x"], numbers: ["w"]) + [
                    ["x": [0, -1.5, 2], "w": -0.5], ["x": draw.row(4), "w": 0],
                    ["x": [-1.5], "w": 2.5],
                ]
            },
            gives: { answer, put in ["ŷ": Figure(answer(put.floats("x"), put.float("w")))] },
            answer: answer, nothing: { _, _ in [] }, right: each { x, w in w * x * x },
            mistakes: [
                "This is the lesson's model, w·x: x is not squared.": each { x, w in w * x },
                "It adds the weight where it has to multiply.": each { x, w in w + x * x },
                "It is x², without the weight.": each { x, _ in x * x },
                "It is always 0.5·x²: w is not used.": each { x, _ in 0.5 * x * x },
                "It is (w·x)²: only x is squared, not the weight.": each { x, w in w * x * w * x },
                "Right for the first sample only: the others get its prediction.":
                    { x, w in x.map { _ in w * x[0] * x[0] } },
                "Right for the first sample only, and there are no others.":
                    { x, w in [w * x[0] * x[0]] },
            ])
    }
}
