extension Exercise {
    /// Part 1: w − learning rate · gradient.
    public static func update(
        _ updated:
            @escaping (_ weights: [Float], _ gradient: [Float], _ learningRate: Float) -> [Float]
    ) -> Exercise {
        func each(
            _ step: @escaping (_ w: Double, _ g: Double, _ rate: Double) -> Double
        ) -> (Figures) -> Figures {
            { put in
                let pairs = zip(put.doubles("weights"), put.doubles("gradient"))
                return [
                    "new weights": Figure(pairs.map { step($0, $1, put.double("learningRate")) })
                ]
            }
        }
        return Exercise(
            "update", title: "The update",
            hints: [
                "The gradient says where the loss grows, so the step goes the other way.",
                "Each new weight is the old one minus the learning rate times its gradient.",
                "weights.indices.map { i in weights[i] - … }",
            ],
            learned: "Against the gradient: that minus sign is all of gradient descent.",
            cases: { draw in
                [1, 2, 3, 5].map { n in
                    [
                        "weights": draw.row(n), "gradient": draw.row(n),
                        "learningRate": Figure(draw.rate()),
                    ]
                } + [
                    [
                        "weights": Figure([0, -1, 2]), "gradient": Figure([1, 0, -2]),
                        "learningRate": Figure(0.1),
                    ],
                    ["weights": draw.row(2), "gradient": draw.row(2), "learningRate": Figure(0.0)],
                ]
            },
            nothing: { ["new weights": $0["weights"]] },
            expected: each { w, g, rate in w - rate * g },
            mistakes: [
                KnownMistake(
                    "The sign is reversed: this walks uphill.", each { w, g, rate in w + rate * g }),
                KnownMistake("The learning rate is missing.", each { w, g, _ in w - g }),
                KnownMistake(
                    "The learning rate is missing, and the sign is reversed.",
                    each { w, g, _ in w + g }),
                KnownMistake(
                    "This is the step, not the new weight.", each { _, g, rate in rate * g }),
                KnownMistake(
                    "This is the change, not the new weight.", each { _, g, rate in -rate * g }),
                KnownMistake(
                    "It is always 0.5, as in the example: the learning rate is not used.",
                    each { w, g, _ in w - 0.5 * g }),
                KnownMistake(
                    "It is always 0.01: the learning rate is not used.",
                    each { w, g, _ in w - 0.01 * g }),
                KnownMistake(
                    "It divides by the learning rate.", each { w, g, rate in w - g / rate }),
                KnownMistake(
                    "The weight stands in the step, too.", each { w, g, rate in w - rate * g * w }),
                KnownMistake(
                    "The learning rate multiplies all: only the gradient gets it.",
                    each { w, g, rate in rate * (w - g) }),
                KnownMistake(
                    "The minus stands the wrong way round: learning rate · gradient − weight.",
                    each { w, g, rate in rate * g - w }),
                KnownMistake(
                    "Only the sign of the gradient is used, not how large it is.",
                    each { w, g, rate in w - (g == 0 ? 0 : g < 0 ? -rate : rate) }),
                KnownMistake("Only the first weight is updated.") { put in
                    var weights = put.doubles("weights")
                    weights[0] -= put.double("learningRate") * put.double("gradient")
                    return ["new weights": Figure(weights)]
                },
                KnownMistake("Every weight gets the first gradient.") { put in
                    let step = put.double("learningRate") * put.double("gradient")
                    return ["new weights": put["weights"].map { $0 - step }]
                },
            ],
            found: {
                [
                    "new weights": Figure(
                        updated(
                            $0.floats("weights"), $0.floats("gradient"), $0.float("learningRate")))
                ]
            })
    }
}
