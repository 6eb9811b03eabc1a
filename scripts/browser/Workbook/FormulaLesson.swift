import Descent
import Formulas

/// Lessons whose formulas the learner has changed on the page.
extension Session {
    /// Answers as for the lesson's own code, or says what is wrong with a formula.
    ///
    /// The data, the parameters and their starts are those that the lesson itself hands over.
    func answer(
        _ request: Request, _ texts: [FormulaField: String], mistakes: [Mistake]
    ) -> [UInt8] {
        var json = JSON()
        guard let moment = rehearse().moments.first, moment.x != nil, moment.y != nil else {
            json.object { $0.field("error", "The formulas of this lesson can't be changed here.") }
            return json.bytes
        }
        do throws(FormulaError) {
            let training = try training(texts, moment)
            let verdict = try check(training)
            if request["ask"] == "formulas" {
                json.object { $0.field("error", "") }
                return json.bytes
            }
            var session = self
            session.verdict = verdict
            session.body = { lesson in self.train(lesson, texts, moment) }
            return session.answer(request, mistakes: mistakes)
        } catch {
            json.object { json in
                json.field(
                    "error",
                    "The formula for the \(error.field.rawValue) can't be read: \(error.message)")
                json.name("formulaError")
                json.object { json in
                    json.field("field", error.field.rawValue)
                    json.field("offset", error.offset)
                    json.field("message", error.message)
                    json.field("needsCompiler", error.needsCompiler)
                }
            }
            return json.bytes
        }
    }

    private func training(
        _ texts: [FormulaField: String], _ moment: Moment
    ) throws(FormulaError) -> FormulaTraining {
        func numbers(_ name: String, _ shape: [Int], _ values: [Float]) -> FormulaTraining.Numbers {
            FormulaTraining.Numbers(name, shape: shape, values: values)
        }
        return try FormulaTraining(
            texts, x: numbers("x", moment.x!.shape, moment.x!.values),
            y: numbers("y", moment.y!.shape, moment.y!.values),
            moment.parameters.map { numbers($0.name, $0.shape, $0.values) },
            learningRate: Float(settings.learningRate), isByHand: stage == .part1)
    }

    /// Tries the formulas, and compares a gradient by hand with autograd's, at the start and elsewhere: with
    /// parameters of 0 many gradients look right.
    private func check(_ training: FormulaTraining) throws(FormulaError) -> FormulaVerdict? {
        let start = training.parameters.map { $0.values }
        var verdict: FormulaVerdict?
        for factor in [Float(0), 0.5] {
            training.start(start.map { $0.map { $0 + factor * max(1, abs($0)) } })
            let own = try training.step().gradients
            if stage == .part1, verdict?.isRight ?? true {
                verdict = FormulaVerdict(
                    names: training.parameters.map { $0.name }, own: own.flatMap { $0 },
                    autograd: try training.recordedGradients().flatMap { $0 },
                    isAtStart: factor == 0)
            }
            try training.update()
        }
        return verdict
    }

    private func train(_ lesson: Lesson<P>, _ texts: [FormulaField: String], _ moment: Moment) {
        guard let training = try? training(texts, moment) else { return }
        training.start(training.parameters.map { lesson.start($0.name, $0.values) })
        let isByHand = stage == .part1
        for epoch in lesson.epochs {
            guard let step = try? training.step() else { return }
            if lesson.isLookedAt(epoch) {
                lesson.look(
                    isByHand
                        ? Moment(
                            epoch: epoch, x: moment.x!, y: moment.y!,
                            prediction: step.prediction.scalars, loss: step.loss.item(),
                            parameters: zip(training.parameters, step.gradients).map {
                                Parameter($0.name, $0.values[0], gradient: $1[0])
                            })
                        : Moment(
                            epoch: epoch, x: moment.x!, y: moment.y!, prediction: step.prediction,
                            loss: step.loss,
                            parameters: zip(training.parameters, training.tensors).map {
                                Parameter($0.name, $1)
                            }))
            }
            guard (try? training.update()) != nil else { return }
            lesson.beginReport()
            for parameter in training.parameters { lesson.values += parameter.values }
            lesson.endReport(epoch, step.loss.item()) {
                training.parameters.indices.map { index in
                    let parameter = training.parameters[index]
                    return isByHand
                        ? Reported(parameter.name, parameter.values[0])
                        : Reported(parameter.name, training.tensors[index])
                }
            }
        }
    }
}

/// A gradient by hand beside the one that autograd finds for the same loss.
struct FormulaVerdict {
    var names: [String]
    var own: [Float]
    var autograd: [Float]
    /// Whether these are the gradients at the start.
    var isAtStart: Bool

    /// True if they differ by rounding at most, which in long sums is some thousandths.
    var isRight: Bool {
        let scale = autograd.reduce(0) { max($0, abs($1)) }
        return zip(own, autograd).allSatisfy { abs($0 - $1) <= 1e-3 * max(abs($1), 1e-2 * scale) }
    }

    func write(_ json: inout JSON) {
        json.name("verdict")
        json.object { json in
            json.field("isRight", isRight)
            json.field("isAtStart", isAtStart)
            json.field("names", names)
            json.field("own", own)
            json.field("autograd", autograd)
        }
    }
}

extension Request {
    /// The formulas of the learner's own, percent-encoded: `formula.loss=…`; nil if there are none.
    var formulas: [FormulaField: String]? {
        var texts: [FormulaField: String] = [:]
        for field in FormulaField.allCases {
            if let text = self["formula.\(field.rawValue)"] { texts[field] = Self.decoded(text) }
        }
        return texts.isEmpty ? nil : texts
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == 37, rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
