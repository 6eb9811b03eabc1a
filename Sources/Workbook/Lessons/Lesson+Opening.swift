import Descent

/// What is known of a run, and what is printed before its first epoch.
extension Lesson {
    /// What is known of the run so far.
    var insight: Insight { insight(isHurried: false) }

    func insight(isHurried: Bool) -> Insight {
        let rehearsed = rehearsal?.epochs ?? []
        let first = watch.first.isEmpty ? rehearsed.first ?? [] : watch.first
        let others = rehearsed.dropFirst().compactMap(\.first)
        return Insight(
            problem, settings, first: first,
            others: others + watch.recorded.prefix(1) + watch.latest.suffix(1),
            isHurried: isHurried)
    }

    /// Prints on which data the lesson works, when that is known: after the first epoch, unless there
    /// was a rehearsal.
    func introduce(_ mistake: Mistake?, then more: @escaping (Insight) -> [String] = { _ in [] }) {
        guard !isFollowed else { return }
        opening = { [style, problem, settings, warning, keeper] insight in
            var lines = [""] + problem.introduction(insight.opening(settings))
            lines += warning(insight).map { style($0, .yellow) }
            if mistake != nil, let name = settings.shownMistake {
                lines.append(style("With a mistake on purpose: \(name).", .yellow))
            }
            return lines + keeper.opening + [""] + more(insight)
        }
        // A lesson may make its samples anew in each run; then only the run itself can tell.
        if rehearsal != nil && (settings.epochs == 0 || !settings.sweep.isEmpty) { open() }
    }

    /// A line if the learning rate does not suit a table of one's own.
    private func warning(_ insight: Insight) -> [String] {
        guard let table = settings.table, table.source != nil, settings.sweep.isEmpty,
            let limit = problem.limit(insight).limit, let rate = insight.rate,
            let warning = table.warning(limit, rate: rate, isUsed: insight.hasProblemsSamples)
        else { return [] }
        return Text.wrap(warning)
    }

    /// Lines in the units of the table, if the lesson learns from it.
    func inOwnUnits(_ lines: [String]) -> [String] {
        usesTable ? lines.map { unscaled[$0] ?? $0 } : lines
    }

    /// Prints what waited for the first epoch.
    func open() {
        guard let opening else { return }
        self.opening = nil
        var insight = insight
        insight.countsItself = reports > 0 && !usesEpochs
        if case .other = insight.step?.kind, insight.samples.map({ $0.count <= 100_000 }) ?? true {
            insight.ignoresRate = ignoresRate()
        }
        progress.clear()
        usesTable = settings.table != nil && insight.hasProblemsSamples
        transcript.note(opening(insight) + inOwnUnits(pending))
        pending = []
    }
}
