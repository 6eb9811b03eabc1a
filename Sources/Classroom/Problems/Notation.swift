/// The notation of a model: the words and letters used to explain it.
public struct Notation {
    /// The prediction, such as "w·x".
    package var prediction: String
    /// The parameters, in the order in which a lesson hands them over, one name per number.
    package var parameters: [String]
    /// The outputs; "ŷ" if there is only one.
    package var outputs = ["ŷ"]
    /// The derivative of the prediction with respect to each parameter, such as "x"; "" for 1.
    package var partials: [String]
    /// The prediction of a sample with numbers filled in, from an output's parameters and their factors.
    package var substituted: (_ parameters: [String], _ partials: [String]) -> String = Notation.sum
    /// Data besides x and y, with names, so that it can be recognized in a graph.
    package var constants: () -> [(name: String, values: [Float])] = { [] }

    /// A sum such as 0.300·[1 2 3 4] + 0.500; a factor of 1 is left out.
    package static func sum(_ parameters: [String], _ partials: [String]) -> String {
        let terms = zip(parameters, partials).map { $1 == "1" ? $0 : "\($0)·\($1)" }
        return terms.joined(separator: " + ")
    }
}

/// The learning rate beyond which gradient descent diverges: 2/λ, where λ is the largest eigenvalue of the loss's
/// second derivatives, its greatest curvature.
public struct LearningRateLimit {
    /// The limit.
    package var value: Double
    /// The formula, such as "n/Σx² = 4/30".
    package var formula: String
    /// λ; nil if the limit isn't that of the loss, because the gradient is wrong.
    package var curvature: Double?
}
