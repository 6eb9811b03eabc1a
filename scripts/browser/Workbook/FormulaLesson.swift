import Descent
import Formulas
import Looking

/// A lesson whose formulas the learner has changed on the page.
///
/// The data, the parameters and their starts are those that the lesson itself hands over.
struct FormulaLesson {
    let request: Request
    /// What the lesson's own code does in its first epoch.
    let moment: Moment
    let isByHand: Bool
    let learningRate: Float

    func training() throws(FormulaError) -> FormulaTraining {
        func numbers(_ name: String, _ quantity: Quantity) -> FormulaTraining.Numbers {
            FormulaTraining.Numbers(name, shape: quantity.shape, values: quantity.values)
        }
        return try FormulaTraining(
            { request.formula($0) }, x: numbers("x", moment.x!), y: numbers("y", moment.y!),
            moment.parameters.map {
                numbers($0.name, Quantity(shape: $0.shape, values: $0.values))
            }, learningRate: learningRate, isByHand: isByHand)
    }

    /// Tries the formulas, and compares a gradient by hand with autograd's, at the start and elsewhere: with
    /// parameters of 0 many gradients look right.
    func check() throws(FormulaError) -> FormulaVerdict? {
        let training = try training()
        let start = training.parameters.map { $0.values }
        var verdict: FormulaVerdict?
        for factor in [Float(0), 0.5] {
            training.place(start.map { $0.map { $0 + factor * max(1, abs($0)) } })
            let own = try training.step().gradients
            if isByHand, verdict?.isRight ?? true {
                verdict = FormulaVerdict(
                    names: training.parameters.map { $0.name }, own: own.flatMap { $0 },
                    autograd: try training.recordedGradients().flatMap { $0 },
                    isAtStart: factor == 0)
            }
            try training.update()
        }
        return verdict
    }

    /// What an epoch hands over.
    func moment(_ epoch: Int, _ step: FormulaTraining.Step, _ training: FormulaTraining) -> Moment {
        var parameters: [Parameter] = []
        for (index, own) in training.parameters.enumerated() {
            parameters.append(
                isByHand
                    ? Parameter(own.name, own.values[0], gradient: step.gradients[index][0])
                    : Parameter(own.name, training.tensors[index]))
        }
        let (x, y) = (moment.x!, moment.y!)
        return isByHand
            ? Moment(
                epoch: epoch, x: x, y: y, prediction: step.prediction.scalars,
                loss: step.loss.item(), parameters: parameters)
            : Moment(
                epoch: epoch, x: x, y: y, prediction: step.prediction, loss: step.loss,
                parameters: parameters)
    }

    func reported(_ training: FormulaTraining) -> [Parameter] {
        var result: [Parameter] = []
        for (index, own) in training.parameters.enumerated() {
            result.append(
                isByHand
                    ? Parameter(own.name, own.values[0])
                    : Parameter(own.name, training.tensors[index]))
        }
        return result
    }

    static func write(_ error: FormulaError, _ json: inout JSON) {
        json.field(
            "error", "The formula for the \(error.field.rawValue) doesn't work. \(error.message)")
        json.name("formulaError")
        json.object { json in
            json.field("field", error.field.rawValue)
            json.field("offset", error.offset)
            json.field("message", error.message)
            json.field("needsCompiler", error.needsCompiler)
        }
    }
}

extension Session {
    /// Answers as for the lesson's own code, or says what is wrong with a formula.
    func answerFormulas(_ request: Request, mistakes: [Mistake]) -> [UInt8] {
        var json = JSON()
        guard let moment = experiments.run().moments.first, moment.x != nil, moment.y != nil else {
            json.object { $0.field("error", "The formulas of this lesson can't be changed here.") }
            return json.bytes
        }
        let lesson = FormulaLesson(
            request: request, moment: moment, isByHand: setup.stage == .part1,
            learningRate: Float(setup.training.learningRate))
        do throws(FormulaError) {
            let verdict = try lesson.check()
            if request["ask"] == "formulas" {
                json.object { $0.field("error", "") }
                return json.bytes
            }
            var session = self
            (session.hasOwnFormulas, session.verdict) = (true, verdict)
            session.experiments = Experiments(setup) { self.train($0, lesson) }
            return session.answer(request, mistakes: mistakes)
        } catch {
            json.object { FormulaLesson.write(error, &$0) }
            return json.bytes
        }
    }

    private func train(_ lesson: Lesson<P>, _ formulas: FormulaLesson) {
        guard let training = try? formulas.training() else { return }
        training.place(training.parameters.map { lesson.start($0.name, $0.values) })
        for epoch in lesson.epochs {
            guard let step = try? training.step() else { return }
            if lesson.isLookedAt(epoch) {
                lesson.look(formulas.moment(epoch, step, training))
            }
            guard (try? training.update()) != nil else { return }
            lesson.beginReport()
            for parameter in training.parameters { lesson.values += parameter.values }
            lesson.endReport(epoch, step.loss.item()) { formulas.reported(training) }
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
    var hasFormulas: Bool { self["formula.loss"] != nil }

    /// A formula of the learner's own: `formula.loss=…`, percent-encoded.
    func formula(_ field: FormulaField) -> String {
        Self.decoded(self["formula.\(field.rawValue)"] ?? "")
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
