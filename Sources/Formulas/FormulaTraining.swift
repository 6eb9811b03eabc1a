import Descent

/// A lesson's training, by formulas that are read while it runs.
///
/// It does what the lesson's code does in an epoch, with the same operators, so that the lesson's own
/// expressions give the lesson's bits:
///
/// ```swift
/// let training = try FormulaTraining(
///     texts, x: x, y: y, [w], learningRate: 0.01, isByHand: false)
/// let step = try training.step()
/// try training.update()
/// ```
public final class FormulaTraining {
    /// Numbers with a name: data, or a parameter with its start.
    public struct Numbers {
        public var name: String
        public var shape: [Int]
        public var values: [Float]

        public init(_ name: String, shape: [Int], values: [Float]) {
            (self.name, self.shape, self.values) = (name, shape, values)
        }
    }

    /// What an epoch computes before its update.
    public struct Step {
        public var prediction: Tensor
        public var loss: Tensor
        /// The gradient of each parameter.
        public var gradients: [[Float]]
    }

    /// The lesson's parameters, and the learner's own.
    public private(set) var parameters: [Numbers]
    /// The parameters of a lesson with autograd.
    public private(set) var tensors: [Tensor] = []

    private var formulas: [Formula] = []
    private let x: Numbers
    private let y: Numbers
    private let isByHand: Bool
    private let learningRate: Float
    private var scope: Scope = []

    /// - Parameters:
    ///   - texts: the formulas; only those by hand include a gradient.
    ///   - isByHand: true for arrays, closures and a gradient by hand; false for tensors and autograd.
    public init(
        _ texts: [FormulaField: String], x: Numbers, y: Numbers, _ parameters: [Numbers],
        learningRate: Float, isByHand: Bool
    ) throws(FormulaError) {
        (self.x, self.y, self.parameters) = (x, y, parameters)
        (self.learningRate, self.isByHand) = (learningRate, isByHand)
        for field in FormulaField.allCases {
            formulas.append(try Formula(texts[field] ?? "", field, isByHand: isByHand))
        }
        try addOwnParameters()
        start(self.parameters.map { $0.values })
    }

    /// Puts the parameters somewhere.
    public func start(_ values: [[Float]]) {
        for index in parameters.indices { parameters[index].values = values[index] }
        if isByHand { return }
        tensors = parameters.map { Tensor($0.values, shape: $0.shape, requiresGrad: true) }
    }

    private func formula(_ field: FormulaField) -> Formula {
        formulas.first { $0.field == field }!
    }

    /// Reads lines such as `b = 0`.
    private func addOwnParameters() throws(FormulaError) {
        var formula = formula(.start)
        formula.begin([])
        while !formula.isAtEnd {
            let (name, sign, value, offset) = try formula.assignment()
            let taken = ["x", "y", "yPredicted", "lesson"] + parameters.map { $0.name }
            guard !taken.contains(name) else {
                throw formula.error("“\(name)” is taken. Choose another name.", at: offset)
            }
            let start = try formula.tensor(value, offset)
            guard sign == "", start.count == 1, start.item().isFinite else {
                throw formula.error("A parameter and its start look like this: b = 0.", at: offset)
            }
            parameters.append(Numbers(name, shape: [], values: [start.item()]))
        }
    }

    // MARK: - An epoch

    /// Computes the prediction, the loss and the gradient.
    public func step() throws(FormulaError) -> Step {
        let values = parameters.map { Tensor($0.values, shape: $0.shape) }
        let (prediction, loss) = try forward(isByHand ? values : tensors, &scope)
        guard isByHand else {
            try backward(loss)
            return Step(
                prediction: prediction, loss: loss,
                gradients: tensors.map {
                    $0.grad?.scalars ?? [Float](repeating: 0, count: $0.count)
                })
        }
        return Step(prediction: prediction, loss: loss, gradients: try gradientsByHand())
    }

    /// The gradient that autograd finds for the loss of these formulas.
    public func recordedGradients() throws(FormulaError) -> [[Float]] {
        let leaves = parameters.map { Tensor($0.values, shape: $0.shape, requiresGrad: true) }
        var scope: Scope = []
        try backward(try forward(leaves, &scope).loss)
        return leaves.map { $0.grad?.scalars ?? [Float](repeating: 0, count: $0.count) }
    }

