/// How a model is written: the words and letters of an explanation.
public struct Notation {
    /// The prediction, such as "w·x".
    package var prediction: String
    /// The parameters, in the order in which a lesson hands them over, one name for each number.
    package var parameters: [String]
    /// The outputs; "ŷ" if there is only one.
    package var outputs = ["ŷ"]
    /// How the prediction changes with each parameter, such as "x"; "" for 1.
    package var partials: [String]
    /// The prediction with numbers in it, for a sample: from an output's parameters and what they are
    /// multiplied with.
    package var substituted: (_ parameters: [String], _ partials: [String]) -> String = Notation.sum
    /// Data besides x and y by their names, to be recognised in a graph.
    package var constants: () -> [(name: String, values: [Float])] = { [] }

    /// 0.300·[1 2 3 4] + 0.500: a parameter alone where it is multiplied with 1.
    package static func sum(_ parameters: [String], _ partials: [String]) -> String {
        let terms = zip(parameters, partials).map { $1 == "1" ? $0 : "\($0)·\($1)" }
        return terms.joined(separator: " + ")
    }
}

/// The learning rate from which on gradient descent diverges: 2/λ, where λ is the largest eigenvalue
/// of the loss's second derivatives, its greatest curvature.
public struct LearningRateLimit {
    /// The limit.
    package var value: Double
    /// How it is computed, such as "n/Σx² = 4/30".
    package var formula: String
    /// λ; nil if the limit is not that of the loss, because the gradient is wrong.
    package var curvature: Double?
}
