import Words

/// The conclusions about a run, drawn only from the values that the lesson has handed over.
public struct Findings {
    /// The first update of the first epoch, and a few of other epochs.
    package let updates: [Update]
    /// All samples of the first epoch; nil if the lesson doesn't show them.
    package let samples: Samples?
    /// True if these are the problem's own samples.
    package let hasProblemsSamples: Bool
    /// The problem's model, if the lesson makes the same predictions.
    package let known: KnownModel?
    /// The relation between the lesson's loss and the problem's.
    package let loss: LossFinding
    /// The problem's loss in words.
    package let lossName: String
    /// The effect of the first update.
    package let step: StepFinding?
    /// The effects of later updates.
    package let laterSteps: [StepFinding]
    /// True if each epoch uses different samples.
    package let changesSamples: Bool
    /// The parameters that the first epoch reports and the next one contradicts; nil if it doesn't.
    package let mismatch: Mismatch?
    package let training: Training
    /// True if the first epoch has several updates.
    package let hasBatches: Bool

    /// - Parameters:
    ///   - first: the updates of the first epoch.
    ///   - others: later updates.
    ///   - isHurried: whether to skip everything that goes through the samples, because the user is waiting after an
    ///     interrupt.
    package init<P: Problem>(
        _ problem: P, _ training: Training, first: [Update], others: some Sequence<Update>,
        isHurried: Bool = false
    ) {
        self.training = training
        let changed = others.lazy.filter { $0.before != first.first?.before }
        updates = Array(first.prefix(1)) + changed
        changesSamples =
            first.count == 1
            && others.contains { $0.epoch != first[0].epoch && !first[0].hasSamples(of: $0) }
        // The first of several updates doesn't end an epoch.
        let ends = first.suffix(1) + others.prefix(first.count == 1 ? .max : 1)
        mismatch = zip(ends, ends.dropFirst()).lazy.compactMap { Mismatch($0, $1) }.first
        samples = isHurried ? nil : Samples(first)
        let knowledge = problem.knowledge
        loss = isHurried ? .unknown : LossFinding(updates, isMean: knowledge.isMean)
        lossName = "the \(knowledge.isMean ? "mean" : "sum") of the squared errors"
        hasProblemsSamples = samples.map(problem.recognizes) ?? false
        known = KnownModel.recognize(knowledge, samples, loss, updates, training)
        // The step may come after several batches.
        let moving = first.first { $0.after != $0.before } ?? first.first
        step = moving.flatMap { StepFinding($0, learningRate: training.learningRate) }
        laterSteps = changed.filter { first.count == 1 || $0.after != $0.before }
            .compactMap { StepFinding($0, learningRate: training.learningRate) }
        hasBatches = first.count > 1
    }

    /// The learning rate that the run actually uses: the code's own or that of the option; nil if the first step was
    /// not a multiple of the gradient.
    package var rate: Double? {
        guard let step else { return training.learningRate }
        if training.mistake != nil || step.isAsSet { return training.learningRate }
        if case .uniform(let rate, _) = step.kind { return rate }
        return nil
    }

    /// True if all observed steps are the same multiple of the gradient.
    package var hasPlainSteps: Bool {
        if case .other = step?.kind { return false }
        guard case .uniform(let rate, _) = step?.kind else { return true }
        return laterSteps.allSatisfy { $0.kind == .unknown || StepFinding.isStep($0.kind, rate) }
    }

    /// True if the update is not between the calls of `look` and `report`.
    package var isMisplaced: Bool { mismatch?.isWholeStep ?? false }

    /// True if the lesson has another update rule and follows it.
    package var followsRule: Bool {
        training.updateRule?.fits(updates, learningRate: Float(training.learningRate)) ?? false
    }

    /// True if the lesson has another update rule, and it depends on updates that are not among these.
    package var hidesRule: Bool {
        training.updateRule != nil && (training.firstEpoch > 1 || hasBatches)
    }

    /// True if a reported loss is not that of the first update.
    package func isOther(_ reported: Float?) -> Bool {
        guard let reported, let seen = updates.first?.loss, seen.isFinite else { return false }
        return !(abs(reported - seen) <= 1e-5 * abs(seen))
    }

    /// A sentence on how the first epoch deviates from the lesson's settings; nil if it doesn't.
    ///
    /// - Parameters:
    ///   - countsItself: true if the code doesn't go through the lesson's epochs.
    ///   - reported: the loss that the first epoch reports, if it has only one update.
    package func thisRun(countsItself: Bool, reported: Float?) -> String? {
        var parts: [String] = []
        if let samples, !hasProblemsSamples, let epoch = updates.first?.epoch {
            parts.append("epoch \(epoch) uses \(samples.description)")
        }
        if training.mistake == nil, let first = updates.first {
            if !hidesRule && !followsRule { parts += step?.remark(first.epoch).map { [$0] } ?? [] }
            if let reported, isOther(reported) {
                parts.append(
                    "it reports a loss of \(Numbers.short(reported)) but passes "
                        + "\(Numbers.short(first.loss)) to lesson.look(…)")
            }
            if loss == .other { parts.append("the loss is not \(lossName)") }
            if case .multiple(let factor) = loss {
                let times = "\(Numbers.short(factor)) times \(lossName)"
                parts.append("in epoch \(first.epoch) the loss is \(times)")
            }
        }
        if countsItself {
            let end = training.stopBelow == nil ? "" : ", so --stop-below does not end it"
            parts.append("the code counts its epochs itself\(end)")
        }
        return parts.isEmpty ? nil : "This run: \(parts.joined(separator: "; "))."
    }
}

