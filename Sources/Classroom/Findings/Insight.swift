import Words

/// What can be said of a run from what the lesson has handed over: nothing is taken for granted.
public struct Insight {
    /// An update of the first epoch, and others, of other epochs.
    package let moments: [Moment]
    /// All samples of the first epoch; nil if the lesson shows none.
    package let samples: Samples?
    /// Whether these are the problem's own samples.
    package let hasProblemsSamples: Bool
    /// The problem's model, if its predictions are the lesson's.
    package let known: KnownModel?
    /// How the loss relates to the one of the problem.
    package let loss: LossFinding
    /// What the first update did.
    package let step: StepFinding?
    /// What later ones did.
    let laterSteps: [StepFinding]
    /// Whether each epoch uses other samples than the first.
    let changesSamples: Bool
    /// The parameters that the first epoch reports, where the next one hands over others.
    package let mismatch: Mismatch?
    package let training: Training

    /// - Parameters:
    ///   - first: the updates of the first epoch.
    ///   - others: later ones.
    ///   - samples: those on which the model is wanted; by default all of the first epoch.
    ///   - isHurried: whether all is left out that goes through the samples: after an interrupt somebody
    ///     waits.
    package init<P: Problem>(
        _ problem: P, _ training: Training, first: [Moment], others: some Sequence<Moment>,
        samples given: Samples? = nil, isHurried: Bool = false
    ) {
        self.training = training
        let changed = others.lazy.filter { $0.before != first.first?.before }
        let moments = Array(first.prefix(1)) + changed.prefix(Self.enough)
        self.moments = moments
        changesSamples =
            first.count == 1
            && others.contains { $0.epoch != first[0].epoch && !first[0].hasSamples(of: $0) }
        mismatch = first.last.flatMap { last in
            others.first { $0.epoch == last.epoch + 1 }.flatMap { Mismatch(last, $0) }
        }
        let samples = isHurried ? nil : given ?? Samples(first)
        let knowledge = problem.knowledge
        let loss = isHurried ? .unknown : LossFinding(moments, isMean: knowledge.isMean)
        self.samples = samples
        self.loss = loss
        hasProblemsSamples = samples.map(problem.recognizes) ?? false
        known = samples.flatMap { KnownModel.recognize(knowledge, $0, loss, moments, training) }
        step = first.first.flatMap { StepFinding($0, learningRate: training.learningRate) }
        laterSteps = changed.compactMap { StepFinding($0, learningRate: training.learningRate) }
    }

    /// More later updates than this tell no more of a model.
    private static let enough = 7

    /// The learning rate that the run uses: the code's own, or that of the option; nil if the first
    /// step was no multiple of the gradient.
    package var rate: Double? {
        guard let step else { return training.learningRate }
        if training.mistake != nil || step.isAsSet { return training.learningRate }
        if case .uniform(let rate, _) = step.kind { return rate }
        return nil
    }

    /// Whether all steps that were seen are one and the same multiple of the gradient.
    package var hasPlainSteps: Bool {
        if case .other = step?.kind { return false }
        guard case .uniform(let rate, _) = step?.kind else { return true }
        return laterSteps.allSatisfy { later in
            switch later.kind {
            case .other: false
            case .uniform: StepFinding.isStep(later.kind, rate)
            case .still, .unknown: true
            }
        }
    }

    /// True if the update does not stand between what is handed over and what is reported.
    package var isMisplaced: Bool { mismatch?.isWholeStep ?? false }

    /// What the first epoch did that the lesson was not given, in a sentence; nil if nothing.
    ///
    /// - Parameters:
    ///   - countsItself: true if the code does not go through the lesson's epochs.
    ///   - reported: the loss that the first epoch reports, if it is that of its only update.
    package func thisRun(countsItself: Bool, reported: Float?) -> String? {
        var parts: [String] = []
        if let samples, !hasProblemsSamples, let epoch = moments.first?.epoch {
            parts.append("epoch \(epoch) uses \(samples.description)")
        }
        if training.mistake == nil, let remark = step?.remark { parts.append(remark) }
        if training.mistake == nil, let reported, let seen = moments.first?.loss, seen.isFinite,
            !(abs(reported - seen) <= 1e-5 * abs(seen))
        {
            parts.append(
                "it reports the loss \(Numbers.short(reported)), and hands "
                    + "\(Numbers.short(seen)) to lesson.look(…)")
        }
        if countsItself {
            let end = training.stopBelow == nil ? "" : ", so --stop-below does not end it"
            parts.append("the code counts its epochs itself\(end)")
        }
        return parts.isEmpty ? nil : "This run: \(parts.joined(separator: "; "))."
    }
}

