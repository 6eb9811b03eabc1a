import Descent
import Looking
import Words

/// The answers to what the page asks.
extension Session {
    func answer(_ request: Request, mistakes: [Mistake]) -> [UInt8] {
        var json = JSON()
        json.object { json in
            switch request["ask"] ?? "run" {
            case "fingerprint": fingerprint(&json)
            case "trace": trace(&json)
            case "moment": moment(&json)
            case "check": check(&json)
            case "landscape": landscape(&json, request)
            default: run(&json, request, mistakes)
            }
        }
        return json.bytes
    }

    // MARK: - A run

    private func run(_ json: inout JSON, _ request: Request, _ mistakes: [Mistake]) {
        let recording = record(capacity: request.whole("keep", in: 1...512) ?? 512)
        let entries = recording.all
        let stage = setup.stage
        let insight = Insight(
            setup.problem, setup.training, first: recording.recorder.run.start,
            others: entries.compactMap { $0.moment }.suffix(2))
        json.field("title", stage.heading)
        json.name("steps")
        json.array { json in
            for (step, by) in stage.steps {
                json.array {
                    $0.text(step); $0.text(by)
                }
            }
        }
        json.field("learningRate", setup.training.learningRate)
        json.field("wanted", setup.training.epochs)
        json.field("count", recording.count)
        json.field("fingerprint", String(recording.fingerprint, radix: 16))
        json.field("stride", recording.stride)
        json.name("mistakes")
        json.array { json in
            for mistake in mistakes {
                json.array {
                    $0.text(mistake.name); $0.text(mistake.sentence)
                }
            }
        }
        json.field("story", mistake?.story ?? [])
        json.field("notes", recording.notes)
        if let failure = recording.failure { json.field("failure", failure) }
        let names = insight.known.map { known in
            known.notation.parameters.count == recording.names.count
                ? known.notation.parameters : recording.names
        }
        json.field("names", names ?? recording.names)
        json.field("formula", insight.known?.notation.prediction ?? "")
        samples(&json, insight)
        limit(&json, insight)
        verdict?.write(&json)
        json.name("epochs")
        json.array { json in
            for entry in entries { epoch(&json, entry) }
        }
    }

    private func epoch(_ json: inout JSON, _ entry: Recording.Entry) {
        json.object { json in
            json.field("epoch", entry.epoch)
            json.field("loss", entry.loss)
            json.field("after", entry.after)
            guard let moment = entry.moment else { return }
            json.field("before", moment.before)
            json.field("gradient", moment.gradients)
            if let prediction = moment.prediction {
                json.field("prediction", Self.thinned(prediction))
            }
        }
    }

    /// At most so many samples are drawn.
    private static var drawn: Int { 120 }

    private static func thinned(_ quantity: Quantity) -> [Float] {
        guard quantity.rows > drawn else { return quantity.values }
        return (0..<drawn).flatMap { quantity.row($0 * (quantity.rows - 1) / (drawn - 1)) }
    }

    private func samples(_ json: inout JSON, _ insight: Insight) {
        guard let samples = insight.samples else { return }
        json.field("rows", samples.count)
        json.field("inputs", samples.x.columns)
        json.field("outputs", samples.y.columns)
        json.field("x", Self.thinned(samples.x))
        json.field("y", Self.thinned(samples.y))
    }

    private func limit(_ json: inout JSON, _ insight: Insight) {
        var finding = setup.problem.limit(insight)
        if hasOwnFormulas, !(insight.step?.isAsSet ?? true) {
            finding = .none("the steps of these formulas are not learning rate · gradient")
        }
        if let limit = finding.limit {
            json.field("limit", limit.value)
            json.field("limitFormula", limit.formula)
        } else {
            json.field("noLimit", finding.reason)
        }
        if let best = insight.fit?.best {
            json.field("best", best.parameters.map { Float($0) })
            json.field("bestLoss", best.loss)
        }
    }

    /// All losses in a number, to be compared with those of other parts.
    private func fingerprint(_ json: inout JSON) {
        let recording = record(capacity: 1, isLooking: false)
        json.field("count", recording.count)
        json.field("fingerprint", String(recording.fingerprint, radix: 16))
    }

