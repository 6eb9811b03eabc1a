import Descent

/// What is printed before the first epoch, and what is known of a run.
extension Lesson {
    /// What the run has shown so far.
    var insight: Insight { insight(isHurried: false) }

    func insight(isHurried: Bool) -> Insight {
        let recorded = watch.recorded.sorted { $0.key < $1.key }.flatMap { $0.value.prefix(1) }
        return Insight(
            problem, settings, first: watch.first.isEmpty ? watch.batches : watch.first,
            others: watch.early.compactMap(\.first) + recorded + watch.latest.suffix(1),
            isHurried: isHurried)
    }

    /// Prints what the lesson is given, before its function is called: the data, the learning rate and
    /// the number of epochs.
    func introduce(_ mistake: Mistake?) {
        guard !isFollowed else { return }
        var lines = [""] + problem.introduction(settings.training)
        lines += warning.map { style($0, .yellow) }
        if mistake != nil, let name = settings.shownMistake {
            lines.append(style("With a mistake on purpose: \(name).", .yellow))
        }
        transcript.note(lines + keeper.opening + [""])
    }

    /// A line if the learning rate does not suit a table of one's own.
    private var warning: [String] {
        guard let table = settings.table, table.source != nil, settings.sweep.isEmpty,
            let limit = problem.givenLimit,
            let warning = table.warning(limit, rate: settings.learningRate)
        else { return [] }
        return Text.wrap(warning)
    }

    /// Lines in the units of the table, if the lesson learns from it.
    func inOwnUnits(_ lines: [String]) -> [String] {
        settings.table != nil && hasAskedForData ? lines.map { unscaled[$0] ?? $0 } : lines
    }

    /// Prints the graph of the first update, with `--graph`.
    func showGraph() {
        guard settings.graph, !isFollowed, let moment = watch.batches.first else {
            return
        }
        progress.clear()
        note([""])
        guard let graph = RecordedGraph(moment, insight) else {
            return note(Text.wrap("--graph: \(Self.noGraph)") + [""])
        }
        note(
            ["What autograd records in the first epoch, from the loss down:"]
                + GraphTree(graph: graph).lines
                + graph.unknownLeaves.map {
                    "\($0) is a parameter that the lesson does not hand over."
                } + [""])
    }

    static var noGraph: String {
        "autograd records nothing for the loss here, so there is no graph to draw."
    }
}

extension Settings {
    /// The learning rate and the number of epochs that a lesson is given, in a sentence.
    var training: String {
        let count = Text.count(epochs, epochsBefore > 0 ? "more epoch" : "epoch")
        return sweep.isEmpty
            ? "Learning rate \(Numbers.short(learningRate)), \(count)."
            : "\(count) with each learning rate."
    }
}
