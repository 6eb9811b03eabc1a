import Descent

/// Draws the numbers of a task's cases: always the same for a seed.
public struct Draw {
    private let generator: Generator

    init(seed: UInt64) {
        generator = Generator(seed: seed)
    }

    /// A number between the bounds, a whole number of quarters, so that it is short on the screen, and
    /// never 0.
    public func number(_ bounds: ClosedRange<Float> = -4...4) -> Double {
        while true {
            let number = (Double(generator.uniform(1, in: bounds)[0]) * 4).rounded() / 4
            if number != 0 { return number }
        }
    }

    /// Some such numbers, all different where that is possible.
    public func numbers(_ count: Int, _ bounds: ClosedRange<Float> = -4...4) -> [Double] {
        var numbers: [Double] = []
        var attempts = 0
        while numbers.count < count {
            let next = number(bounds)
            attempts += 1
            if attempts > 50 * count || !numbers.contains(next) { numbers.append(next) }
        }
        return numbers
    }

    /// A row of numbers.
    public func row(_ count: Int, _ bounds: ClosedRange<Float> = -4...4) -> Figure {
        Figure(numbers(count, bounds))
    }

    /// A table of numbers.
    public func table(_ rows: Int, _ columns: Int, _ bounds: ClosedRange<Float> = -4...4) -> Figure
    {
        Figure(numbers(rows * columns, bounds), shape: [rows, columns])
    }

    /// A learning rate, with no more decimals than the screen shows.
    public func rate() -> Double {
        [0.25, 0.125, 0.5, 0.375][Int(generator.uniform(1, in: 0...3.99)[0])]
    }
}
