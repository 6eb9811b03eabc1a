import Foundation

/// One side of a plot: which values lie along it, and which of them are labelled.
struct Axis {
    var ends: ClosedRange<Double>
    var isLogarithmic = false
    var ticks: [(value: Double, label: String)] = []

    /// Beyond these numbers there is nothing to see but overflow.
    static let limits = -1e300...1e300
    /// What is smaller counts as zero.
    static let tiny = 1e-300

    /// Where a value lies, from 0 to 1.
    func position(_ value: Double) -> Double {
        let (lower, upper) = (scaled(ends.lowerBound), scaled(ends.upperBound))
        return lower < upper ? (scaled(value) - lower) / (upper - lower) : 0.5
    }

    /// In which of some columns a value lies, from left to right.
    func column(_ value: Double, of columns: Int) -> Int {
        Int((position(value) * Double(columns - 1)).rounded())
    }

    /// In which of some rows a value lies, from top to bottom.
    func row(_ value: Double, of rows: Int) -> Int {
        Int(((1 - position(value)) * Double(rows - 1)).rounded())
    }

    private func scaled(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }

    /// How many rows there are at least from one label to the next.
    private func distance(rows: Int) -> Int {
        let taken = ticks.map { row($0.value, of: rows) }.sorted()
        return zip(taken.dropFirst(), taken).map { $0 - $1 }.min() ?? rows
    }

    /// The least and the greatest value, and whether there is no difference worth showing.
    private static func range(
        _ values: [Double], precision: Double
    ) -> (ends: ClosedRange<Double>, isFlat: Bool)? {
        guard let lower = values.min(), let upper = values.max() else { return nil }
        let difference = upper - lower
        let isFlat = difference < tiny || difference < precision * max(abs(lower), abs(upper))
        return (lower...upper, isFlat)
    }

    // MARK: - The x axis

