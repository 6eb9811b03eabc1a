/// Everything that one execution of a lesson handed over, as far as it is kept.
package struct Run {
    /// The updates of an epoch that was looked at.
    package struct Look {
        package var epoch: Int
        package var updates: [Update]
    }

    /// The epochs that were looked at, in order. If there are many, only some are kept, but always the first and the
    /// last.
    package var looks: [Look] = []
    /// The first epoch that was reported.
    package var first: EpochRecord?
    /// The number of epochs reported, followed by details of the last two.
    package private(set) var count = 0
    package private(set) var lastEpoch = 0
    package private(set) var lastLoss = Float.nan
    package private(set) var lossBefore = Float.nan
    /// The parameters that were described last.
    package var reported: [Parameter] = []
    /// The samples of a lesson that uses batches, for numbering the rows.
    package var dataset: Quantity?

    /// Counts an epoch.
    package mutating func report(_ epoch: Int, _ loss: Float) {
        count += 1
        lastEpoch = epoch
        (lossBefore, lastLoss) = (lastLoss, loss)
    }

    /// The updates of the first epoch.
    package var start: [Update] { looks.first?.updates ?? [] }

    /// The loss that the first epoch reports; nil if that is unknown, or the epoch has several updates.
    package var startLoss: Float? {
        start.count == 1 && first?.epoch == start[0].epoch ? first?.loss : nil
    }

    /// The last update that was looked at.
    package var latest: Update? { looks.last?.updates.last }

    /// The updates of an epoch, with the operations that autograd recorded; empty if it was not looked at.
    package subscript(epoch: Int) -> [Update] { looks.last { $0.epoch == epoch }?.updates ?? [] }
}

extension [Parameter] {
    /// The names under which ``named(_:)`` returns the numbers.
    var names: [String] {
        flatMap { Parameter.words($0.name, $0.count) ?? [$0.name] }
    }

    /// The numbers by name. A list whose name has one word per number counts as several parameters.
    ///
    /// - Parameter values: the numbers, as a flat list.
    package func named(_ values: [Float]) -> [(name: String, values: [Float])] {
        zip(self, cut(values)).flatMap { entry, numbers in
            Parameter.words(entry.name, entry.count).map { words in
                zip(words, numbers).map { (name: $0, values: [$1]) }
            } ?? [(name: entry.name, values: numbers)]
        }
    }

    /// A flat list, cut into one list for each parameter.
    package func cut<T>(_ values: [T]) -> [[T]] {
        var rest = values[...]
        return map { parameter in
            defer { rest = rest.dropFirst(parameter.count) }
            return [T](rest.prefix(parameter.count))
        }
    }
}

/// The report of an epoch: the loss before its update and the parameters after it.
public struct EpochRecord {
    /// The epoch's number, counted from 1.
    package var epoch: Int
    package var loss: Float
    package var parameters: [(name: String, values: [Float])]
    /// The steps of the epoch, if it has several.
    package var batches: [Batch] = []

    /// A step on some of the samples.
    package struct Batch {
        /// The row numbers of the samples, as far as they are known.
        package var rows: [Int]
        package var loss: Float
    }

    /// True if every number in it is finite.
    package var isFinite: Bool {
        loss.isFinite && parameters.allSatisfy { $0.values.allSatisfy { $0.isFinite } }
    }

    /// The numbers of all parameters.
    package var values: [Float] { parameters.flatMap { $0.values } }

    /// A name for each of these numbers: "w", or "w[0]" and "w[1]".
    package var numberNames: [String] {
        parameters.flatMap { Parameter.elementNames($0.name, [], $0.values.count) }
    }

    /// The parameters in a short line: "w = 0.300, b = 0.100"; nil if there are more than four numbers.
    package func few(_ format: (Float) -> String) -> String? {
        guard !parameters.isEmpty, values.count <= 4 else { return nil }
        return parameters.map { name, values in
            let numbers = values.map(format)
            return values.count == 1
                ? "\(name) = \(numbers[0])" : "\(name) = [\(numbers.joined(separator: " "))]"
        }.joined(separator: ", ")
    }

    /// The line of an epoch: "Epoch 1/30: w = 0.300, loss = 30.00000000".
    ///
    /// - Parameter format: formats a parameter's number.
    package func line(of total: Int?, loss: String, _ format: (Float) -> String) -> String {
        let number = total.map { "\(epoch)/\($0)" } ?? "\(epoch)"
        let parameters = few(format).map { "\($0), " } ?? ""
        return "Epoch \(number): \(parameters)loss = \(loss)"
    }
}
