import Classroom
import Looking
import Words

/// `--predict`: asks the trained lesson for predictions.
extension Session {
    /// Prints the predictions, or returns a sentence on why there are none.
    func answer(_ question: Question, _ lesson: Lesson<P>) -> Outcome {
        // A loaded run can predict without further epochs.
        guard lesson.last != nil || settings.saving.loaded != nil && settings.epochs == 0 else {
            return .failed("--predict: no epoch was reported, so there is no trained model.")
        }
        let scaling = settings.table?.scaling
        let columns = question.inputNames.count
        let inputs = question.inputs.enumerated().map { index, value in
            scaling?.scaled(value, input: index % columns) ?? Float(value)
        }
        let (targets, runs) = (question.targetNames.count, experiments.runs)
        guard let raw = predictions(inputs, columns, lesson), raw.count == question.rows * targets
        else {
            return .failed(
                "--predict: the lesson can't be run on new inputs. It must compute with the inputs that it "
                    + "gets from the classroom, pass them unchanged to lesson.look(…), start its parameters "
                    + "with lesson.start(…), and report all of them. Or say how it predicts with "
                    + "lesson.predict(with: …).")
        }
        let answers = raw.enumerated().map { index, value in
            scaling.map { Float(Double(value) + $0.targetMeans[index % targets]) } ?? value
        }
        if let file = question.file {
            exchange?()
            output.write(file.bytes(answers, targets: question.targetNames))
            exchange?()
        } else {
            let more = experiments.runs - runs
            let sentence = more > 0 ? ["", Experiments<P>.sentence(more)] : []
            for line in sentence + Self.table(question, answers) { output.print(line) }
        }
        return .completed
    }

    private static func table(_ question: Question, _ answers: [Float]) -> [String] {
        let (columns, targets) = (question.inputNames.count, question.targetNames.count)
        let rows = (0..<question.rows).map { row in
            question.inputs[row * columns..<(row + 1) * columns].map { Numbers.short($0, 15) }
                + answers[row * targets..<(row + 1) * targets].map { Numbers.short($0, 6) }
        }
        let predicted = question.targetNames.map { "predicted \($0)" }
        let names = question.inputNames + predicted
        let table = Text.table([names] + rows, names: 0)
        let title = ["", "The trained model predicts:"]
        if table[0].count <= Text.width { return title + table }
        // Leave out the inputs, which are on the command line anyway.
        let answers = rows.enumerated().map { ["\($0 + 1)"] + $1.suffix(targets) }
        return title + Text.table([["row"] + predicted] + answers, names: 0)
    }

    // MARK: - Asking

    /// The lesson's predictions with the parameters that it has found; nil if there are none.
    ///
    /// If the lesson has provided a prediction function, that is called. Otherwise the lesson runs again, hidden,
    /// with its samples and the inputs, and its final parameters. Its answer counts only if it comes with exactly these
    /// inputs and parameters, and if the lesson, asked in the same way, repeats a prediction from the training.
    /// Otherwise it has a parameter that it doesn't hand over, which is not where it was, or a row's prediction depends
    /// on the other rows.
    private func predictions(_ inputs: [Float], _ columns: Int, _ lesson: Lesson<P>) -> [Float]? {
        let seen = lesson.recorder.run.latest ?? experiments.run().updates.first
        if let prediction = lesson.prediction, let shape = seen?.x?.shape,
            shape.dropFirst().reduce(1, *) == columns
        {
            return prediction(inputs, [inputs.count / columns] + shape.dropFirst())
        }
        guard lesson.last != nil, let seen, let x = seen.x, let known = seen.prediction?.values
        else { return repeated(inputs, seen?.parameters ?? [], seen?.before ?? []) }
        let width = max(1, x.columns / columns)
        let rows = stride(from: 0, to: x.values.count, by: width).map { x.values[$0] } + inputs
        guard let again = repeated(rows, seen.parameters, seen.before),
            zip(again, known).allSatisfy({ abs($0 - $1) <= 1e-5 * (known.map(abs).max() ?? 0) })
        else { return nil }
        return repeated(rows, lesson.recorder.run.reported, lesson.values)
            .map { Array($0.dropFirst(known.count)) }
    }

    /// The lesson's predictions in another run with these parameters; nil if it doesn't use them.
    private func repeated(
        _ inputs: [Float], _ parameters: [Parameter], _ values: [Float]
    ) -> [Float]? {
        var placed: [String: [Float]] = [:]
        for (name, values) in parameters.named(values) { placed[name] = values }
        let asked = experiments.run { changes in
            (changes.learningRate, changes.inputs) = (0, inputs)
            (changes.placed, changes.points) = (placed, [values])
        }
        for updates in asked.epochs {
            guard let samples = Samples(updates), updates.allSatisfy({ $0.before == values }),
                samples.x.values == inputs || samples.x.values == SineCurve.matrix(inputs)
            else { continue }
            let all = updates.compactMap(\.prediction).flatMap(\.values)
            if !all.isEmpty { return all }
        }
        return nil
    }
}