/// Parameters that an epoch reports, and others with which the next one begins.
package struct Mismatch {
    let name: String
    let epoch: Int
    let reported, next: Float
    /// True if what was handed over is reported unchanged: the whole update stands elsewhere.
    package let isWholeStep: Bool

    /// Nil where the numbers agree, or can't be compared.
    init?(_ last: Moment, _ next: Moment) {
        guard let after = last.after, after.count == next.before.count,
            let index = after.indices.first(where: { after[$0] != next.before[$0] }),
            after[index].isFinite, next.before[index].isFinite
        else { return nil }
        name = last.elementNames[safe: index] ?? "a parameter"
        (epoch, reported, self.next) = (last.epoch, after[index], next.before[index])
        isWholeStep = after == last.before
    }

    package var sentence: String {
        "After epoch \(epoch) the lesson reports \(name) = \(Numbers.short(reported)), and epoch \(epoch + 1) "
            + "begins with \(name) = \(Numbers.short(next)): either \(name) changes after lesson.report(…), "
            + "or the lesson reports another number."
    }
}

/// Samples that a lesson uses: inputs and targets, a row for each.
public struct Samples {
    package var x: Quantity
    package var y: Quantity

    package var count: Int { x.rows }

    package init(x: Quantity, y: Quantity) {
        self.x = x
        self.y = y
    }

    /// The samples of an epoch, from those of its updates.
    package init?(_ moments: [Moment]) {
        guard let first = moments.first, var x = first.x, var y = first.y else { return nil }
        // Several updates may use the same samples.
        for moment in moments.dropFirst() where moment.x != first.x || moment.y != first.y {
            if let more = moment.x { x.append(more) }
            if let more = moment.y { y.append(more) }
        }
        self.init(x: x, y: y)
    }

    /// Whether they are others, in any order.
    func hasRows(of other: Samples) -> Bool {
        guard count == other.count, y.rows == count, x.columns == other.x.columns,
            y.columns == other.y.columns
        else { return false }
        return x.values == other.x.values && y.values == other.y.values
            || Set(rows) == Set(other.rows)
    }

    private var rows: [[Float]] { (0..<count).map { Array(x.row($0) + y.row($0)) } }

    /// What they are: a clause.
    package var description: String {
        let inputs = x.columns > 1 ? " with \(x.columns) inputs" : ""
        let targets = y.columns > 1 ? " and \(y.columns) targets" : ""
        func numbers(_ quantity: Quantity) -> String {
            Numbers.vector(quantity.values, width: 30)
        }
        return "its own data, \(Text.count(count, "sample"))\(inputs)\(targets): "
            + "x = \(numbers(x)), y = \(numbers(y))"
    }
}

extension Quantity {
    /// Which row of it has which numbers.
    package var places: [[Float]: Int] {
        var places: [[Float]: Int] = [:]
        for index in 0..<rows where columns > 0 { places[Array(row(index))] = index }
        return places
    }
}

/// The limit of the learning rate, or why none is given.
public struct LimitFinding {
    package var limit: LearningRateLimit?
    /// Why there is none: a clause.
    package var reason = ""

    package static func none(_ reason: String) -> LimitFinding {
        LimitFinding(limit: nil, reason: reason)
    }
}

extension Insight {
    /// The model and the loss on all samples, if both are known.
    package var fit: SquaredErrorModel? {
        switch loss {
        // A mistake on purpose is compared with what should have been.
        case .other: training.mistake == nil ? nil : known?.model
        case .same, .multiple, .unknown: changesSamples ? nil : known?.model
        }
    }

    /// What was found, and what least squares gives.
    package func found(_ last: EpochRecord) -> [String] {
        if last.parameters.isEmpty { return [] }
        let found = last.few { "\($0)" } ?? Text.count(last.values.count, "number")
        guard let known, let best = fit?.best, best.parameters.count <= 4 else {
            return Text.wrap("Found \(found).")
        }
        let formula = known.model.isProportional ? "Σxy/Σx² = " : ""
        // Without the sign of a zero.
        let right = zip(known.notation.parameters, best.parameters).map {
            "\($0) = \(formula)\(Numbers.short($1 + 0, 8))"
        }
        return Text.wrap("Found \(found); least squares gives \(right.joined(separator: ", ")).")
    }

    /// The limit of the learning rate, from the model and the samples that the lesson uses.
    package var limit: LimitFinding {
        if moments.isEmpty {
            return .none("the lesson hands nothing over, as lesson.look(…) is missing")
        }
        if changesSamples { return .none("each epoch has other samples") }
        if let mismatch {
            return .none(
                mismatch.isWholeStep
                    ? "no update stands between lesson.look(…) and lesson.report(…)"
                    : "the parameters change after lesson.report(…), or it reports other numbers")
        }
        if !hasPlainSteps {
            return .none("the steps of this lesson are not learning rate · gradient")
        }
        if training.mistake == nil, let step, case .uniform(let rate, _) = step.kind, rate < 0 {
            return .none("the steps of this lesson go uphill")
        }
        guard known != nil else {
            return .none("the model is not one that the workbook knows")
        }
        guard let fit else { return .none("the loss is not a squared error") }
        guard let limit = fit.learningRateLimit else {
            let reason =
                fit.rows == nil
                ? "the model is not linear, so the curvature changes on the way"
                : "the model has too many parameters"
            return .none(reason)
        }
        if !limit.value.isFinite { return .none("the loss is the same everywhere") }
        if training.mistake == nil,
            moments.prefix(2).contains(where: { fit.hasGradient(of: $0, within: 1e-2) == false })
        {
            return .none("the gradient is not the slope of the loss")
        }
        return LimitFinding(limit: limit)
    }
}
