/// What is printed when a run is over.
extension Lesson {
    /// Prints how the run ended and what came of it.
    ///
    /// - Returns: how it ended.
    func conclude(_ mistake: Mistake?) -> Outcome {
        Interruption.phase = interruption == nil ? .indivisible : .ending
        watch.end()
        if let timing { printError(timing.summary) }
        explanation += settings.isMystery ? [] : mistake?.lines ?? []
        let last = last
        let kept = keeper.save(self.kept)
        if !lastIsShown, reports > 0, ending == .completed, settings.every > 0 {
            note([problem.line(last!, of: total)])
        }
        if usesEpochs, ending == .completed, lastEpoch < settings.lastEpoch, mistake == nil,
            settings.epochs > 0
        {
            note(
                reports == 0
                    ? ["No epoch was reported: lesson.report(…) was never reached."]
                    : [
                        "The lesson left its loop after epoch \(lastEpoch) of \(settings.lastEpoch)."
                    ])
        }
        if ending == .diverged {
            note(plots + kept.lines)
            if mistake != nil { note([""] + explanation) }
            return .failed(divergence)
        }
        if let interruption { say(interruption) }
        if ending == .stopped, let last {
            note(["Stopped after epoch \(last.epoch) of \(settings.lastEpoch)."])
        }
        if ending == .lossBelowThreshold, let last, let threshold = settings.stopBelow {
            note([
                "Stopped after epoch \(last.epoch): the loss is below \(Numbers.short(threshold))."
            ])
        }
        if let epoch = settings.explain, !hasExplained {
            let word = lastEpoch < epoch && ending != .completed ? "reached" : "reported"
            note(["Epoch \(epoch) was not \(word), so there is nothing to explain."])
        }
        note(inOwnUnits(closing))
        if let first = firstRecord, let last {
            let isLarge = watch.first.first?.x.map { $0.rows > KnownModel.many } ?? false
            let insight = insight(isHurried: interruption != nil && isLarge)
            note(problem.summary(insight, first: first, last: last) + tooFast(insight))
        }
        note(plots)
        if !explanation.isEmpty { note([""] + explanation) }
        note(kept.lines)
        if let fault = kept.fault { return .failed(fault) }
        return interruption.map(Outcome.interrupted) ?? .completed
    }

    /// What a file would have of the run.
    private var kept: Keeper.Run {
        Keeper.Run(
            reported: reports > 0 ? reported : [], values: values,
            epoch: usesEpochs ? lastEpoch : settings.epochsBefore + reports,
            isFinite: ending != .diverged,
            unknown: watch.recorded[settings.firstEpoch]?.first
                .flatMap { RecordedGraph($0, insight)?.unknownLeaves.count } ?? 0,
            insight: { [self] in insight(isHurried: interruption != nil) })
    }

    private var plots: [String] {
        guard let last, let history, let plot = settings.plot else { return [] }
        let isDrawn = plot == .descent && descent?.missing == nil
        if isDrawn && prompt != nil { return [] }
        let plots = RunPlots(
            insight: insight, history: history, predict: prediction, latest: watch.latest.last,
            last: last, descent: descent, epochsBefore: settings.epochsBefore)
        let runs = isDrawn ? Text.wrap(Experiments.sentence(descent?.runs ?? 0)) : []
        return plots.lines(plot) + runs
    }

    /// A line if the learning rate is above the limit and the run was too short to show it.
    private func tooFast(_ insight: Insight) -> [String] {
        guard !settings.isMystery, let limit = problem.limit(insight).limit,
            let rate = insight.rate, rate >= limit.value
        else { return [] }
        return Text.wrap(
            "Too fast: the learning rate \(Numbers.short(rate)) is not below the limit "
                + "\(limit.formula) = \(Numbers.short(limit.value)).")
    }

    private func say(_ interruption: Interruption.Cause) {
        progress.clear()
        let line = "\(interruption.word) after epoch \(lastEpoch) of \(settings.lastEpoch)."
        // Records are for programs: there the line goes to standard error.
        if settings.format == .text { note([line]) } else { printError(line) }
    }

    private var divergence: String {
        let epoch = lastEpoch
        let all = [(name: "the loss", values: [lastLoss])] + (last?.parameters ?? [])
        let bad = all.filter { !$0.values.allSatisfy(\.isFinite) }
        let words = [false, true].compactMap { isNaN -> String? in
            let names = bad.filter { $0.values.contains(where: \.isNaN) == isNaN }.map(\.name)
            if names.isEmpty { return nil }
            return "\(list(names, "and")) \(names.count == 1 ? "is" : "are") "
                + (isNaN ? "nan" : "infinite")
        }
        let sentence = "the training diverged: in epoch \(epoch) \(list(words, "and"))."
        if settings.isMystery { return sentence }
        let insight = insight
        if let limit = problem.limit(insight).limit, let rate = insight.rate, rate >= limit.value {
            return "\(sentence) The learning rate \(Numbers.short(rate)) is above the limit "
                + "\(limit.formula) = \(Numbers.short(limit.value)), so every step overshoots further."
        }
        let moment = watch.latest.last.flatMap { $0.epoch == epoch ? $0 : nil }
        return "\(sentence) \(Diagnosis.sentence(epoch, moment, lossBefore: lossBefore))"
    }
}
