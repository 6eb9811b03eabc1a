import Descent
import Words

/// Points to fit: of the sine from −π to π, or drawn on the page.
public struct SineCurve {
    package let x: [Float]
    package let y: [Float]
    /// False for points drawn on the page.
    var isSine = true

    /// π, rounded to the nearest Float32. (Swift's `Float.pi` is rounded towards zero.)
    private static let pi = Float(Double.pi)

    /// A cubic through points, with a summed squared error. The factors of a, b, c and d are 1, x, x² and x³.
    static func cubic(_ x: [Float], _ y: [Float]) -> SquaredErrorModel {
        let rows = LinearAlgebra.Rows(count: x.count, columns: 4) { sample, row in
            let x = Double(x[sample])
            row = [1, x, x * x, x * x * x]
        }
        return SquaredErrorModel(
            linear: rows, outputs: [[0, 1, 2, 3]], isMean: false,
            target: { sample, _ in Double(y[sample]) })
    }

    /// x² and x³, and part 4's matrix, which has x in its columns as well.
    package static func powers(_ x: [Float]) -> [(name: String, values: [Float])] {
        let x2 = x.map { $0 * $0 }
        let x3 = x.map { $0 * $0 * $0 }
        return [("x²", x2), ("x³", x3), ("[x x² x³]", matrix(x))]
    }

    /// The matrix with the columns x, x² and x³.
    package static func matrix(_ x: [Float]) -> [Float] {
        Tensor(x).unsqueezed(-1).pow([1, 2, 3]).scalars
    }

    /// A cubic as the notebook writes it.
    package static func text(_ c: [String]) -> String {
        "\(c[0]) + \(c[1]) x + \(c[2]) x^2 + \(c[3]) x^3"
    }
}

// MARK: - The points of notebook 003

extension SineCurve {
    /// Creates the points that the settings ask for: those of notebook 003, or the most exact ones that a Float32 can
    /// hold, with the sine computed in Float64 and rounded once.
    package init(_ options: CurveOptions) {
        if options.points == .notebook && options.inputs == nil {
            self = Self.notebook()
            return
        }
        let x = options.inputs ?? Tensor.linspace(-Self.pi, Self.pi, options.samples).scalars
        self.init(x: x, y: x.map { Float(Trigonometry.sine(Double($0))) })
    }

    /// The number of points in the notebook.
    package static let notebookCount = 2000

    /// The notebook's points, exact to the bit. With them, the loops print what the notebook shows, digit for digit.
    ///
    /// The notebook used an older PyTorch. Its `linspace` made blocks of eight numbers, each with its own start, and
    /// its sine differs by one unit in the last place at 89 points. (Found by comparing with the recording; see
    /// `Tests/Reference/notebooks.json`.)
    package static func notebook() -> SineCurve {
        let (start, end) = (-pi, pi)
        let last = notebookCount - 1
        let step = (end - start) / Float(last)
        let x = (0...last).map { i in
            let first = i / 8 * 8
            let base =
                first < notebookCount / 2
                ? start + step * Float(first) : end - step * Float(last - first)
            return base + step * Float(i - first)
        }
        var y = x.map { Float(Trigonometry.sine(Double($0))) }
        for i in oneFurtherFromZero { y[i] = Float(bitPattern: y[i].bitPattern + 1) }
        for i in oneNearerToZero { y[i] = Float(bitPattern: y[i].bitPattern - 1) }
        return SineCurve(x: x, y: y)
    }

    private static let oneFurtherFromZero = [
        59, 89, 108, 132, 139, 145, 153, 158, 170, 173, 372, 373, 386, 392, 425, 437, 556, 577, 587,
        588, 622, 816, 836, 844, 869, 874, 878, 893, 901, 952, 1023, 1076, 1099, 1138, 1145, 1148,
        1169, 1175, 1377, 1379, 1411, 1412, 1443, 1497, 1556, 1560, 1562, 1586, 1609, 1627, 1822,
        1826, 1829, 1841, 1850, 1852, 1854, 1855, 1867, 1891,
    ]

    private static let oneNearerToZero = [
        253, 282, 286, 309, 310, 455, 473, 492, 517, 520, 531, 666, 676, 678, 693, 712, 751, 1242,
        1264, 1272, 1283, 1301, 1303, 1311, 1321, 1333, 1344, 1690, 1717,
    ]
}
