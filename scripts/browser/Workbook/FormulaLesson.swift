import Descent
import Formulas
import Looking

/// A lesson whose formulas the learner has changed on the page.
///
/// The data, the parameters and their starts are those that the lesson itself hands over.
struct FormulaLesson {
    let request: Request
    /// The lesson's own code does this in its first epoch.
    let moment: Moment
    let isByHand: Bool
    let learningRate: Float
    /// What the lesson has built in, from part 3 on.
    let builtIn: FormulaTraining.BuiltIn?

    init<P: Problem>(_ request: Request, _ experiments: Experiments<P>) {
        let setup = experiments.setup
        self.request = request
        moment = experiments.run().moments[0]
        isByHand = setup.stage == .part1
        learningRate = Float(setup.training.learningRate)
        let builtIn = FormulaTraining.BuiltIn(
            reduction: setup.problem.knowledge.isMean ? .mean : .sum,
            hasModel: setup.stage == .part4,
            optimizer: { parameters, rate in
                if P.name == "network" { return Adam(parameters, learningRate: rate) }
                return SGD(parameters, learningRate: rate)
            })
        self.builtIn = setup.stage < .part3 ? nil : builtIn
    }

    func training() throws(FormulaError) -> FormulaTraining {
        try FormulaTraining(
            { request.formula($0) }, x: moment.x!.tensor, y: moment.y!.tensor,
            moment.parameters.map { own in
                // By hand, a row of biases is handed over as a matrix.
                let isRow = isByHand && own.shape.first == 1
                return (own.name, Tensor(own.values, shape: isRow ? [own.count] : own.shape))
            }, learningRate: learningRate, isByHand: isByHand, builtIn: builtIn)
    }

    /// Tries the formulas, and compares a gradient by hand with autograd's, at the start and elsewhere: with
    /// parameters of 0 many gradients look right.
    func check() throws(FormulaError) -> FormulaVerdict? {
        let training = try training()
        let start = training.parameters.map { $0.tensor.scalars }
        var verdict: FormulaVerdict?
        for factor in [Float(0), 0.5] {
            training.place(start.map { $0.map { $0 + factor * max(1, abs($0)) } })
            let own = try training.step().gradients
            if isByHand, verdict?.isRight ?? true {
                verdict = FormulaVerdict(
                    names: Self.parameters(training).flatMap { $0.elementNames },
                    own: own.flatMap { $0 },
                    autograd: try training.recordedGradients().flatMap { $0 },
                    isAtStart: factor == 0)
            }
            try training.update()
        }
        return verdict
    }

    /// Trains with the formulas, instead of the lesson's own code.
    func train<P: Problem>(_ lesson: Lesson<P>) {
        guard let training = try? training() else { return }
        training.place(
            training.parameters.map { name, tensor in
                // A name such as "b c d" has a start for each number.
                let names = Parameter.words(name, tensor.count)
                return names.map { zip($0, tensor.scalars).map { lesson.start($0, $1) } }
                    ?? lesson.start(name, tensor.scalars)
            })
        for epoch in lesson.epochs {
            guard let step = try? training.step() else { return }
            if lesson.isLookedAt(epoch) {
                var parameters = Self.parameters(training)
                for index in parameters.indices {
                    parameters[index].gradient = step.gradients[index]
                    // By hand, a parameter is no tensor.
                    if isByHand { parameters[index].tensor = nil }
                }
                lesson.look(
                    Moment(
                        epoch: epoch, x: moment.x!, y: moment.y!, prediction: step.prediction,
                        loss: step.loss, parameters: parameters))
            }
            guard (try? training.update()) != nil else { return }
            lesson.beginReport()
            for own in training.parameters { own.tensor.append(to: &lesson.values) }
            lesson.endReport(epoch, step.loss.item()) { Self.parameters(training) }
        }
    }

    private static func parameters(_ training: FormulaTraining) -> [Parameter] {
        training.parameters.map { Parameter($0.name, $0.tensor) }
    }
}

extension Quantity {
    fileprivate var tensor: Tensor { Tensor(values, shape: shape) }
}

extension Session {
    /// Answers as for the lesson's own code, or says what is wrong with a formula.
    func answerFormulas() -> [UInt8] {
        let lesson = FormulaLesson(request, experiments)
        var session = self
        do throws(FormulaError) {
            session.verdict = try lesson.check()
        } catch {
            return JSON { json in
                json.field(
                    "error",
                    "The formula for the \(error.field.rawValue) doesn't work. \(error.message)")
                json.field("formulaError", error)
            }.text
        }
        if request["ask"] == "formulas" { return JSON { _ in }.text }
        session.experiments = Experiments(setup) { lesson.train($0) }
        return session.answer()
    }
}

extension FormulaError: JSONValue {
    func write(to text: inout [UInt8]) {
        JSON { json in
            json.field("field", field.rawValue)
            json.field("offset", offset)
            json.field("message", message)
            json.field("needsCompiler", needsCompiler)
        }.write(to: &text)
    }
}

/// A gradient by hand beside the one that autograd finds for the same loss.
struct FormulaVerdict: JSONValue {
    var names: [String]
    var own: [Float]
    var autograd: [Float]
    /// True if these are the gradients at the start.
    var isAtStart: Bool

    /// True if they differ by rounding at most, which in long sums is some thousandths.
    var isRight: Bool {
        let scale = autograd.reduce(0) { max($0, abs($1)) }
        return zip(own, autograd).allSatisfy { abs($0 - $1) <= 1e-3 * max(abs($1), 1e-2 * scale) }
    }

    func write(to text: inout [UInt8]) {
        JSON { json in
            json.field("isRight", isRight)
            json.field("isAtStart", isAtStart)
            json.field("names", names)
            json.field("own", own)
            json.field("autograd", autograd)
        }.write(to: &text)
    }
}

extension Request {
    var hasFormulas: Bool { self["formula.loss"] != nil }

    func formula(_ field: FormulaField) -> String { self["formula.\(field.rawValue)"] ?? "" }
}
