import Words

#if canImport(Foundation)
    import Foundation
#endif

/// One side of a plot: its range of values, and the labels.
package struct Axis {
    package var ends: ClosedRange<Double>
    var isLogarithmic = false
    package var ticks: [(value: Double, label: String)] = []

    /// The largest numbers to draw. Beyond them, there is only overflow.
    package static let limits = -1e300...1e300
    /// The size below which a number counts as zero.
    static let tiny = 1e-300

    /// The position of a value, from 0 to 1.
    package func position(_ value: Double) -> Double {
        let (lower, upper) = (scaled(ends.lowerBound), scaled(ends.upperBound))
        return lower < upper ? (scaled(value) - lower) / (upper - lower) : 0.5
    }

    /// The column of a value, from left to right.
    package func column(_ value: Double, of columns: Int) -> Int {
        Int((position(value) * Double(columns - 1)).rounded())
    }

    /// The row of a value, from top to bottom.
    package func row(_ value: Double, of rows: Int) -> Int {
        Int(((1 - position(value)) * Double(rows - 1)).rounded())
    }

    private func scaled(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }

    /// The smallest number of rows between two labels.
    private func distance(rows: Int) -> Int {
        let taken = ticks.map { row($0.value, of: rows) }.sorted()
        return zip(taken.dropFirst(), taken).map { $0 - $1 }.min() ?? rows
    }

    /// The smallest and largest value, and whether their difference is too small to show.
    private static func range(
        _ values: [Double], precision: Double
    ) -> (ends: ClosedRange<Double>, isFlat: Bool)? {
        guard let lower = values.min(), let upper = values.max() else { return nil }
        let least = max(tiny, precision * max(abs(lower), abs(upper)))
        return (lower...upper, upper - lower < least)
    }

    /// The power of ten of a positive number's first digit.
    private static func exponent(_ value: Double) -> Int {
        value < tiny ? 0 : Int(log10(value).rounded(.down))
    }

    /// An axis that ends at its values, with as many round labels as fit.
    ///
    /// - Parameter space: the length of the axis in characters.
    package static func within(_ values: [Double], space: Int) -> Axis {
        guard let (ends, isFlat) = range(values, precision: 1e-9) else { return Axis(ends: 0...1) }
        if isFlat {
            let value = ends.lowerBound
            let label = abs(value) < tiny ? "0" : Numbers.short(value)
            return Axis(ends: value...value, ticks: [(value, label)])
        }
        let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e10 }
        var step = RoundStep(exponent: max(exponent(ends.length) - 1, isWhole ? 0 : .min))
        while true {
            let ticks = step.labelled(step.multiples(in: ends))
            // A label at an end is moved inwards by half its width.
            let width = max(8, 3 * (ticks.map { $0.label.count }.max() ?? 0) / 2 + 2)
            let distance = step.size / ends.length * Double(space - 1)
            if distance >= Double(width) || ticks.count < 3 {
                return Axis(ends: ends, ticks: ticks)
            }
            step.grow()
        }
    }

    // MARK: - The y axis

    /// An axis with three to five round labels, if there are enough rows.
    package static func vertical(_ values: [Double], _ isLogarithmic: Bool, rows: Int) -> Axis {
        guard let (range, isFlat) = range(values, precision: 1e-6) else { return Axis(ends: 0...1) }
        var ends = range
        let maxTicks = max(2, min(5, rows))
        if isLogarithmic { return logarithmic(ends, maxTicks: maxTicks, rows: rows) }
        if isFlat {
            let value = abs(ends.lowerBound) < tiny ? 0 : ends.lowerBound
            let space = value == 0 ? 1 : abs(value)
            ends = value - space...value + space
        }
        return linear(ends, maxTicks: min(maxTicks, max(3, rows / 2 + 1)))
    }

    /// From the smallest value to the largest, or further to a round number nearby.
    private static func linear(_ ends: ClosedRange<Double>, maxTicks: Int) -> Axis {
        let (lower, upper) = (ends.lowerBound, ends.upperBound)
        var step = RoundStep(exponent: exponent(upper - lower) - 1)
        func nearest(_ value: Double) -> Int { Int((value / step.size).rounded()) }
        while nearest(upper) - nearest(lower) >= maxTicks { step.grow() }
        var (first, last) = (nearest(lower), nearest(upper))
        while last - first + 1 < min(3, maxTicks) {
            if step.multiple(last + 1) - upper < lower - step.multiple(first - 1) {
                last += 1
            } else {
                first -= 1
            }
        }
        let values = (first...last).map(step.multiple)
        return Axis(
            ends: min(lower, values[0])...max(upper, values[last - first]),
            ticks: step.labelled(values))
    }

    /// From the smallest value to the largest, labelled with powers of ten, and with numbers in between if there are
    /// few.
    private static func logarithmic(_ ends: ClosedRange<Double>, maxTicks: Int, rows: Int) -> Axis {
        // Rounding must not exclude a number at an end.
        let range = ends.lowerBound * 0.999_999...ends.upperBound * 1.000_001
        let powers = Int(log10(range.lowerBound).rounded(.down))...exponent(range.upperBound)
        func axis(_ digits: [Int], every interval: Int) -> Axis {
            let steps = powers.filter { $0 % interval == 0 }.flatMap { power in
                digits.map { RoundStep(digit: $0, exponent: power) }
            }
            let ticks = steps.filter { range.contains($0.size) }.flatMap { $0.labelled([$0.size]) }
            return Axis(ends: ends, isLogarithmic: true, ticks: ticks)
        }
        let candidates =
            [1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500].map { axis([1], every: $0) }
            + [axis([1, 2, 5], every: 1), axis([1, 5], every: 1)]
        let usable = candidates.filter { (min(3, maxTicks)...maxTicks).contains($0.ticks.count) }
        // Labels in adjacent rows look uneven.
        return usable.first { $0.distance(rows: rows) > 1 }
            ?? usable.first { $0.distance(rows: rows) > 0 }
            ?? candidates.filter { $0.ticks.count <= maxTicks }.max {
                $0.ticks.count < $1.ticks.count
            }
            ?? axis([1], every: 500)
    }
}

