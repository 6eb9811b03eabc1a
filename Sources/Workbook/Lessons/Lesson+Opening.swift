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
        opening = { [style, problem, settings, keeper] insight in
            var lines = [""] + problem.introduction(insight.opening(settings))
            if mistake != nil, let name = settings.shownMistake {
                lines.append(style("With a mistake on purpose: \(name).", .yellow))
            }
            return lines + keeper.opening + [""] + more(insight)
        }
        // A lesson may make its samples anew in each run; then only the run itself can tell.
        if rehearsal != nil && (settings.epochs == 0 || !settings.sweep.isEmpty) { open() }
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
        transcript.note(opening(insight) + pending)
        pending = []
    }
}
