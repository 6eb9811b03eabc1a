/// The formulas of a lesson, by what they are for.
public enum FormulaField: String, CaseIterable, Sendable {
    /// Constants that the lesson computes once, before its loop: `let x2 = x.map { $0 * $0 }`.
    case setup
    /// The learner's own parameters, with their starts: `b = 0`.
    case start
    case prediction, loss, gradient, update
}

/// The reason why a formula can't be read or computed.
public struct FormulaError: Error, Equatable {
    public var field: FormulaField
    /// The place in the formula: the number of UTF-8 bytes before it.
    public var offset: Int
    /// A sentence or two about what is wrong and what to do.
    public var message: String
    /// True for Swift that a formula can't contain, such as a condition.
    public var needsCompiler = false
}
