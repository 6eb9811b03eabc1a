import Classroom
import Words

/// What is said of a run: from what the lesson is given, and from what it has handed over.
extension Lesson {
    /// What the run has shown so far.
    ///
    /// - Parameter isHurried: whether all is left out that goes through the samples.
    package func insight(isHurried: Bool = false) -> Insight {
        Insight(
            problem, training,
            first: recorder.run.looks.isEmpty ? recorder.updates : recorder.run.start,
            others: recorder.run.looks.dropFirst().compactMap { $0.updates.first },
            isHurried: isHurried)
    }

    /// What the lesson is given, before its function is called: the data, the learning rate and the number
    /// of epochs.
    ///
    /// - Parameters:
    ///   - mistake: the mistake that it makes on purpose.
    ///   - rates: how many learning rates it is trained with.
    package func header(_ mistake: Mistake?, rates: Int = 1, _ style: Style = .plain) -> [String] {
        let count = Text.count(training.epochs, training.epochsBefore > 0 ? "more epoch" : "epoch")
        let training =
            rates == 1
            ? "Learning rate \(Numbers.short(self.training.learningRate)), \(count)."
            : "\(count) with each learning rate."
        var lines = problem.introduction(training)
        if let table = self.training.table, table.source != nil, rates == 1,
            let limit = problem.knowledge.limit,
            let warning = table.warning(limit, rate: self.training.learningRate)
        {
            lines += Text.wrap(warning).map { style($0, .yellow) }
        }
        if mistake != nil, let name = self.training.shownMistake {
            lines.append(style("With a mistake on purpose: \(name).", .yellow))
        }
        return lines
    }

    /// What the run does otherwise, in a sentence, once the first epoch is reported; nil if nothing.
    package var thisRun: String? {
        let first = recorder.run.start
        let isOne = first.count == 1 && first[0].epoch == recorder.run.lastEpoch
        return insight().thisRun(
            countsItself: !usesEpochs, reported: isOne ? recorder.run.lastLoss : nil)
    }

    /// Whether what goes through all samples takes long: after an interruption somebody waits.
    package var isLarge: Bool {
        recorder.run.start.first?.x.map { $0.rows > KnownModel.many } ?? false
    }

    package static var noGraph: String {
        "autograd records nothing for the loss here, so there is no graph to draw."
    }

    /// How the run came to its end, if not with its last epoch.
    ///
    /// - Parameter mistake: the mistake that it makes on purpose, which may be to stop.
    package func earlyEnd(_ mistake: Mistake?) -> [String] {
        let (run, last) = (recorder.run, training.lastEpoch)
        switch ending {
        case .completed:
            guard usesEpochs, run.lastEpoch < last, mistake == nil, training.epochs > 0 else {
                return []
            }
            return run.count == 0
                ? ["No epoch was reported: lesson.report(…) was never reached."]
                : ["The last epoch that was reported is \(run.lastEpoch) of \(last)."]
        case .stopped:
            return run.count == 0 ? [] : ["Stopped after epoch \(run.lastEpoch) of \(last)."]
        case .lossBelowThreshold:
            let threshold = training.stopBelow.map { Numbers.short($0) } ?? ""
            return ["Stopped after epoch \(run.lastEpoch): the loss is below \(threshold)."]
        case .diverged, .interrupted:
            return []
        }
    }

    /// What came of the run, and a line if the learning rate is above the limit and the run was too short
    /// to show it.
    package func summary(isHurried: Bool) -> [String] {
        guard let first = recorder.run.first, let last else { return [] }
        let insight = insight(isHurried: isHurried)
        var lines = problem.summary(insight, first: first, last: last)
        if let (rate, limit) = excess(insight) {
            lines += Text.wrap(
                "Too fast: the learning rate \(rate) is not below the limit \(limit).")
        }
        return lines
    }

    /// A learning rate that is not below the limit, and the limit.
    private func excess(_ insight: Insight) -> (rate: String, limit: String)? {
        guard !training.isMystery, let limit = problem.limit(insight).limit,
            let rate = insight.rate, rate >= limit.value
        else { return nil }
        return (Numbers.short(rate), "\(limit.formula) = \(Numbers.short(limit.value))")
    }

    /// Why the run has diverged.
    package var divergence: String {
        let run = recorder.run
        let all = [(name: "the loss", values: [run.lastLoss])] + (last?.parameters ?? [])
        func clause(_ word: String, _ isMeant: (Float) -> Bool) -> [String] {
            let names = all.filter { $0.values.contains(where: isMeant) }.map { $0.name }
            return names.isEmpty
                ? [] : ["\(list(names, "and")) \(names.count == 1 ? "is" : "are") \(word)"]
        }
        let clauses = clause("infinite") { $0.isInfinite } + clause("nan") { $0.isNaN }
        let sentence =
            "the training diverged: in epoch \(run.lastEpoch) \(list(clauses, "and"))."
        if training.isMystery { return sentence }
        if let (rate, limit) = excess(insight()) {
            return
                "\(sentence) The learning rate \(rate) is above the limit \(limit), so every step "
                + "overshoots further."
        }
        let moment = run.latest.flatMap { $0.epoch == run.lastEpoch ? $0 : nil }
        return
            "\(sentence) \(Diagnosis.sentence(run.lastEpoch, moment, lossBefore: run.lossBefore))"
    }
}
