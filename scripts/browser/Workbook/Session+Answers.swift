import Descent
import Looking
import Words

/// The answers to what the page asks.
extension Session {
    func answer() -> [UInt8] {
        JSON { json in
            switch request["ask"] {
            case "fingerprint": trace(&json, isWhole: false)
            case "trace": trace(&json, isWhole: true)
            case "moment": update(&json)
            case "check": check(&json)
            case "landscape": landscape(&json)
            default: run(&json)
            }
        }.text
    }

    // MARK: - A run

    private func run(_ json: inout JSON) {
        let recording = record(capacity: request.whole("keep", in: 1...512) ?? 512)
        let findings = Findings(
            setup.problem, setup.training, first: recording.recorder.run.start,
            others: recording.entries.compactMap { $0.update }.suffix(2))
        json.field("title", setup.stage.heading)
        json.field("steps", setup.stage.steps.map { [$0.step, $0.by] })
        json.field("learningRate", setup.training.learningRate)
        json.field("wanted", setup.training.epochs)
        json.field("count", recording.count)
        json.field("stride", recording.stride)
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
        json.field("verdict", verdict)
        json.field("epochs", recording.entries)
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

    /// All losses in a number, to compare the parts with. A whole trace also has the bits of losses and parameters.
    private func trace(_ json: inout JSON, isWhole: Bool) {
        let recording = record(capacity: isWhole ? .max : 8, isLooking: false)
        json.field("fingerprint", String(recording.fingerprint, radix: 16))
        guard isWhole else { return }
        json.field("losses", recording.entries.map { Numbers.bits($0.loss) })
        json.field("parameters", recording.entries.flatMap { $0.after.map { Numbers.bits($0) } })
    }

    // MARK: - An epoch

    /// The steps of the last epoch with its numbers, and what autograd recorded in it.
    private func update(_ json: inout JSON) {
        let recording = record(capacity: 8, recordsLast: true)
        let findings = experiments.findings(experiments.run { $0.epochs = 3 })
        guard let update = recording.recorder.run.latest else { return }
        let explanation = Explanation(update, setup, findings)
        json.field("epoch", recording.count)
        json.field(
            "steps",
            explanation.steps.map { step in
                let text = step.lines.joined(separator: "\n")
                let own = "The lesson uses its own loss."
                return [
                    step.name,
                    hasFormulas ? text.replacing(own, with: "The loss is your own formula.") : text,
                ]
            })
        json.field("tree", explanation.graph.map { GraphTree(graph: $0).lines })
        json.field("graph", explanation.graph?.values)
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
    /// (`first`, `second`), the ranges and how many points each has.
    private func landscape(_ json: inout JSON) {
        guard let experiment = LossExperiment(experiments, experiments.run()) else { return }
        let start = experiment.base.before
        let at = request.numbers("at").map { Float($0) }
        let range = request.numbers("range")
        let axes = ["first", "second"].compactMap { request.whole($0, in: 0...start.count - 1) }
        guard range.count == 2 * axes.count else { return }
        let columns = request.whole("columns", in: 2...200) ?? 61
        let rows = request.whole("rows", in: 1...100) ?? 1
        var points: [[Float]] = []
        for index in 0..<rows * columns {
            var point = at.count == start.count ? at : start
            let positions = [(index % columns, columns), (index / columns, rows)]
            for (axis, (position, count)) in zip(axes.indices, positions) {
                let (low, high) = (range[2 * axis], range[2 * axis + 1])
                point[axes[axis]] = Float(low + (high - low) * Double(position) / Double(count - 1))
            }
            points.append(point)
        }
        json.field("columns", columns)
        json.field("rows", rows)
        json.field("losses", experiment.look(points).map { $0?.loss ?? .nan })
    }
}

extension Quantity {
    /// At most 120 rows are drawn.
    fileprivate var drawn: [Float] {
        rows > 120 ? (0..<120).flatMap { row($0 * (rows - 1) / 119) } : values
    }
}

extension Recording.Entry: JSONObject {
    func writeFields(_ json: inout JSON) {
        json.field("epoch", epoch)
        json.field("loss", loss)
        json.field("after", after)
        json.field("before", update?.before)
        json.field("gradient", update?.gradients)
        json.field("prediction", update?.prediction?.drawn)
    }
}

extension RecordedGraph.Value: JSONObject {
    func writeFields(_ json: inout JSON) {
        let kind =
            kind == .parameter ? "parameter" : kind == .constant ? "constant" : "operation"
        json.field("name", name)
        json.field("kind", kind)
        json.field("expression", expression)
        json.field("value", Numbers.summary(numbers, width: 18))
        json.field("gradient", gradient.map { Numbers.summary($0, width: 18) })
        json.field("operands", operands.map { $0.value })
    }
}
