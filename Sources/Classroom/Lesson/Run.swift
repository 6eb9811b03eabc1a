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
