import Descent
import Formulas
import Looking

/// A lesson whose formulas the learner has changed on the page.
///
/// The data, the parameters and their starts are those that the lesson itself hands over.
extension Session {
    /// Answers as for the lesson's own code, or says what is wrong with a formula.
    func answerFormulas() -> JSON {
        let update = experiments.run().updates[0]
        var session = self
        do throws(FormulaError) {
            session.verdict = try training(update).check()
        } catch {
            return JSON { json in
                json.field(
                    "error",
                    "The formula for the \(error.field.rawValue) doesn't work. \(error.message)")
                json.field(
                    "formulaError",
                    JSON { json in
                        json.field("field", error.field.rawValue)
                        json.field("offset", error.offset)
                        json.field("message", error.message)
                        json.field("needsCompiler", error.needsCompiler)
                    })
            }
        }
        session.experiments = Experiments(setup) { train($0, update) }
        return request["ask"] == "formulas" ? JSON { _ in } : session.answer()
    }

    /// - Parameter update: what the lesson's own code does in its first epoch.
    private func training(_ update: Update) throws(FormulaError) -> FormulaTraining {
        let isByHand = setup.stage == .part1
        let builtIn = FormulaTraining.BuiltIn(
            reduction: setup.problem.knowledge.isMean ? .mean : .sum,
            hasModel: setup.stage == .part4,
            isInBatches: setup.stage == .part4 && P.name == "crops",
            optimizer: { parameters, rate in
                if P.name == "network" { return Adam(parameters, learningRate: rate) }
                return SGD(parameters, learningRate: rate)
            })
        let (x, y) = (update.x!, update.y!)
        return try FormulaTraining(
            { request["formula.\($0.rawValue)"] ?? "" }, x: Tensor(x.values, shape: x.shape),
            y: Tensor(y.values, shape: y.shape),
            update.parameters.map { own in
                // By hand, a row of biases is handed over as a matrix.
                let isRow = isByHand && own.shape.first == 1
                return (own.name, Tensor(own.values, shape: isRow ? [own.count] : own.shape))
            }, learningRate: Float(setup.training.learningRate), isByHand: isByHand,
            builtIn: setup.stage < .part3 ? nil : builtIn)
    }

    /// Trains with the formulas, instead of the lesson's own code.
    private func train(_ lesson: Lesson<P>, _ update: Update) {
        guard let training = try? training(update) else { return }
        training.move(
            to:
                training.parameters.map { name, tensor in
                    // A name such as "b c d" has a start for each number.
                    let names = Parameter.words(name, tensor.count)
                    return names.map { zip($0, tensor.scalars).map { lesson.start($0, $1) } }
                        ?? lesson.start(name, tensor.scalars)
                })
        func parameters() -> [Parameter] {
            training.parameters.map { Parameter($0.name, $0.tensor) }
        }
        for epoch in lesson.epochs {
            guard let step = try? training.step() else { return }
            if lesson.isLookedAt(epoch) {
                var parameters = parameters()
                for index in parameters.indices {
                    parameters[index].gradient = step.gradients[index]
                    // By hand, a parameter is no tensor.
                    if setup.stage == .part1 { parameters[index].tensor = nil }
                }
                lesson.look(
                    Update(
                        epoch: epoch, x: update.x!, y: update.y!, prediction: step.prediction,
                        loss: step.loss, parameters: parameters))
            }
            guard (try? training.update()) != nil else { return }
            lesson.beginReport()
            for own in training.parameters { own.tensor.append(to: &lesson.values) }
            lesson.endReport(epoch, step.loss.item(), parameters)
        }
    }

    static func json(_ verdict: FormulaVerdict) -> JSON {
        JSON { json in
            json.field("isRight", verdict.isRight)
            json.field("isFinite", verdict.isFinite)
            json.field("factor", verdict.factor)
            json.field("isAtStart", verdict.isAtStart)
            json.field("own", verdict.own)
            json.field("autograd", verdict.autograd)
        }
    }
}
