import Foundation

/// What a golden file expects of an output: its lines, some of them left out.
///
/// A line `[...]` stands for any number of lines, and `[...]` within a line for any text. So a golden
/// file holds what it is about, and a sentence that every run prints is recorded in few of them.
public struct Excerpt {
    private let lines: [String]
    private static let gap = "[...]"

    public init(_ lines: [String]) {
        self.lines = lines
    }

    /// The first expected line that the output does not have where it must be; nil if all are there.
    public func mismatch(_ output: [String]) -> String? {
        // Between two gaps the leftmost match is the best; only the last part is bound to the end.
        var parts: [[String]] = [[]]
        for line in lines {
            if line == Self.gap { parts.append([]) } else { parts[parts.count - 1].append(line) }
        }
        var rest = output[...]
        for (index, part) in parts.enumerated() {
            let isFirst = index == 0
            let isLast = index == parts.count - 1
            guard part.count <= rest.count else { return missing(part, in: rest) }
            if isFirst && isLast && part.count < rest.count {
                return "one line too many: \(rest.dropFirst(part.count).first!)"
            }
            let end = rest.endIndex - part.count
            let starts = isFirst ? rest.startIndex...rest.startIndex : rest.startIndex...end
            let candidates = isLast && !isFirst ? end...end : starts
            guard let start = candidates.first(where: { Self.matches(part, rest[$0...]) }) else {
                let from = candidates.count == 1 ? candidates.lowerBound : rest.startIndex
                return missing(part, in: rest[from...])
            }
            rest = rest[(start + part.count)...]
        }
        return nil
    }

    private func missing(_ part: [String], in rest: ArraySlice<String>) -> String {
        // The longest beginning of the part that the output has says where they differ.
        var longest = (count: 0, found: rest.first ?? "nothing")
        for start in rest.indices {
            let common = zip(part, rest[start...]).prefix { Self.matches($0, $1) }.count
            if common > longest.count, common < part.count {
                let next = start + common
                longest = (common, next < rest.endIndex ? rest[next] : "nothing")
            }
        }
        return "expected: \(part[longest.count])\nfound:    \(longest.found)"
    }

    private static func matches(_ expected: [String], _ lines: ArraySlice<String>) -> Bool {
        expected.count <= lines.count && zip(expected, lines).allSatisfy { matches($0, $1) }
    }

    private static func matches(_ expected: String, _ line: String) -> Bool {
        guard expected.contains(gap) else { return expected == line }
        var pieces = expected.components(separatedBy: gap)
        let (first, last) = (pieces.removeFirst(), pieces.removeLast())
        guard line.hasPrefix(first), line.dropFirst(first.count).hasSuffix(last) else {
            return false
        }
        var rest = line.dropFirst(first.count).dropLast(last.count)
        for piece in pieces {
            guard let found = rest.range(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
