import Descent
import Words

/// Numbers that a task's code takes or returns.
public struct Figure: Codable, Equatable, Sendable {
    /// The lengths of the axes; empty for a single number.
    public var shape: [Int]
    public var numbers: [Double]
    /// The text to show if there are no numbers.
    var absence: String?

    /// A single number.
    public init(_ number: some BinaryFloatingPoint) { (shape, numbers) = ([], [Double(number)]) }

    /// Numbers in a shape; by default a row.
    public init(_ numbers: [some BinaryFloatingPoint], shape: [Int]? = nil) {
        (self.shape, self.numbers) = (shape ?? [numbers.count], numbers.map { Double($0) })
    }

    /// The numbers of a tensor.
    public init(_ tensor: Tensor) { self.init(tensor.scalars, shape: tensor.shape) }

    /// The gradient of a tensor, or the note that there is none.
    public init(gradientOf tensor: Tensor) {
        self = tensor.grad.map { Figure($0) } ?? .absent("no gradient")
    }

    /// A missing result, and the text to show in its place.
    public static func absent(_ what: String) -> Figure {
        var figure = Figure([Double]())
        figure.absence = what
        return figure
    }

    /// The rows of a table, as Floats.
    package var rows: [[Float]] {
        stride(from: 0, to: numbers.count, by: max(1, shape.last ?? 1)).map { start in
            numbers[start...].prefix(shape.last ?? 1).map { Float($0) }
        }
    }
}

/// Numbers, rows and tables can be written as literals: 0.5, [1, 2], [[1, 2], [3, 4]].
extension Figure: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    public init(arrayLiteral elements: Figure...) {
        self.init(
            elements.flatMap(\.numbers), shape: [elements.count] + (elements.first?.shape ?? []))
    }
}

/// Named figures: a case of a task, or its results.
public struct Figures: ExpressibleByDictionaryLiteral, Equatable, Codable, Sendable {
    /// A figure with its name.
    public struct Entry: Equatable, Codable, Sendable {
        public var name: String
        public var figure: Figure
    }

    public var entries: [Entry]

    public init(dictionaryLiteral elements: (String, Figure)...) { self.init(elements) }

    package init(_ elements: [(String, Figure)]) {
        entries = elements.map { Entry(name: $0, figure: $1) }
    }

    /// All figures of the parts, in order.
    package static func joined(_ parts: Figures...) -> Figures {
        Figures(parts.flatMap(\.entries).map { ($0.name, $0.figure) })
    }

    /// The figures with some names.
    package func only(_ names: [String]) -> Figures {
        Figures(entries.filter { names.contains($0.name) }.map { ($0.name, $0.figure) })
    }

    /// The figure with a name; nil if there is none.
    package func figure(_ name: String) -> Figure? { entries.first { $0.name == name }?.figure }

    /// The figure with a name; traps if there is none.
    public subscript(name: String) -> Figure {
        guard let figure = figure(name) else {
            fatalError("A task has no figure '\(name)': it has \(entries.map(\.name)).")
        }
        return figure
    }

    /// The numbers of a figure, as Floats.
    public func floats(_ name: String) -> [Float] { self[name].numbers.map { Float($0) } }

    /// The first number of a figure, as a Float.
    public func float(_ name: String) -> Float { Float(self[name].numbers[0]) }

    /// The first number of a figure, as an Int.
    public func integer(_ name: String) -> Int { Int(self[name].numbers[0]) }

    /// The numbers of a figure, as a tensor.
    public func tensor(_ name: String, requiresGrad: Bool = false) -> Tensor {
        Tensor(floats(name), shape: self[name].shape, requiresGrad: requiresGrad)
    }

    /// The length of the first figure that isn't a single number.
    package var count: Int { entries.lazy.compactMap { $0.figure.shape.first }.first ?? 1 }
}

// MARK: - Comparing

extension Figure {
    /// True if the numbers are the same except for rounding to Float32.
    package func isNear(_ other: Figure) -> Bool {
        guard shape == other.shape, absence == other.absence else { return false }
        let scale = other.numbers.lazy.map { abs($0) }.filter { $0.isFinite }.max() ?? 0
        return zip(numbers, other.numbers).allSatisfy { found, expected in
            found == expected || found.isNaN && expected.isNaN
                || abs(found - expected) <= 1e-4 * scale + 1e-5
        }
    }
}

extension Figures {
    package func isNear(_ other: Figures) -> Bool {
        entries.map(\.name) == other.entries.map(\.name)
            && zip(entries, other.entries).allSatisfy { $0.figure.isNear($1.figure) }
    }
}

// MARK: - Showing

extension Figure {
    /// The figure on one line.
    ///
    /// - Parameter digits: the number of significant digits; by default as few as are readable.
    package func text(width: Int, digits: Int? = nil) -> String {
        if let absence { return absence }
        if numbers.isEmpty { return "[]" }
        let values = numbers.map { Float($0) }
        let cells =
            digits.map { digits in values.map { Numbers.short($0, digits) } }
            ?? Numbers.alike(values)
        if shape.isEmpty { return cells[0] }
        if shape.count == 2 {
            let rows = stride(from: 0, to: cells.count, by: shape[1]).map { start in
                "[\(cells[start..<start + shape[1]].joined(separator: " "))]"
            }
            // All rows, or as many as fit.
            return [rows.count, 4, 3, 2, 1].lazy.filter { $0 <= rows.count }.map { shown in
                "[\(rows.prefix(shown).joined(separator: " "))\(shown < rows.count ? " …" : "")]"
            }.first { $0.count <= width } ?? "[\(rows[0]) …]"
        }
        return digits == nil && values.count > 1
            ? Numbers.vector(values, width: width) : "[\(cells.joined(separator: " "))]"
    }

    /// The figure on one line, in a form that differs from that of another figure unless they are near.
    package func text(width: Int, besides other: Figure?) -> String {
        let text = text(width: width)
        guard let other, !isNear(other) else { return text }
        // [1] and [1.000] count as the same form.
        func numbers(_ text: String) -> [Double?] {
            text.split { "[] ".contains($0) }.map { Double($0) }
        }
        let looksTheSame =
            shape == other.shape && numbers(text) == numbers(other.text(width: width))
        return looksTheSame ? self.text(width: width, digits: 7) : text
    }
}

extension Figures {
    /// The figures, one after another, on as few lines as possible.
    ///
    /// - Parameter other: the figures to compare with; those that differ look different.
    package func lines(width: Int, besides other: Figures? = nil) -> [String] {
        entries.reduce(into: []) { lines, entry in
            let room = width - entry.name.count - 3
            let text = entry.figure.text(width: room, besides: other?.figure(entry.name))
            let next = "\(entry.name) = \(text)"
            if let last = lines.last, last.count + 2 + next.count <= width {
                lines[lines.count - 1] = "\(last), \(next)"
            } else {
                lines.append(next)
            }
        }
    }
}