extension ClosedRange<Double> {
    package var length: Double { upperBound - lowerBound }

    /// Evenly spaced numbers from one end to the other.
    package func divided(into count: Int) -> [Double] {
        (0..<count).map { lowerBound + length * Double($0) / Double(count - 1) }
    }
}

/// A distance between labels: 1, 2 or 5 times a power of ten.
package struct RoundStep {
    package var digit = 1
    package var exponent: Int

    package init(digit: Int = 1, exponent: Int) {
        self.digit = digit
        self.exponent = exponent
    }

    package var size: Double { multiple(1) }

    /// Changes it to the next larger step.
    package mutating func grow() {
        switch digit {
        case 1: digit = 2
        case 2: digit = 5
        default: (digit, exponent) = (1, exponent + 1)
        }
    }

    /// A multiple, as close to its decimal as a Float64 can be.
    package func multiple(_ factor: Int) -> Double {
        let power = pow(10, Double(abs(exponent)))
        return exponent < 0 ? Double(factor * digit) / power : Double(factor * digit) * power
    }

    /// The multiples within a range.
    func multiples(in range: ClosedRange<Double>) -> [Double] {
        let first = Int((range.lowerBound / size - 1e-6).rounded(.up))
        let last = Int((range.upperBound / size + 1e-6).rounded(.down))
        return first <= last ? (first...last).map(multiple) : []
    }

    /// Multiples with their labels, all in the same format: with the decimals of the step, and with a power of ten if
    /// that is shorter.
    package func labelled(_ values: [Double]) -> [(value: Double, label: String)] {
        let largest = values.map(abs).max() ?? 0
        let first = largest < Axis.tiny ? 0 : Int(log10(largest).rounded(.down))
        let digits = max(0, first - exponent)
        let plain = max(0, first) + 1 + (exponent < 0 ? 1 - exponent : 0)
        let scientific = 1 + (digits > 0 ? 1 + digits : 0) + "e\(first)".count
        let power = (first < -3 || first > 5) && scientific < plain ? first : 0
        let decimals = power == 0 ? max(0, -exponent) : digits
        return values.map { value in
            if value == 0 && power != 0 { return (value, "0") }
            let text = Numbers.fixed(RoundStep(exponent: -power).size * value, decimals)
            return (value, power == 0 ? text : "\(text)e\(power)")
        }
    }
}
