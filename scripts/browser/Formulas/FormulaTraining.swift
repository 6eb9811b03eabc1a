import Descent

/// A lesson's training, by formulas that are read while it runs.
///
/// It does what the lesson's code does in an epoch, with the same operators, so that the lesson's own
/// expressions give the lesson's bits:
///
/// ```swift
/// let training = try FormulaTraining(
///     { texts[$0] ?? "" }, x: x, y: y, [("w", Tensor(0))], learningRate: 0.01, isByHand: false)
/// let step = try training.step()
/// try training.update()
/// ```
public final class FormulaTraining {
    /// The parts of a lesson that are built in.
    public struct BuiltIn {
        /// The reduction of its loss, `loss(yPredicted, y)`.
        public var reduction: Reduction
        /// True if its prediction is a model's, `model(x)`, of linear layers with tanh between them.
        public var hasModel: Bool
        /// True if its loop takes x and y from batches, and gets its loss as a function: the crops in part 4.
        public var isInBatches: Bool
        /// Its optimizer, which makes the update.
        public var optimizer: (_ parameters: [Tensor], _ learningRate: Float) -> any Optimizer

        public init(
            reduction: Reduction, hasModel: Bool, isInBatches: Bool = false,
            optimizer: @escaping ([Tensor], Float) -> any Optimizer
        ) {
            (self.reduction, self.hasModel) = (reduction, hasModel)
            self.isInBatches = isInBatches
            self.optimizer = optimizer
        }
    }

    /// The results of an epoch before its update.
    public struct Step {
        public var prediction: Tensor
        public var loss: Tensor
        /// The gradient of each parameter.
        public var gradients: [[Float]]
    }

    /// The lesson's parameters and the learner's own. An update changes the tensors in place.
    public private(set) var parameters: [(name: String, tensor: Tensor)]

    private var formulas: [FormulaField: Formula] = [:]
    private let x: Tensor
    private let y: Tensor
    let isByHand: Bool
    private let builtIn: BuiltIn?
    private var optimizer: (any Optimizer)?
    private let learningRate: Float
    private var scope: Scope = []
    /// The number of parameters without the learner's own.
    private let lessonCount: Int
    private var hasModel: Bool { builtIn?.hasModel ?? false }

    /// - Parameters:
    ///   - text: the formula for each field; only those by hand include a gradient.
    ///   - parameters: the lesson's, where they start.
    ///   - isByHand: true for arrays, closures and a gradient by hand; false for tensors and autograd.
    ///   - builtIn: the built-in parts, for a lesson with an optimizer instead of an update.
    public init(
        _ text: (FormulaField) -> String, x: Tensor, y: Tensor,
        _ parameters: [(name: String, tensor: Tensor)], learningRate: Float, isByHand: Bool,
        builtIn: BuiltIn? = nil
    ) throws(FormulaError) {
        (self.x, self.y, self.parameters) = (x, y, parameters)
        lessonCount = parameters.count
        (self.learningRate, self.isByHand, self.builtIn) = (learningRate, isByHand, builtIn)
        for field in FormulaField.allCases {
            formulas[field] = try Formula(
                text(field), field, isByHand: isByHand, hasTurns: isByHand && x.rank > 1)
        }
        try addOwnParameters()
        move(to: self.parameters.map { $0.tensor.scalars })
    }

    /// Sets the parameters.
    public func move(to values: [[Float]]) {
        let tensors = tensors(values, requiresGrad: !isByHand)
        for index in parameters.indices { parameters[index].tensor = tensors[index] }
        optimizer = builtIn?.optimizer(tensors, learningRate)
    }

    private func tensors(_ values: [[Float]], requiresGrad: Bool) -> [Tensor] {
        zip(parameters, values).map {
            Tensor($1, shape: $0.tensor.shape, requiresGrad: requiresGrad)
        }
    }

    /// Reads lines such as `b = 0`.
    private func addOwnParameters() throws(FormulaError) {
        let start = formulas[.start]!
        start.begin([])
        while !start.isAtEnd {
            let line = try start.assignment()
            let taken = ["x", "y", "yPredicted", "lesson"] + parameters.map { $0.name }
            guard !taken.contains(line.name) else {
                throw start.error(
                    "“\(line.name)” is taken. Choose another name.", at: line.offset)
            }
            guard line.sign == "", case .literal(let number) = line.value else {
                throw start.error(
                    "A parameter and its start look like this: b = 0.", at: line.offset)
            }
            parameters.append((line.name, Tensor(number)))
        }
    }

    // MARK: - An epoch

    /// Computes the prediction, the loss and the gradient.
    public func step() throws(FormulaError) -> Step {
        let tensors = parameters.map { $0.tensor }
        let (prediction, loss) = try forward(tensors)
        let gradients =
            isByHand ? try gradientsByHand() : try gradients(of: loss, tensors)
        return Step(prediction: prediction, loss: loss, gradients: gradients)
    }

    /// The gradient that autograd finds for the loss of these formulas.
    public func recordedGradients() throws(FormulaError) -> [[Float]] {
        let leaves = tensors(parameters.map { $0.tensor.scalars }, requiresGrad: true)
        let before = scope
        defer { scope = before }
        return try gradients(of: forward(leaves).loss, leaves)
    }