    private func backward(_ loss: Tensor) throws(FormulaError) {
        guard loss.requiresGrad else {
            throw formula(.loss).error(
                "The loss depends on no parameter, so it has no gradient.", at: 0)
        }
        loss.backward()
    }

    private func forward(
        _ values: [Tensor], _ scope: inout Scope
    ) throws(FormulaError) -> (prediction: Tensor, loss: Tensor) {
        scope = [x, y].map { numbers in
            let tensor = Tensor(numbers.values, shape: numbers.shape)
            return (numbers.name, isByHand ? .array(tensor) : .tensor(tensor))
        }
        scope += zip(parameters, values).map { ($0.name, .tensor($1)) }
        scope.append(("lesson.learningRate", .tensor(Tensor(learningRate))))
        var setup = formula(.setup)
        setup.begin(scope)
        try setup.constants()
        scope = setup.scope
        var formula = formula(.prediction)
        let predicted = try formula.value(scope)
        let prediction: Tensor
        switch predicted {
        case .array(let tensor): prediction = tensor
        default: prediction = try formula.tensor(predicted, 0)
        }
        guard prediction.count == y.values.count else {
            throw formula.error(
                "The prediction has \(prediction.count) numbers, and there are \(y.values.count) targets.",
                at: 0)
        }
        scope.append(("yPredicted", predicted))
        formula = self.formula(.loss)
        let loss = try formula.tensor(formula.value(scope), 0)
        guard loss.count == 1 else {
            throw formula.error(
                "The loss has \(loss.count) numbers. It must be one, such as their mean().", at: 0)
        }
        return (prediction, loss)
    }

    /// What the learner's formula gives; the update knows it as dw, db, ….
    private func gradientsByHand() throws(FormulaError) -> [[Float]] {
        var formula = formula(.gradient)
        let result = try formula.value(scope)
        var values = [result]
        if case .list(let items) = result { values = items }
        let names = parameters.map { "d\($0.name)" }
        guard values.count == names.count else {
            throw formula.error(
                "The gradient has \(values.count) of \(names.count) numbers. It must end with return "
                    + (names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))") + ".",
                at: 0)
        }
        var gradients: [[Float]] = []
        for (name, value) in zip(names, values) {
            let tensor = try formula.tensor(value, 0)
            scope.append((name, value))
            gradients.append(tensor.scalars)
        }
        return gradients
    }

    // MARK: - The update

    /// Updates the parameters by the gradients of the last step, which it resets.
    public func update() throws(FormulaError) {
        var failure: FormulaError?
        withNoGrad {
            do throws(FormulaError) { try change() } catch { failure = error }
        }
        if let failure { throw failure }
        for (index, tensor) in tensors.enumerated() {
            tensor.zeroGrad()
            parameters[index].values = tensor.scalars
        }
    }

    private func change() throws(FormulaError) {
        var formula = formula(.update)
        formula.begin(scope)
        while true {
            try formula.constants()
            if formula.isAtEnd { return }
            let (name, sign, value, offset) = try formula.assignment()
            guard let index = parameters.firstIndex(where: { $0.name == name }) else {
                let names = parameters.map { $0.name }.joined(separator: ", ")
                throw formula.error("Only parameters are updated: \(names).", at: offset)
            }
            let change = try formula.tensor(value, offset)
            let shape = parameters[index].shape
            guard change.count == 1 || change.shape == shape else {
                throw formula.error(
                    "\(name) has the shape \(shape), and the change has \(change.shape).",
                    at: offset)
            }
            guard isByHand || sign != "" else {
                throw formula.error("A tensor is updated in place: \(name) -= ….", at: offset)
            }
            let old = isByHand ? Tensor(parameters[index].values, shape: shape) : tensors[index]
            let new = sign == "" ? change : try formula.apply(sign, old, change, offset)
            if !isByHand { old.copy(from: new) }
            parameters[index].values = new.scalars
            formula.set(name, .tensor(isByHand ? new : old))
        }
    }
}
