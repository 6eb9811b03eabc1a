import Words

/// What the page asks for: names and values, `problem=line&part=2&lr=3f847ae147ae147b`.
///
/// Numbers that are not whole come as the bits of a Float64, so that nothing has to be read or rounded.
public struct Request {
    private var values: [(name: String, value: String)] = []

    init(_ bytes: [UInt8]) {
        for pair in bytes.split(separator: 38) {
            let parts = pair.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            values.append(
                (
                    String(decoding: parts[0], as: UTF8.self),
                    String(decoding: parts[1], as: UTF8.self)
                ))
        }
    }

    subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    /// A whole number; one beyond the range is its nearest end.
    func whole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        self[name].flatMap { Int($0) }.map { min(max($0, range.lowerBound), range.upperBound) }
    }

    func number(_ name: String) -> Double? {
        self[name].flatMap { Self.number($0) }
    }

    /// Several, with commas between.
    func numbers(_ name: String) -> [Double] {
        (self[name] ?? "").split(separator: ",").compactMap { Self.number(String($0)) }
    }

    private static func number(_ text: String) -> Double? {
        let value = UInt64(text, radix: 16).map { Double(bitPattern: $0) }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// By how much starts are moved: `moved.w=…`.
    var moved: [String: [Float]] {
        var result: [String: [Float]] = [:]
        for (name, _) in values where name.hasPrefix("moved.") {
            result[String(name.dropFirst(6))] = numbers(name).map { Float($0) }
        }
        return result
    }

    /// Points of one's own.
    var table: Table? {
        let (x, y) = (numbers("x"), numbers("y"))
        guard !x.isEmpty, x.count == y.count, x.count <= 10_000 else { return nil }
        return Table(x: x.map { Float($0) }, y: y.map { Float($0) })
    }

    func apply(to training: inout Training) {
        if let epochs = whole("epochs", in: 1...100_000) {
            training.epochs = epochs
            training.given.insert("--epochs")
        }
        if let rate = number("lr"), rate >= 0 {
            training.learningRate = rate
            training.given.insert("--lr")
        }
        if let seed = whole("seed", in: 0...Int.max) { training.seed = UInt64(seed) }
        training.mistake = self["mistake"]
    }
}

/// The options of a problem that the page has.
public protocol PageOptions {
    /// Takes those that a request names.
    mutating func take(_ request: Request, _ training: inout Training)
}

extension LineOptions: PageOptions {
    public mutating func take(_ request: Request, _ training: inout Training) {
        samples = request.whole("samples", in: 1...10_000) ?? samples
        if let w0 = request.number("w0") {
            self.w0 = w0
            training.given.insert("--w0")
        }
        training.table = request.table
        bias = request["bias"] == "1"
        model = request["model"] == "custom" ? .custom : .linear
    }
}

extension CropsOptions: PageOptions {
    public mutating func take(_ request: Request, _ training: inout Training) {
        rows = request.whole("samples", in: 1...15) ?? rows
        batchSize = request.whole("batch", in: 1...15)
        shuffle = request["shuffle"] == "1"
    }
}

extension CurveOptions: PageOptions {
    public mutating func take(_ request: Request, _ training: inout Training) {
        samples = request.whole("samples", in: 1...10_000) ?? samples
        if request["optimizer"] == "rmsprop" { optimizer = .rmsprop }
        if request["update"] == "by-hand" { update = .byHand }
        training.table = request.table
    }
}

extension NoOptions: PageOptions {
    public mutating func take(_ request: Request, _ training: inout Training) {}
}
