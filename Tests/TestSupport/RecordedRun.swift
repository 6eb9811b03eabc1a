import Foundation

/// A run of an executable with `--format jsonl`.
public struct RecordedRun: Sendable {
    struct Line: Decodable {
        var epoch: Int
        var loss_bits: Bits
        var parameter_bits: [String: [Bits]]
        var batches: [Batch]?
    }

    /// One update of an epoch that has several.
    public struct Batch: Decodable, Sendable {
        public var rows: [Int]
        public var loss_bits: Bits
    }

    /// The loss of each epoch.
    public var losses: Bits
    /// For each parameter its values, one epoch after another.
    public var parameters: [String: Bits]
    /// For each epoch its updates, where it has several.
    public var batches: [[Batch]]
    public var result: Program.Result

    /// Runs "part1 --epochs 3" and the like, and reads what it prints.
    public init(_ commandLine: String) throws {
        result = try Program.run(commandLine + " --format jsonl")
        let lines = try result.lines.map { line in
            try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        }
        guard lines.map(\.epoch) == Array(1...max(1, lines.count)) else {
            throw Unexpected(commandLine: commandLine, result: result)
        }
        losses = Bits(lines.flatMap(\.loss_bits.floats))
        batches = lines.compactMap(\.batches)
        parameters = [:]
        for line in lines {
            for (name, values) in line.parameter_bits {
                parameters[name, default: Bits([])].floats += values.flatMap(\.floats)
            }
        }
    }

    struct Unexpected: Error {
        var commandLine: String
        var result: Program.Result
    }
}
