import Descent
import Looking
import Words

/// The answers to what the page asks.
extension Session {
    func answer() -> JSON {
        JSON { json in
            switch request["ask"] {
            case "moment": update(&json)
            case "check": check(&json)
            case "landscape": landscape(&json)
            default: run(&json)
            }
        }
    }

    // MARK: - A run

    private func run(_ json: inout JSON) {
        let recording = record()
        let findings = Findings(
            setup.problem, setup.training, first: recording.recorder.run.start,
            others: recording.entries.compactMap { $0.update }.suffix(2))
        json.field("title", setup.stage.heading)
        json.field("steps", setup.stage.steps.map { [$0.step, $0.by] })
        json.field("learningRate", setup.training.learningRate)
        json.field("wanted", setup.training.epochs)
        json.field("count", recording.count)
        json.field("stride", recording.stride)
        json.field("fingerprint", String(recording.fingerprint, radix: 16))
        json.field("mistakes", mistakes.map { [$0.name, $0.sentence] })
        json.field("story", mistake?.story)
        json.field("notes", recording.notes)
        json.field("failure", recording.failure)
        let notation = findings.known?.notation
        let isNamed = notation?.parameters.count == recording.names.count
        json.field("names", isNamed ? notation?.parameters : recording.names)
        json.field("formula", notation?.prediction)
        if let samples = findings.samples {
            json.field("rows", samples.count)
            json.field("inputs", samples.x.columns)
            json.field("outputs", samples.y.columns)
            json.field("x", samples.x.drawn)
            json.field("y", samples.y.drawn)
        }
        limit(&json, findings)
        json.field("verdict", verdict.map(Self.json))
        json.field(
            "epochs",
            recording.entries.map { entry in
                JSON { json in
                    json.field("epoch", entry.epoch)
                    json.field("loss", entry.loss)
                    json.field("after", entry.after)
                    json.field("before", entry.update?.before)
                    json.field("gradient", entry.update?.gradients)
                    json.field("prediction", entry.update?.prediction?.drawn)
                }
            })
    }

    private func limit(_ json: inout JSON, _ findings: Findings) {
        var finding = setup.problem.limit(findings)
        // From part 3 on, the update is built in, and the lesson's own reason is right.
        if hasFormulas, setup.stage < .part3, findings.step?.isAsSet == false {
            finding = .none("the steps of these formulas are not learning rate · gradient")
        }
        json.field("limit", finding.limit?.value)
        json.field("limitFormula", finding.limit?.formula)
        json.field("noLimit", finding.limit == nil ? finding.reason : nil)
        let best = findings.fit?.best
        json.field("best", best?.parameters)
        json.field("bestLoss", best?.loss)
    }

    // MARK: - An epoch

    /// The steps of the last epoch with its numbers, and what autograd recorded in it.
    private func update(_ json: inout JSON) {
        let recording = record(recordsLast: true)
        let findings = experiments.findings(experiments.run { $0.epochs = 3 })
        guard let update = recording.recorder.run.latest else { return }
        let explanation = Explanation(update, setup, findings)
        json.field("epoch", recording.count)
        json.field("steps", explanation.steps.map { [$0.name, $0.lines.joined(separator: "\n")] })
        json.field("tree", explanation.graph.map { $0.tree })
        json.field(
            "graph",
            explanation.graph?.values.map { value in
                JSON { json in
                    json.field("name", value.name)
                    json.field("isParameter", value.kind == .parameter)
                    json.field("expression", value.expression)
                    json.field("value", Numbers.summary(value.numbers, width: 18))
                    json.field("gradient", value.gradient.map { Numbers.summary($0, width: 18) })
                    json.field("operands", value.operands.map { $0.value })
                }
            })
    }

    /// The gradient beside measured slopes.
    private func check(_ json: inout JSON) {
        let check = GradientCheck(experiments, experiments.lookAhead())
        json.field("lines", check.lines)
        json.field("wrong", check.wrong)
    }

    // MARK: - The loss elsewhere

    /// The lesson's own loss over one of its parameters, or over two.
    ///
    /// The request has the numbers of the parameters at which the others stay (`at`), which of them move
    /// (`first`, `second`), and the values that these get (`columns`, `rows`).
    private func landscape(_ json: inout JSON) {
        guard let experiment = LossExperiment(experiments, experiments.run()) else { return }
        let at = request.numbers("at").map { Float($0) }
        let start = experiment.base.before
        let moved = ["first", "second"].map { request.whole($0, in: 0...start.count - 1) ?? 0 }
        var points: [[Float]] = []
        for row in request.numbers("rows") {
            for column in request.numbers("columns") {
                var point = at.count == start.count ? at : start
                (point[moved[1]], point[moved[0]]) = (Float(row), Float(column))
                points.append(point)
            }
        }
        json.field("losses", experiment.look(points).map { $0?.loss ?? .nan })
    }
}

extension Quantity {
    /// At most 120 rows are drawn.
    fileprivate var drawn: [Float] {
        rows > 120 ? (0..<120).flatMap { row($0 * (rows - 1) / 119) } : values
    }
}
