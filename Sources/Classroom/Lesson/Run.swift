/// Everything that one execution of a lesson's function handed over, as far as it is kept.
package struct Run {
    /// The updates of an epoch that was looked at.
    package struct Look {
        package var epoch: Int
        package var updates: [Moment]
    }

    /// The epochs that were looked at, in their order; of many only some, and always the first and the
    /// last.
    package var looks: [Look] = []
    /// The first epoch that was reported.
    package var first: EpochRecord?
    /// How many epochs were reported, and what of the last ones.
    package private(set) var count = 0
    package private(set) var lastEpoch = 0
    package private(set) var lastLoss = Float.nan
    package private(set) var lossBefore = Float.nan
    /// The parameters that were described last.
    package var reported: [Parameter] = []
    /// The samples of a lesson that hands them out in batches, to number the rows.
    package var dataset: Quantity?

    /// Counts an epoch.
    package mutating func report(_ epoch: Int, _ loss: Float) {
        count += 1
        lastEpoch = epoch
        (lossBefore, lastLoss) = (lastLoss, loss)
    }

    /// The updates of the first epoch.
    package var start: [Moment] { looks.first?.updates ?? [] }

    /// The last update that was looked at.
    package var latest: Moment? { looks.last?.updates.last }

    /// The updates of an epoch with what autograd recorded; empty where it was not looked at.
    package subscript(epoch: Int) -> [Moment] { looks.last { $0.epoch == epoch }?.updates ?? [] }

    /// The last epoch that was reported.
    ///
    /// - Parameter values: its parameters' numbers, one behind the other.
    package func record(_ values: [Float]) -> EpochRecord {
        EpochRecord(epoch: lastEpoch, loss: lastLoss, parameters: reported.named(values))
    }
}

extension [Parameter] {
    /// The numbers by their names; a list whose name has a word for each number is several parameters.
    ///
    /// - Parameter values: the numbers, one behind the other.
    package func named(_ values: [Float]) -> [(name: String, values: [Float])] {
        var rest = values[...]
        return flatMap { entry in
            let numbers = [Float](rest.prefix(entry.count))
            rest = rest.dropFirst(entry.count)
            return Parameter.words(entry.name, entry.count).map { words in
                zip(words, numbers).map { (name: $0, values: [$1]) }
            } ?? [(name: entry.name, values: numbers)]
        }
    }
}
