import Descent

/// Draws the numbers of a task's cases: always the same for a seed.
public struct Draw {
    private let generator: Generator

    package init(seed: UInt64) {
        generator = Generator(seed: seed)
    }

    /// Some numbers between the bounds, all different where that is possible: whole numbers of quarters, so
    /// that they are short on the screen, and never 0.
    private func numbers(_ count: Int, _ bounds: ClosedRange<Float>) -> [Float] {
        var numbers: [Float] = []
        var attempts = 0
        while numbers.count < count {
            let next = (generator.uniform(1, in: bounds)[0] * 4).rounded() / 4
            if next == 0 { continue }
            attempts += 1
            if attempts > 50 * count || !numbers.contains(next) { numbers.append(next) }
        }
        return numbers
    }

    /// A number.
    public func number(_ bounds: ClosedRange<Float> = -4...4) -> Figure {
        Figure(numbers(1, bounds)[0])
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
    public func rate() -> Figure {
        Figure([0.25, 0.125, 0.5, 0.375][Int(generator.uniform(1, in: 0...3.99)[0])])
    }

    /// A case for each size, and others behind them.
    public func cases<Size>(
        of sizes: [Size], _ some: (Size) -> Figures, and others: @autoclosure () -> [Figures] = []
    ) -> [Figures] {
        sizes.map(some) + others()
    }
}
