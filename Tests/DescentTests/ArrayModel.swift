import Descent

/// What both tensors and the model can do.
protocol Computing {
    /// The type itself. (A class with subclasses cannot promise a `Self`.)
    associatedtype Result: Computing
    static func + (a: Self, b: Self) -> Result
    static func - (a: Self, b: Self) -> Result
    static func * (a: Self, b: Self) -> Result
    static func / (a: Self, b: Self) -> Result
    static prefix func - (a: Self) -> Result
    func power(_ exponent: Int) -> Result
    func sum() -> Result
    func mean() -> Result
    func sum(axis: Int, keepingAxis: Bool) -> Result
    func matmul(_ other: Self) -> Result
    func transposed() -> Result
    func reshaped(_ shape: [Int]) -> Result
    func rows(_ range: Range<Int>) -> Result
}

extension Tensor: Computing {
    func power(_ exponent: Int) -> Tensor { pow(Float(exponent)) }
    func rows(_ range: Range<Int>) -> Tensor { self[range] }

    convenience init(_ model: ArrayModel) {
        self.init(model.numbers.map { Float($0) }, shape: model.shape)
    }
}

/// Float64 numbers in a shape. Every operation is written with the index of an element.
struct ArrayModel: Computing {
    var shape: [Int]
    var numbers: [Double]

    /// The array of a shape with the element for each index.
    init(_ shape: [Int], _ element: ([Int]) -> Double) {
        self.shape = shape
        numbers = []
        for number in 0..<shape.reduce(1, *) {
            var (index, rest) = (shape, number)
            for axis in shape.indices.reversed() {
                index[axis] = rest % shape[axis]
                rest /= shape[axis]
            }
            numbers.append(element(index))
        }
    }

    init(shape: [Int], numbers: [Double]) {
        self.shape = shape
        self.numbers = numbers
    }

    /// An element; an axis of length 1 is repeated, and missing ones are in front.
    subscript(index: [Int]) -> Double {
        var number = 0
        let offset = index.count - shape.count
        for axis in shape.indices {
            number = number * shape[axis] + (shape[axis] == 1 ? 0 : index[offset + axis])
        }
        return numbers[number]
    }

    static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        let a = [Int](repeating: 1, count: rank - a.count) + a
        let b = [Int](repeating: 1, count: rank - b.count) + b
        for (m, n) in zip(a, b) where m != n && m != 1 && n != 1 { return nil }
        return zip(a, b).map { $0 == 1 ? $1 : $0 }
    }

    private static func each(
        _ a: ArrayModel, _ b: ArrayModel, _ f: (Double, Double) -> Double
    ) -> ArrayModel {
        ArrayModel(broadcast(a.shape, b.shape)!) { f(a[$0], b[$0]) }
    }

    static func + (a: ArrayModel, b: ArrayModel) -> ArrayModel { each(a, b, +) }
    static func - (a: ArrayModel, b: ArrayModel) -> ArrayModel { each(a, b, -) }
    static func * (a: ArrayModel, b: ArrayModel) -> ArrayModel { each(a, b, *) }
    static func / (a: ArrayModel, b: ArrayModel) -> ArrayModel { each(a, b, /) }
    static prefix func - (a: ArrayModel) -> ArrayModel {
        ArrayModel(shape: a.shape, numbers: a.numbers.map(-))
    }

    func power(_ exponent: Int) -> ArrayModel {
        ArrayModel(shape) { index in (0..<exponent).reduce(1) { power, _ in power * self[index] } }
    }

    func sum() -> ArrayModel { ArrayModel(shape: [], numbers: [numbers.reduce(0, +)]) }

    func mean() -> ArrayModel {
        ArrayModel(shape: [], numbers: [numbers.reduce(0, +) / Double(numbers.count)])
    }

    func sum(axis: Int, keepingAxis: Bool) -> ArrayModel {
        var kept = shape
        kept[axis] = 1
        let sums = ArrayModel(kept) { index in
            (0..<shape[axis]).reduce(0) { sum, k in
                var place = index
                place[axis] = k
                return sum + self[place]
            }
        }
        if keepingAxis { return sums }
        kept.remove(at: axis)
        return sums.reshaped(kept)
    }

    func matmul(_ other: ArrayModel) -> ArrayModel {
        let a = shape.count == 1 ? reshaped([1, shape[0]]) : self
        let b = other.shape.count == 1 ? other.reshaped([other.shape[0], 1]) : other
        let product = ArrayModel([a.shape[0], b.shape[1]]) { index in
            (0..<b.shape[0]).reduce(0) { $0 + a[[index[0], $1]] * b[[$1, index[1]]] }
        }
        return product.reshaped(shape.dropLast() + other.shape.dropFirst())
    }

    func transposed() -> ArrayModel {
        ArrayModel(shape.reversed()) { self[$0.reversed()] }
    }

    func reshaped(_ shape: [Int]) -> ArrayModel { ArrayModel(shape: shape, numbers: numbers) }

    func rows(_ range: Range<Int>) -> ArrayModel {
        ArrayModel([range.count] + shape.dropFirst()) { index in
            self[[index[0] + range.lowerBound] + index.dropFirst()]
        }
    }
}
