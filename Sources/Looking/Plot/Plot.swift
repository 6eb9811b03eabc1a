/// A plot as a value: what to draw, and the text around it. A terminal draws it with characters and a file as SVG,
/// both with the same axes.
package struct Plot {
    /// A series of points, and the way to draw it.
    package struct Series {
        package var name: String
        package var points: [(x: Double, y: Double)]
        package var mark: Mark

        /// `points` are drawn individually, those of a `curve` are joined by lines, and `steps` are both.
        package enum Mark {
            case points, curve, steps
        }
    }

    /// A loss over a plane, on a grid, row by row from the bottom; nil where it could not be measured.
    package struct Field {
        package var x: ClosedRange<Double>
        package var y: ClosedRange<Double>
        package var columns: Int
        package var values: [Double?]

        package var rows: Int { values.count / columns }

        /// The smallest and the largest value.
        package var range: ClosedRange<Double> {
            let known = values.compactMap { $0 }.filter { $0.isFinite }
            return (known.min() ?? 0)...(known.max() ?? 0)
        }
    }

    package var title: String
    package var xLabel: String
    package var series: [Series]
    /// True if the y axis is logarithmic, which leaves out values that aren't positive.
    package var isLogarithmic = false
    package var yLabel = ""
    /// The background of the series, whose ranges are then the axes.
    package var field: Field?
    /// Points with a name, such as the start of a run.
    package var notes: [(x: Double, y: Double, name: String)] = []
    /// A clause that says what the plot leaves out.
    package var remark = ""
    /// A caption that says which run it shows, for files that are viewed later.
    package var caption = ""
    /// A clause that says why there is nothing to draw.
    package var missing: String?

    /// A plot that can't be drawn, with the reason.
    package static func missing(_ title: String, _ reason: String) -> Plot {
        Plot(title: title, xLabel: "", series: [], missing: reason)
    }

    /// The sentence to show if the plot isn't drawn.
    package var apology: String? { missing.map { "The \(title) is not drawn: \($0)." } }

    package var heading: String { title + (isLogarithmic ? ", logarithmic" : "") }

    /// A plot of losses, logarithmic if the largest positive one is at least a hundred times the smallest.
    package static func losses(
        _ title: String, _ series: [(name: String, points: [(x: Double, y: Double)])]
    ) -> Plot {
        let positive = series.flatMap { $0.points }.map { $0.y }.filter { $0 > 0 && $0.isFinite }
        return Plot(
            title: title, xLabel: "epoch",
            series: series.map { Series(name: $0.name, points: $0.points, mark: .curve) },
            isLogarithmic: (positive.max() ?? 0) / (positive.min() ?? 1) >= 100, yLabel: "loss")
    }

    /// The plot with at most 4096 points per series, including the first and the last, and without points beyond the
    /// limits of the axes.
    package var drawable: Plot {
        var plot = self
        for index in series.indices {
            let points = series[index].points
            plot.series[index].points = spread(points.count, 4096).map { points[$0] }.filter {
                Axis.limits.contains($0.x) && Axis.limits.contains($0.y)
                    && (!isLogarithmic || $0.y >= Axis.tiny)
            }
        }
        return plot
    }

    // MARK: - Axes

    package func horizontal(columns: Int) -> Axis {
        let values = field.map { [$0.x.lowerBound, $0.x.upperBound] }
        return Axis.within(values ?? series.flatMap { $0.points }.map { $0.x }, space: columns)
    }

    package func vertical(rows: Int) -> Axis {
        // A line is about as high as two characters are wide.
        if let y = field?.y { return Axis.within([y.lowerBound, y.upperBound], space: 2 * rows) }
        return Axis.vertical(series.flatMap { $0.points }.map { $0.y }, isLogarithmic, rows: rows)
    }

    /// The number of curves before a series, which determines its look.
    package func look(_ index: Int) -> Int { series[..<index].count { $0.mark == .curve } }
}

/// Evenly spaced indices, including the first and the last.
package func spread(_ total: Int, _ count: Int) -> [Int] {
    guard total > count else { return Array(0..<total) }
    return (0..<count).map { $0 * (total - 1) / (count - 1) }
}
