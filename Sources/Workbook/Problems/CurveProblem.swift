/// A problem of notebook 003: a curve with the coefficients a, b, c and d is fitted to points.
public protocol CurveProblem: Problem {
    /// Where the points are.
    var x: [Float] { get }
    /// What the curve is to be there.
    var y: [Float] { get }
}

extension CurveProblem {
    public var abscissa: [Float]? { x }

    /// As the notebook prints it: the step, counted from 0, and all digits of the loss.
    public func line(_ record: EpochRecord) -> String {
        "\(record.epoch - 1) \(Numbers.exact(record.loss))"
    }
}

extension Lesson where P: CurveProblem {
    /// The points from −π to π, and their sines.
    public var x: [Float] { problem.x }
    public var y: [Float] { problem.y }

    /// Reports an epoch: the loss before its update, and the parameters after it.
    public func report(
        _ epoch: Int, loss: some Scalars, a: some Scalars, b: some Scalars, c: some Scalars,
        d: some Scalars
    ) {
        report(epoch, loss: loss, parameters: [("a", a), ("b", b), ("c", c), ("d", d)])
    }
}