    /// The bits of all losses and parameters.
    private func trace(_ json: inout JSON) {
        let recording = record(capacity: .max, isLooking: false)
        json.field("count", recording.count)
        json.field("fingerprint", String(recording.fingerprint, radix: 16))
        json.field("losses", recording.entries.map { Numbers.bits($0.loss) })
        json.field("parameters", recording.entries.flatMap { $0.after.map { Numbers.bits($0) } })
    }

    // MARK: - An epoch

    /// The steps of the last epoch with its numbers, and what autograd recorded in it.
    private func moment(_ json: inout JSON) {
        let recording = record(capacity: 8, recordsLast: true)
        let insight = experiments.insight(experiments.run { $0.epochs = 3 })
        guard let moment = recording.recorder.run.latest else { return }
        json.field("epoch", recording.count)
        let explanation = Explanation(moment, setup, insight)
        json.name("steps")
        json.array { json in
            for step in explanation.steps {
                json.object { json in
                    json.field("name", step.name)
                    json.field("lines", step.lines)
                }
            }
        }
        guard let graph = explanation.graph else { return }
        json.field("tree", GraphTree(graph: graph).lines)
        json.name("graph")
        json.array { json in
            for value in graph.values { self.value(&json, value) }
        }
    }

    private func value(_ json: inout JSON, _ value: RecordedGraph.Value) {
        json.object { json in
            json.field("name", value.name)
            json.field(
                "kind",
                value.kind == .parameter
                    ? "parameter" : value.kind == .constant ? "constant" : "operation")
            json.field("expression", value.expression ?? "")
            json.field("value", Numbers.summary(value.numbers, width: 18))
            json.field("gradient", value.gradient.map { Numbers.summary($0, width: 18) } ?? "")
            json.name("operands")
            json.array { json in
                for operand in value.operands {
                    json.object { json in
                        json.field("value", operand.value)
                        json.field("derivative", operand.derivative)
                        json.field(
                            "passed", operand.passed.map { Numbers.summary($0, width: 18) } ?? "")
                    }
                }
            }
        }
    }

    /// The gradient beside measured slopes.
    private func check(_ json: inout JSON) {
        let check = GradientCheck(experiments, experiments.lookAhead())
        json.field("lines", check.lines)
        if let wrong = check.wrong { json.field("wrong", wrong) }
    }

    // MARK: - The loss elsewhere

    /// The lesson's own loss over one of its parameters, or over two.
    ///
    /// The request has the numbers of the parameters at which the others stay (`at`), which of them move
    /// (`first`, `second`), the ranges and how many steps each has.
    private func landscape(_ json: inout JSON, _ request: Request) {
        guard let prober = Prober(experiments, experiments.run()) else { return }
        let start = prober.base.before
        var point = request.numbers("at").map { Float($0) }
        if point.count != start.count { point = start }
        guard let first = request.whole("first", in: 0...max(0, start.count - 1)), !start.isEmpty
        else { return }
        let second = request.whole("second", in: 0...start.count - 1)
        let range = request.numbers("range")
        let columns = request.whole("columns", in: 2...200) ?? 61
        let rows = second == nil ? 1 : request.whole("rows", in: 2...100) ?? 33
        guard range.count == (second == nil ? 2 : 4) else { return }
        func place(_ low: Double, _ high: Double, _ index: Int, _ count: Int) -> Float {
            Float(low + (high - low) * Double(index) / Double(max(1, count - 1)))
        }
        var points: [[Float]] = []
        for row in 0..<rows {
            for column in 0..<columns {
                var p = point
                p[first] = place(range[0], range[1], column, columns)
                if let second { p[second] = place(range[2], range[3], row, rows) }
                points.append(p)
            }
        }
        json.field("columns", columns)
        json.field("rows", rows)
        json.field("isMeasured", prober.isMovable.allSatisfy { $0 })
        json.field("losses", prober.look(points).map { $0?.loss ?? .nan })
    }
}
