import Descent

/// A lesson's training, by formulas that are read while it runs.
///
/// It does what the lesson's code does in an epoch, with the same operators, so that the lesson's own
/// expressions give the lesson's bits:
///
/// ```swift
/// let training = try FormulaTraining(
///     { texts[$0] ?? "" }, x: x, y: y, [w], learningRate: 0.01, isByHand: false)
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

    /// What a lesson has built in.
    public struct BuiltIn {
        /// How its loss, `loss(yPredicted, y)`, makes one number of the squared errors.
        public var reduction: Reduction
        /// True if its prediction is a model's, `model(x)`, of linear layers with tanh between them.
        public var hasModel: Bool
        /// Its optimizer, which makes the update.
        public var optimizer: (_ parameters: [Tensor], _ learningRate: Float) -> any Optimizer

        public init(
            reduction: Reduction, hasModel: Bool,
            optimizer: @escaping ([Tensor], Float) -> any Optimizer
        ) {
            (self.reduction, self.hasModel) = (reduction, hasModel)
            self.optimizer = optimizer
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

    private let formulas: [FormulaField: Formula]
    /// The data, by name.
    private var data: Scope = []
    private let target: Numbers
    private let isByHand: Bool
    /// True if the inputs are an array of arrays, with which closures are called turn by turn.
    private let hasTurns: Bool
    private let builtIn: BuiltIn?
    private var optimizer: (any Optimizer)?
    private let learningRate: Float
    private var scope: Scope = []

    /// - Parameters:
    ///   - text: the formula for each field; only those by hand include a gradient.
    ///   - isByHand: true for arrays, closures and a gradient by hand; false for tensors and autograd.
    ///   - builtIn: instead of an update.
    public init(
        _ text: (FormulaField) -> String, x: Numbers, y: Numbers, _ parameters: [Numbers],
        learningRate: Float, isByHand: Bool, builtIn: BuiltIn? = nil
    ) throws(FormulaError) {
        let hasTurns = isByHand && x.shape.count > 1
        var formulas: [FormulaField: Formula] = [:]
        for field in FormulaField.allCases {
            formulas[field] = try Formula(
                text(field), field, isByHand: isByHand, hasTurns: hasTurns)
        }
        self.formulas = formulas
        (target, self.parameters, self.learningRate) = (y, parameters, learningRate)
        (self.isByHand, self.hasTurns, self.builtIn) = (isByHand, hasTurns, builtIn)
        for numbers in [x, y] {
            let tensor = Tensor(numbers.values, shape: numbers.shape)
            data.append((numbers.name, isByHand ? array(tensor) : .tensor(tensor)))
        }
        try addOwnParameters()
        place(self.parameters.map { $0.values })
    }

    /// Puts the parameters somewhere.
    public func place(_ values: [[Float]]) {
        for index in parameters.indices { parameters[index].values = values[index] }
        guard !isByHand else { return }
        tensors = leaves()
        optimizer = builtIn?.optimizer(tensors, learningRate)
    }

    private func formula(_ field: FormulaField) -> Formula { formulas[field]! }

    private func leaves() -> [Tensor] {
        parameters.map { Tensor($0.values, shape: $0.shape, requiresGrad: true) }
    }

    /// An array as lessons by hand have it: a number, numbers, or arrays of them.
    private func array(_ tensor: Tensor) -> Value {
        guard hasTurns else { return tensor.rank == 0 ? .tensor(tensor) : .array(tensor) }
        guard let count = tensor.shape.first else { return .tensor(tensor) }
        let shape = Array(tensor.shape.dropFirst())
        return .list((0..<count).map { array(tensor[$0..<$0 + 1].reshaped(shape)) })
    }

    /// Reads lines such as `b = 0`.
    private func addOwnParameters() throws(FormulaError) {
        let start = formula(.start)
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
            parameters.append(Numbers(line.name, shape: [], values: [number]))
        }
    }

    // MARK: - An epoch

    /// Computes the prediction, the loss and the gradient.
    public func step() throws(FormulaError) -> Step {
        let (prediction, loss) = try forward(
            isByHand ? leaves().map { $0.detached() } : tensors, &scope)
        if !isByHand { try backward(loss) }
        let gradients = isByHand ? try gradientsByHand() : Self.gradients(tensors)
        return Step(prediction: prediction, loss: loss, gradients: gradients)
    }

    /// The gradient that autograd finds for the loss of these formulas.
    public func recordedGradients() throws(FormulaError) -> [[Float]] {
        let leaves = leaves()
        var scope: Scope = []
        try backward(try forward(leaves, &scope).loss)
        return Self.gradients(leaves)
    }

    private static func gradients(_ leaves: [Tensor]) -> [[Float]] {
        leaves.map { $0.grad?.scalars ?? [Float](repeating: 0, count: $0.count) }
    }

    private func backward(_ value: Tensor) throws(FormulaError) {
        guard value.requiresGrad else {
            throw formula(.loss).error(
                "The loss depends on no parameter, so it has no gradient.", at: 0)
        }
        value.backward()
    }

    private func forward(
        _ values: [Tensor], _ scope: inout Scope
    ) throws(FormulaError) -> (prediction: Tensor, loss: Tensor) {
        scope = data
        for index in values.indices {
            scope.append(
                (parameters[index].name, isByHand ? array(values[index]) : .tensor(values[index])))
        }
        scope.append(("lesson.learningRate", .tensor(Tensor(learningRate))))
        if let builtIn {
            for name in ["loss", "lossFunction"] { scope.append((name, .loss(builtIn.reduction))) }
            let isFlat = target.shape.count == 1
            if builtIn.hasModel { scope.append(("model", .model(values, isFlat: isFlat))) }
        }
        let (setup, prediction, loss) = (formula(.setup), formula(.prediction), formula(.loss))
        setup.begin(scope)
        try setup.constants()
        scope = setup.scope
        let predicted = try prediction.value(scope)
        scope.append(("yPredicted", predicted))
        let numbers: Tensor
        switch predicted {
        case .array(let tensor): numbers = tensor
        case .list: numbers = Tensor(try prediction.numbers(predicted))
        default: numbers = try prediction.tensor(predicted, 0)
        }
        guard numbers.count == target.values.count else {
            throw prediction.error(
                "The prediction has \(numbers.count) numbers, and there are \(target.values.count) targets.",
                at: 0)
        }
        let value = try loss.tensor(loss.value(scope), 0)
        guard value.count == 1 else {
            throw loss.error(
                "The loss has \(value.count) numbers. It must be one, such as their mean().", at: 0)
        }
        return (numbers, value)
    }

    /// What the learner's formula gives; the update knows it as dw, db, ….
    private func gradientsByHand() throws(FormulaError) -> [[Float]] {
        let gradient = formula(.gradient)
        let result = try gradient.value(scope)
        var values = [result]
        if parameters.count > 1, case .list(let items) = result { values = items }
        let names = parameters.map { "d\($0.name)" }
        guard values.count == names.count else {
            let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
            throw gradient.error(
                "The result must be \(list), and it has \(values.count) parts.", at: 0)
        }
        var gradients: [[Float]] = []
        for index in names.indices {
            gradients.append(try gradient.numbers(values[index]))
            let (count, other) = (gradients[index].count, parameters[index].values.count)
            guard count == other else {
                throw gradient.error(
                    "\(names[index]) has \(count) numbers, and \(parameters[index].name) has \(other).",
                    at: 0)
            }
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
            let change = formula(.update)
            change.begin(scope)
            var failure: FormulaError?
            withNoGrad {
                do throws(FormulaError) {
                    try change.update { line throws(FormulaError) in try assign(line, change) }
                } catch { failure = error }
            }
            if let failure { throw failure }
        }
        for index in tensors.indices {
            tensors[index].zeroGrad()
            parameters[index].values = tensors[index].scalars
        }
    }

    private func assign(
        _ line: Formula.Assignment, _ change: Formula
    ) throws(FormulaError) {
        guard let index = parameters.firstIndex(where: { $0.name == line.name }) else {
            let names = parameters.map { $0.name }.joined(separator: ", ")
            throw change.error("Only parameters are updated: \(names).", at: line.offset)
        }
        guard isByHand || line.sign != "" else {
            throw change.error("A tensor is updated in place: \(line.name) -= ….", at: line.offset)
        }
        let place = change.scope.lastIndex { $0.name == line.name }!
        let new = try change.changed(change.scope[place].value, line.path[...], line)
        if isByHand {
            change.scope[place].value = new
            parameters[index].values = try change.numbers(new)
        } else {
            let tensor = try change.tensor(new, line.offset)
            tensors[index].copy(from: tensor.reshaped(parameters[index].shape))
        }
    }
}