/// A parameter that an epoch reports with one value and the next epoch begins with another.
package struct Mismatch {
    let name: String
    let epoch: Int
    let reported, next: Float
    /// True if the parameters are reported as they were handed over: the whole update is elsewhere.
    package let isWholeStep: Bool

    /// Nil if the numbers agree or can't be compared, or there are epochs in between.
    init?(_ last: Update, _ next: Update) {
        guard next.epoch == last.epoch + 1, let after = last.after,
            after.count == next.before.count,
            let index = after.indices.first(where: { after[$0] != next.before[$0] }),
            after[index].isFinite, next.before[index].isFinite
        else { return nil }
        name = last.elementNames[safe: index] ?? "a parameter"
        (epoch, reported, self.next) = (last.epoch, after[index], next.before[index])
        isWholeStep = after == last.before
    }

    package var sentence: String {
        let digits = Numbers.short(reported) == Numbers.short(next) ? 9 : 4
        return
            "After epoch \(epoch) the lesson reports \(name) = \(Numbers.short(reported, digits)), but epoch "
            + "\(epoch + 1) begins with \(name) = \(Numbers.short(next, digits)): either \(name) changes after lesson.report(…), "
            + "or the lesson reports a different number."
    }
}

/// The samples that a lesson uses: inputs and targets, one row for each sample.
public struct Samples {
    package var x: Quantity
    package var y: Quantity

    package var count: Int { x.rows }

    package init(x: Quantity, y: Quantity) {
        self.x = x
        self.y = y
    }

    /// The samples of an epoch, collected from its updates.
    package init?(_ updates: [Update]) {
        guard let first = updates.first, var x = first.x, var y = first.y else { return nil }
        // Several updates may use the same samples.
        for update in updates.dropFirst() where update.x != first.x || update.y != first.y {
            if let more = update.x { x.append(more) }
            if let more = update.y { y.append(more) }
        }
        self.init(x: x, y: y)
    }

    /// True if both have the same rows, in any order.
    func hasRows(of other: Samples) -> Bool {
        guard count == other.count, y.rows == count, x.columns == other.x.columns,
            y.columns == other.y.columns
        else { return false }
        return x.values == other.x.values && y.values == other.y.values
            || Set(rows) == Set(other.rows)
    }

    private var rows: [[Float]] { (0..<count).map { Array(x.row($0) + y.row($0)) } }

    /// A clause that describes the samples.
    package var description: String {
        let inputs = x.columns > 1 ? " with \(x.columns) inputs" : ""
        let targets = y.columns > 1 ? " and \(y.columns) targets" : ""
        let (x, y) = (Numbers.vector(x.values, width: 30), Numbers.vector(y.values, width: 30))
        return "its own data, \(Text.count(count, "sample"))\(inputs)\(targets): "
            + "x = \(x), y = \(y)"
    }
}

/// The limit of the learning rate, or the reason why there is none.
public struct LimitFinding {
    package var limit: LearningRateLimit?
    /// The reason why there is no limit, as a clause.
    package var reason = ""

    package static func none(_ reason: String) -> LimitFinding {
        LimitFinding(limit: nil, reason: reason)
    }
}

extension Findings {
    /// The model and the loss on all samples, if both are known.
    package var fit: SquaredErrorModel? {
        switch loss {
        // A mistake on purpose is compared with the correct loss.
        case .other: training.mistake == nil ? nil : known?.model
        case .same, .multiple, .unknown: changesSamples ? nil : known?.model
        }
    }

    /// The parameters found, and those of least squares.
    package func found(_ last: EpochRecord) -> [String] {
        if last.parameters.isEmpty { return [] }
        let found = last.few { "\($0)" } ?? Text.count(last.values.count, "number")
        guard let known, let best = fit?.best, best.parameters.count <= 4 else {
            return Text.wrap("Found \(found).")
        }
        let formula = known.model.isProportional ? "Σxy/Σx² = " : ""
        // Drops the sign of a zero.
        let right = zip(known.notation.parameters, best.parameters).map {
            "\($0) = \(formula)\(Numbers.short($1 + 0, 8))"
        }
        return Text.wrap("Found \(found); least squares gives \(right.joined(separator: ", ")).")
    }

    /// The limit of the learning rate, from the lesson's model and samples.
    package var limit: LimitFinding {
        if updates.first?.epoch != training.firstEpoch {
            return .none("lesson.look(…) is not called in the first epoch")
        }
        if changesSamples { return .none("each epoch uses different samples") }
        if let mismatch {
            return .none(
                mismatch.isWholeStep
                    ? "there is no update between lesson.look(…) and lesson.report(…)"
                    : "the parameters change after lesson.report(…), or it reports other numbers")
        }
        if !hasPlainSteps || updates.first?.gradients == nil {
            return .none("the steps of this lesson are not learning rate · gradient")
        }
        if training.mistake == nil, let step, case .uniform(let rate, _) = step.kind, rate < 0 {
            return .none("the steps of this lesson go uphill")
        }
        guard known != nil else {
            return .none("the model could not be recognized")
        }
        guard let fit else { return .none("the workbook does not know this loss") }
        guard let limit = fit.learningRateLimit else {
            return .none(
                fit.rows == nil
                    ? "the model is not linear, so the curvature changes along the way"
                    : "the model has too many parameters")
        }
        if !limit.value.isFinite { return .none("the loss is the same everywhere") }
        if training.mistake == nil,
            updates.prefix(2).contains(where: { fit.hasGradient(of: $0, within: 1e-2) == false })
        {
            return .none("the gradient is not the slope of the loss")
        }
        return LimitFinding(limit: limit)
    }
}
