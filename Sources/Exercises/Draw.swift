import Descent

/// Draws the random numbers of a task's cases, always the same for a seed.
public struct Draw {
    private let generator: Generator

    package init(seed: UInt64) { generator = Generator(seed: seed) }

    /// Numbers between the bounds, all different if possible. They are multiples of a quarter, so that they are short,
    /// and never 0.
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

    /// Cases with 1, 2, 3 and 5 samples: rows of that many numbers, and single numbers.
    public func samples(
        rows: [String], numbers: [String] = [], in bounds: ClosedRange<Float> = -4...4
    ) -> [Figures] {
        [1, 2, 3, 5].map { n in
            Figures(rows.map { ($0, row(n)) } + numbers.map { ($0, number(bounds)) })
        }
    }
}