    private func gradients(of loss: Tensor, _ leaves: [Tensor]) throws(FormulaError) -> [[Float]] {
        guard loss.requiresGrad else {
            let prediction = formulas[.prediction]!
            let names = parameters.map { $0.name } + ["model"]
            guard prediction.tokens.contains(where: { names.contains($0.text) }) else {
                let list = hasModel ? "model" : parameters.map { $0.name }.joined(separator: ", ")
                throw prediction.error(
                    "The prediction uses no parameter (\(list)), so there is nothing to train.",
                    at: 0)
            }
            throw formulas[.loss]!.error(
                "The loss depends on no parameter, so it has no gradient.", at: 0)
        }
        loss.backward()
        return leaves.map { $0.grad?.scalars ?? [Float](repeating: 0, count: $0.count) }
    }

    private func forward(
        _ tensors: [Tensor]
    ) throws(FormulaError) -> (prediction: Tensor, loss: Tensor) {
        let (setup, prediction, loss) = (
            formulas[.setup]!, formulas[.prediction]!, formulas[.loss]!
        )
        scope = [("x", setup.variable(x)), ("y", setup.variable(y))]
        // In the lesson, a model has the parameters, and no name of their own.
        if !hasModel {
            for (own, tensor) in zip(parameters, tensors) {
                scope.append((own.name, setup.variable(tensor)))
            }
        }
        scope.append(("lesson.learningRate", .tensor(Tensor(learningRate))))
        if let builtIn {
            scope.append(
                (builtIn.isInBatches ? "lossFunction" : "loss", .loss(builtIn.reduction)))
            if builtIn.hasModel { scope.append(("model", .model(tensors, isFlat: y.rank == 1))) }
        }
        setup.begin(scope)
        try setup.constants()
        scope = setup.scope
        // A batch's x and y are known only where the lesson's loop is.
        let isInBatches = builtIn?.isInBatches ?? false
        let predicted = try prediction.value(isInBatches ? scope.filter { $0.name != "y" } : scope)
        if isInBatches { scope.removeAll { $0.name == "x" } }
        scope.append(("yPredicted", predicted))
        let numbers = try prediction.numbers(predicted)
        guard numbers.count == y.count else {
            throw prediction.error(
                "The prediction has \(Formula.numbers(numbers.count)), and there "
                    + (y.count == 1 ? "is 1 target." : "are \(y.count) targets."), at: 0)
        }
        guard isByHand || numbers.shape == y.shape else {
            throw prediction.error(
                "The prediction has the shape \(numbers.shape), and the targets have \(y.shape).",
                at: 0)
        }
        let value = try loss.tensor(loss.value(scope), 0)
        guard value.count == 1 else {
            throw loss.error(
                "The loss has \(value.count) numbers. It must be one, such as their "
                    + (isByHand ? "mean." : "mean()."), at: 0)
        }
        return (isByHand ? numbers.reshaped(y.shape) : numbers, value)
    }

    /// The results of the gradient's formula. The update knows them as dw, db, ….
    private func gradientsByHand() throws(FormulaError) -> [[Float]] {
        let gradient = formulas[.gradient]!
        let result = try gradient.value(scope)
        var values = [result]
        if parameters.count > 1, case .list(let items) = result { values = items }
        let names = parameters.map { "d\($0.name)" }
        guard values.count == names.count else {
            let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
            let added = parameters.dropFirst(lessonCount).map { $0.name }
            guard added.isEmpty || values.count > names.count else {
                let updates = added.map { "\($0) -= lesson.learningRate * d\($0)" }
                throw gradient.error(
                    "\(added.joined(separator: ", ")) \(added.count == 1 ? "needs" : "need") a gradient and an update too. Return \(list) "
                        + "here, and add to the update: \(updates.joined(separator: "; ")).", at: 0)
            }
            throw gradient.error(
                "The result must be \(list), and it has "
                    + (values.count == 1 ? "1 part." : "\(values.count) parts."), at: 0)
        }
        var gradients: [[Float]] = []
        for (index, own) in parameters.enumerated() {
            let numbers = try gradient.numbers(values[index])
            guard numbers.count == own.tensor.count else {
                throw gradient.error(
                    "\(names[index]) has \(Formula.numbers(numbers.count)), and \(own.name) has "
                        + "\(own.tensor.count).", at: 0)
            }
            gradients.append(numbers.scalars)
            scope.append((names[index], values[index]))
        }
        return gradients
    }

    // MARK: - The update

    /// Updates the parameters by the gradients of the last step, which it resets.
    public func update() throws(FormulaError) {
        if let optimizer {
            optimizer.step()
        } else {
            var failure: FormulaError?
            withNoGrad {
                do throws(FormulaError) { try assign() } catch { failure = error }
            }
            if let failure { throw failure }
        }
        if !isByHand { for own in parameters { own.tensor.zeroGrad() } }
    }

    private func assign() throws(FormulaError) {
        let update = formulas[.update]!
        update.begin(scope)
        try update.update { line throws(FormulaError) in
            guard let own = parameters.first(where: { $0.name == line.name }) else {
                let names = parameters.map { $0.name }.joined(separator: ", ")
                throw update.error("Only parameters are updated: \(names).", at: line.offset)
            }
            guard isByHand || line.sign != "" else {
                throw update.error(
                    "A tensor is updated in place: \(line.name) -= ….", at: line.offset)
            }
            let position = update.scope.lastIndex { $0.name == line.name }!
            let new = try update.changed(update.scope[position].value, line.path[...], line)
            own.tensor.copy(from: try update.numbers(new).reshaped(own.tensor.shape))
            if isByHand { update.scope[position].value = new }
        }
    }
}
