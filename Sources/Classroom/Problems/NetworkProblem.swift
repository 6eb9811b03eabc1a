import Descent

/// A small network for the sine, at points from −π to π, with a summed squared error.
public struct NetworkProblem: CurveProblem {
    public static let name = "network"
    /// Adam's steps don't grow with the slope.
    public static let defaults = Training(
        epochs: 1000, learningRate: 0.01,
        updateRule: UpdateRule(lines: [
            "m ← 0.9·m + 0.1·dL/dp            a mean of the gradients so far",
            "v ← 0.999·v + 0.001·(dL/dp)²     a mean of their squares",
            "p ← p − learning rate · m / √v, both enlarged at first: they start at 0",
        ]) { Adam($0, learningRate: $1) },
        hasLimit: false, every: 100)

    public let curve: SineCurve

    public init(_ setup: Setup<NetworkProblem>) { curve = SineCurve(setup.options) }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        summary(findings, last) { "Result: \($0.joined(separator: ", "))" }
    }

    /// No formula is known. Statements about the network rely on the values that the lesson hands over and on
    /// measurements.
    public var knowledge: Knowledge {
        Knowledge(samples: samples, isMean: false, model: { _, _ in nil })
    }
}

/// A lesson on a network.
public typealias NetworkLesson = Lesson<NetworkProblem>
