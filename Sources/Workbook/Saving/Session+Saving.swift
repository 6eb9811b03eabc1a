import Descent

/// A look at a lesson before it is trained: whether it can go on from a file, and what there is to save.
extension Session {
    /// More samples than this are not looked at with all that autograd records.
    private static var mostSamples: Int { 100_000 }

    /// Ends the program with a sentence if it cannot. So that this is known before anything is printed, the
    /// lesson runs for two epochs that nobody sees.
    mutating func prepareSaving() {
        let saving = settings.saving
        guard saving.load != nil || saving.save != nil else { return }
        let rehearsal = rehearse(withBatches: true, epochs: 2)
        if let misfit = rehearsal.misfit { fail(misfit, status: .usage) }
        guard let moment = rehearsal.moments.first else {
            guard let path = saving.load else { return }
            fail(
                "--load cannot be \(quoted(path)): nobody sees whether it fits, as lesson.look(…) is "
                    + "missing.", status: .usage)
        }
        guard saving.save != nil, (moment.x?.rows ?? 0) <= Self.mostSamples else { return }
        settings.saving.isMisplaced = insight(rehearsal).isMisplaced
        guard stage != .part1 else { return }
        let recorded = rehearse(isRecorded: true, withBatches: true)
        guard let first = recorded.moments.first,
            let graph = RecordedGraph(first, insight(recorded))
        else { return }
        settings.saving.unknown = graph.unknownLeaves.count
    }

    /// What the lesson computes with the parameters of a run that is over, in an epoch that nobody sees.
    func measure(_ state: SavedState, isHeavy: Bool) -> [SavedState.Word: String] {
        // After an interrupt somebody waits.
        if isHeavy && Interruption.hasHappened { return [:] }
        var session = self
        session.settings.saving.load = session.settings.saving.save
        session.settings.saving.loaded = state
        // A start of the model's own would not be the saved one.
        if var own = settings.own as? CropsOptions, own.start == .linear {
            own.start = .randn
            session.settings.own = own
        }
        let rehearsal = session.rehearse()
        guard rehearsal.misfit == nil, let moment = rehearsal.moments.first else { return [:] }
        let predictions = moment.prediction?.values.prefix(Self.mostPredictions) ?? []
        return [
            .loss: Numbers.shortest(moment.loss),
            .predictions: predictions.map { Numbers.shortest($0) }.joined(separator: " "),
        ]
    }

    /// These are enough to see it.
    private static var mostPredictions: Int { 16 }
}
