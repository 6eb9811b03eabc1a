/// The element-wise operations, as values: the engine keeps them until it computes them.
enum BinaryOperation {
    case add, subtract, multiply, divide

    @inline(__always)
    func apply(_ a: Float, _ b: Float) -> Float {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        }
    }

    func apply(_ a: Few, _ b: Few) -> Few {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        }
    }
}

/// See ``BinaryOperation``.
enum UnaryOperation {
    case negate, square, cube

    @inline(__always)
    func apply(_ a: Float) -> Float {
        switch self {
        case .negate: -a
        case .square: a * a
        case .cube: (a * a) * a
        }
    }

    func apply(_ a: Few) -> Few {
        switch self {
        case .negate: -a
        case .square: a * a
        case .cube: (a * a) * a
        }
    }
}

// The loops run over plain pointers with `while`: that is what a debug build, which is what `swift run`
// makes, executes at about 2 ns an element, and what a release build turns into vectors. `map` and
// `zip` take 30 to 200 ns there.

/// An operand of a loop: many numbers or one for all.
enum LoopOperand {
    case numbers(UnsafePointer<Float>)
    case scalar(Float)
}

extension BinaryOperation {
    /// Computes `count` results.
    func run(
        _ a: LoopOperand, _ b: LoopOperand, _ count: Int, into result: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .add: Self.loop(a, b, count, result) { $0 + $1 }
        case .subtract: Self.loop(a, b, count, result) { $0 - $1 }
        case .multiply: Self.loop(a, b, count, result) { $0 * $1 }
        case .divide: Self.loop(a, b, count, result) { $0 / $1 }
        }
    }

    @inline(__always)
    private static func loop(
        _ a: LoopOperand, _ b: LoopOperand, _ count: Int, _ result: UnsafeMutablePointer<Float>,
        _ f: (Float, Float) -> Float
    ) {
        var i = 0
        switch (a, b) {
        case (.numbers(let p), .numbers(let q)):
            while i < count {
                result[i] = f(p[i], q[i])
                i &+= 1
            }
        case (.numbers(let p), .scalar(let y)):
            while i < count {
                result[i] = f(p[i], y)
                i &+= 1
            }
        case (.scalar(let x), .numbers(let q)):
            while i < count {
                result[i] = f(x, q[i])
                i &+= 1
            }
        case (.scalar(let x), .scalar(let y)):
            result.update(repeating: f(x, y), count: count)
        }
    }
}

extension UnaryOperation {
    /// Computes `count` results.
    func run(
        _ a: UnsafePointer<Float>, _ count: Int, into result: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .negate: Self.loop(a, count, result) { -$0 }
        case .square: Self.loop(a, count, result) { $0 * $0 }
        case .cube: Self.loop(a, count, result) { ($0 * $0) * $0 }
        }
    }

    @inline(__always)
    private static func loop(
        _ a: UnsafePointer<Float>, _ count: Int, _ result: UnsafeMutablePointer<Float>,
        _ f: (Float) -> Float
    ) {
        var i = 0
        while i < count {
            result[i] = f(a[i])
            i &+= 1
        }
    }
}

/// Loops over the rows of a matrix with two to four columns.
enum MatrixLoops {
    /// The product of each row with a column of weights, added from left to right.
    static func rows(
        _ matrix: UnsafePointer<Float>, _ weights: [Float], _ count: Int,
        into result: UnsafeMutablePointer<Float>
    ) {
        var i = 0
        switch weights.count {
        case 2:
            let (a, b) = (weights[0], weights[1])
            while i < count {
                let row = matrix + 2 &* i
                result[i] = row[0] * a + row[1] * b
                i &+= 1
            }
        case 3:
            let (a, b, c) = (weights[0], weights[1], weights[2])
            while i < count {
                let row = matrix + 3 &* i
                result[i] = row[0] * a + row[1] * b + row[2] * c
                i &+= 1
            }
        default:
            let (a, b, c, d) = (weights[0], weights[1], weights[2], weights[3])
            while i < count {
                let row = matrix + 4 &* i
                result[i] = row[0] * a + row[1] * b + row[2] * c + row[3] * d
                i &+= 1
            }
        }
    }

    /// A column, whose elements lie `columns` apart, times other numbers.
    static func column(
        _ column: UnsafePointer<Float>, _ columns: Int, _ factors: UnsafePointer<Float>,
        _ count: Int, into result: UnsafeMutablePointer<Float>
    ) {
        switch columns {
        // The distance as a constant: the compiler makes vectors of it.
        case 2: loop(column, 2, factors, count, result)
        case 3: loop(column, 3, factors, count, result)
        default: loop(column, 4, factors, count, result)
        }
    }

    @inline(__always)
    private static func loop(
        _ column: UnsafePointer<Float>, _ distance: Int, _ factors: UnsafePointer<Float>,
        _ count: Int, _ result: UnsafeMutablePointer<Float>
    ) {
        var i = 0
        while i < count {
            result[i] = factors[i] * column[i &* distance]
            i &+= 1
        }
    }
}
