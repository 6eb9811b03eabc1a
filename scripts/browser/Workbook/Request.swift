import Classroom
import Words

/// A question of the page: fields such as `problem=line`, with zero bytes between.
public struct Request {
    private var values: [String: String] = [:]

    init(_ bytes: [UInt8]) {
        for field in bytes.split(separator: 0) {
            let name = field.prefix { $0 != UInt8(ascii: "=") }
            values[String(decoding: name, as: UTF8.self)] = String(
                decoding: field.dropFirst(name.count + 1), as: UTF8.self)
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    /// A whole number, limited to a range.
    func whole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        self[name].flatMap { Int($0) }.map { min(max($0, range.lowerBound), range.upperBound) }
    }

    /// Finite numbers, with commas between.
    func numbers(_ name: String) -> [Double] {
        (self[name] ?? "").split(separator: ",")
            .compactMap { Double(String($0)) }.filter { $0.isFinite }
    }

    /// The offsets of the starting values: `moved.w=…`.
    var moved: [String: [Float]] {
        var result: [String: [Float]] = [:]
        for name in values.keys where name.hasPrefix("moved.") {
            result[String(name.dropFirst(6))] = numbers(name).map { Float($0) }
        }
        return result
    }

    func apply(to training: inout Training) {
        if let epochs = whole("epochs", in: 1...100_000) {
            training.epochs = epochs
            training.given.insert("--epochs")
        }
        if let rate = numbers("lr").first, rate >= 0 {
            training.learningRate = rate
            training.given.insert("--lr")
        }
        if let seed = whole("seed", in: 0...Int.max) { training.seed = UInt64(seed) }
        // The learner's own points.
        let (x, y) = (numbers("x").map { Float($0) }, numbers("y").map { Float($0) })
        if !x.isEmpty, x.count == y.count { training.table = Table(x: x, y: y) }
    }
}

/// The options of a problem that the page has.
public protocol PageOptions {
    /// Reads them from a request.
    mutating func read(_ request: Request)
}

extension LineOptions: PageOptions {
    public mutating func read(_ request: Request) {
        samples = request.whole("samples", in: 1...10_000) ?? samples
        w0 = request.numbers("w0").first ?? w0
    }
}

extension CropsOptions: PageOptions {
    public mutating func read(_ request: Request) {
        rows = request.whole("samples", in: 1...15) ?? rows
    }
}

extension CurveOptions: PageOptions {
    public mutating func read(_ request: Request) {
        samples = request.whole("samples", in: 1...10_000) ?? samples
    }
}

extension NoOptions: PageOptions {
    public mutating func read(_ request: Request) {}
}
