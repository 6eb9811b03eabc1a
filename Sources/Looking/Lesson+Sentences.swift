import Classroom
import Words

/// Sentences about a run, from the lesson's settings and the values it has handed over.
extension Lesson {
    /// The header, printed before the lesson runs: the data, the learning rate and the number of epochs.
    ///
    /// - Parameters:
    ///   - mistake: the mistake that the lesson makes on purpose.
    ///   - isSweep: whether it is trained with several learning rates.
    package func header(
        _ mistake: Mistake?, isSweep: Bool = false, _ style: Style = .plain
    ) -> [String] {
        let count = Text.count(training.epochs, training.epochsBefore > 0 ? "more epoch" : "epoch")
        let training =
            isSweep
            ? "\(count) with each learning rate."
            : "Learning rate \(Numbers.short(self.training.learningRate)), \(count)."
        var lines = problem.introduction(training)
        if let table = self.training.table, table.source != nil, !isSweep,
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

    /// A sentence on how the run deviates from its settings, once the first epoch is reported; nil if it doesn't.
    package var thisRun: String? {
        findings().thisRun(countsItself: !usesEpochs, reported: recorder.run.startLoss)
    }

    /// True if going through all samples takes long. After an interruption, the user is waiting.
    package var isLarge: Bool {
        recorder.run.start.first?.x.map { $0.rows > KnownModel.many } ?? false
    }

    package static var noGraph: String {
        "autograd records nothing for the loss here, so there is no graph to draw."
    }

    /// The line for a run that ended before its last epoch.
    ///
    /// - Parameter mistake: the mistake that the lesson makes on purpose, which may cause the end.
    package func earlyEnd(_ mistake: Mistake?) -> [String] {
        let (run, last) = (recorder.run, training.lastEpoch)
        switch ending {
        case .completed:
            guard usesEpochs || run.count == 0, run.lastEpoch < last, mistake == nil,
                training.epochs > 0
            else { return [] }
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

    /// The summary of the run, with a line if the learning rate is above the limit and the run was too short to show
    /// it.
    package func summary(isHurried: Bool) -> [String] {
        guard let first = recorder.run.first, let last else { return [] }
        let findings = findings(isHurried: isHurried)
        var lines = problem.summary(findings, first: first, last: last)
        let isFound = findings.fit?.best.map { Double(last.loss) < $0.loss + 0.001 } ?? false
        if !isFound, let (rate, limit) = excess(findings) {
            lines += Text.wrap(
                "The learning rate \(rate) is too large: it is not below the limit \(limit).")
        }
        return lines
    }

    /// A learning rate at or above the limit, and the limit; nil if it is below.
    private func excess(_ findings: Findings) -> (rate: String, limit: String)? {
        guard !training.isMystery, let limit = problem.limit(findings).limit,
            let rate = findings.rate, rate >= limit.value
        else { return nil }
        return (Numbers.short(rate, 6), "\(limit.formula) = \(Numbers.short(limit.value))")
    }

    /// A sentence on why the run has diverged.
    package var divergence: String {
        let run = recorder.run
        let all = [(name: "the loss", values: [run.lastLoss])] + (last?.parameters ?? [])
        func clause(_ word: String, _ isMeant: (Float) -> Bool) -> [String] {
            let names = all.filter { $0.values.contains(where: isMeant) }.map { $0.name }
            return names.isEmpty
                ? [] : ["\(list(names, "and")) \(names.count == 1 ? "is" : "are") \(word)"]
        }
        let clauses = clause("infinite") { $0.isInfinite } + clause("nan") { $0.isNaN }
        let sentence = "the training diverged: in epoch \(run.lastEpoch) \(list(clauses, "and"))."
        if training.isMystery { return sentence }
        if let (rate, limit) = excess(findings()) {
            return
                "\(sentence) The learning rate \(rate) is above the limit \(limit), so every step "
                + "overshoots further."
        }
        let update = run.latest.flatMap { $0.epoch == run.lastEpoch ? $0 : nil }
        return
            "\(sentence) \(Diagnosis.sentence(run.lastEpoch, update, lossBefore: run.lossBefore))"
    }
}