    /// An axis from the least value to the greatest. Those two are labelled, and between them as
    /// many round ones as there is space for.
    static func horizontal(_ values: [Double], columns: Int) -> Axis {
        guard let (ends, isFlat) = range(values, precision: 1e-9) else { return Axis(ends: 0...1) }
        let (lower, upper) = (ends.lowerBound, ends.upperBound)
        let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e10 }
        let largest = max(abs(lower), abs(upper))
        func format(_ exponent: Int) -> NumberFormat {
            NumberFormat(largest: largest, exponent: exponent, isPlain: isWhole, isTrimmed: true)
        }
        if isFlat {
            let label = format(exponent(largest) - 3).label(lower)
            return Axis(ends: lower...lower, ticks: [(lower, label)])
        }
        let exact = format(exponent(upper - lower) - 2)
        let labels = (first: exact.label(lower), last: exact.label(upper))
        var step = RoundStep(exponent: max(exponent(upper - lower) - 1, isWhole ? 0 : .min))
        while true {
            let round = format(step.exponent)
            let nearly = 0.01 * step.size
            let inner = step.multiples(in: ends)
                .filter { $0 > lower + nearly && $0 < upper - nearly }
                .map { (value: $0, label: round.label($0)) }
            let width = max(5, inner.map { $0.label.count }.max() ?? 0) + 3
            if step.size / (upper - lower) * Double(columns - 1) >= Double(width) || inner.isEmpty {
                return Axis(
                    ends: ends, ticks: [(lower, labels.first)] + inner + [(upper, labels.last)])
            }
            step.grow()
        }
    }

    /// The power of ten that a positive number begins with.
    private static func exponent(_ value: Double) -> Int {
        value < tiny ? 0 : Int(log10(value).rounded(.down))
    }

    // MARK: - The y axis

    /// An axis with three to five round labels, as far as there are so many rows.
    static func vertical(_ values: [Double], _ isLogarithmic: Bool, rows: Int) -> Axis {
        guard let (range, isFlat) = range(values, precision: 1e-6) else { return Axis(ends: 0...1) }
        var ends = range
        let most = max(2, min(5, rows))
        if isFlat {
            let value = abs(ends.lowerBound) < tiny ? 0 : ends.lowerBound
            let space = value == 0 ? 1 : abs(value)
            ends = isLogarithmic ? value / 10...value * 10 : value - space...value + space
        }
        return isLogarithmic
            ? logarithmic(ends, most: most, rows: rows)
            : linear(ends, most: min(most, max(3, rows / 2 + 1)))
    }

    /// From the least value to the greatest, or beyond to a round number that is near.
    private static func linear(_ ends: ClosedRange<Double>, most: Int) -> Axis {
        let (lower, upper) = (ends.lowerBound, ends.upperBound)
        var step = RoundStep(exponent: exponent(upper - lower) - 1)
        func nearest(_ value: Double) -> Int { Int((value / step.size).rounded()) }
        while nearest(upper) - nearest(lower) >= most { step.grow() }
        var (first, last) = (nearest(lower), nearest(upper))
        while last - first + 1 < min(3, most) {
            if step.multiple(last + 1) - upper < lower - step.multiple(first - 1) {
                last += 1
            } else {
                first -= 1
            }
        }
        let values = (first...last).map(step.multiple)
        let format = NumberFormat(
            largest: max(abs(values[0]), abs(values[last - first])), exponent: step.exponent)
        return Axis(
            ends: min(lower, values[0])...max(upper, values[last - first]),
            ticks: values.map { ($0, format.label($0)) })
    }

    /// From the least value to the greatest, with powers of ten if enough of them lie between.
    private static func logarithmic(
        _ ends: ClosedRange<Double>, most: Int, rows: Int
    ) -> Axis {
        // Rounding is not to leave out a number at an end.
        let range = ends.lowerBound * 0.999_999...ends.upperBound * 1.000_001
        let powers = exponent(range.lowerBound)...exponent(range.upperBound)
        func axis(_ digits: [Int], every interval: Int = 1) -> Axis {
            let ticks = powers.filter { $0 % interval == 0 }.flatMap { power in
                digits.map { RoundStep(digit: $0, exponent: power) }
            }
            .filter { range.contains($0.size) }
            .map { ($0.size, NumberFormat(largest: $0.size, exponent: $0.exponent).label($0.size)) }
            return Axis(ends: ends, isLogarithmic: true, ticks: ticks)
        }
        let intervals = max(1, powers.count / 6)...max(1, powers.count / 2)
        var candidates = intervals.map { axis([1], every: $0) } + [axis([1, 2, 5]), axis([1, 5])]
        if ends.upperBound < 10 * ends.lowerBound {
            candidates += narrow(ends, most: most)
        }
        let usable = candidates.filter { $0.ticks.count >= min(3, most) && $0.ticks.count <= most }
        // Labels in neighbouring rows look uneven.
        for distance in [2, 1] {
            if let best = usable.first(where: { $0.distance(rows: rows) >= distance }) {
                return best
            }
        }
        // There is not enough space, so powers of ten come first.
        var last = usable.last ?? axis([1, 5])
        var taken: Set<Int> = []
        last.ticks = (axis([1], every: intervals.upperBound).ticks + last.ticks)
            .filter { taken.insert(last.row($0.value, of: rows)).inserted }
        return last
    }

    /// Within a decade round numbers at equal distances do better.
    private static func narrow(_ ends: ClosedRange<Double>, most: Int) -> [Axis] {
        var step = RoundStep(exponent: exponent(ends.upperBound - ends.lowerBound) - 1)
        var axes: [Axis] = []
        while step.size < ends.upperBound {
            var values = step.multiples(in: ends)
            if let last = values.last, values.count == 2 {
                values.append(step.multiple(Int((last / step.size).rounded()) + 1))
            }
            if let last = values.last, values.count <= most {
                let format = NumberFormat(largest: last, exponent: step.exponent)
                axes.append(
                    Axis(
                        ends: ends.lowerBound...max(ends.upperBound, last), isLogarithmic: true,
                        ticks: values.map { ($0, format.label($0)) }))
            }
            step.grow()
        }
        return axes
    }
}
