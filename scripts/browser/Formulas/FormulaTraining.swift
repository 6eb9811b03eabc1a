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

    private let start: Formula
    private let setup: Formula
    private let prediction: Formula
    private let loss: Formula
    private let gradient: Formula
    private let change: Formula
    private let x: Numbers
    private let y: Numbers
    private let isByHand: Bool
    private let learningRate: Float
    private var scope: Scope = []

    /// - Parameters:
    ///   - text: the formula for each field; only those by hand include a gradient.
    ///   - isByHand: true for arrays, closures and a gradient by hand; false for tensors and autograd.
    public init(
        _ text: (FormulaField) -> String, x: Numbers, y: Numbers, _ parameters: [Numbers],
        learningRate: Float, isByHand: Bool
    ) throws(FormulaError) {
        func formula(_ field: FormulaField) throws(FormulaError) -> Formula {
            try Formula(text(field), field, isByHand: isByHand)
        }
        (start, setup) = (try formula(.start), try formula(.setup))
        (prediction, loss) = (try formula(.prediction), try formula(.loss))
        (gradient, change) = (try formula(.gradient), try formula(.update))
        (self.x, self.y, self.parameters) = (x, y, parameters)
        (self.learningRate, self.isByHand) = (learningRate, isByHand)
        try addOwnParameters()
        place(self.parameters.map { $0.values })
    }

    /// Puts the parameters somewhere.
    public func place(_ values: [[Float]]) {
        for index in parameters.indices { parameters[index].values = values[index] }
        if !isByHand { tensors = leaves() }
    }

    private func leaves() -> [Tensor] {
        parameters.map { Tensor($0.values, shape: $0.shape, requiresGrad: true) }
    }

    /// Reads lines such as `b = 0`.
    private func addOwnParameters() throws(FormulaError) {
        start.begin([])
        while !start.isAtEnd {
            let (name, sign, value, offset) = try start.assignment()
            let taken = ["x", "y", "yPredicted", "lesson"] + parameters.map { $0.name }
            guard !taken.contains(name) else {
                throw start.error("“\(name)” is taken. Choose another name.", at: offset)
            }
            guard sign == "", case .literal(let number) = value else {
                throw start.error("A parameter and its start look like this: b = 0.", at: offset)
            }
            parameters.append(Numbers(name, shape: [], values: [number]))
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
            throw loss.error("The loss depends on no parameter, so it has no gradient.", at: 0)
        }
        value.backward()
    }

    private func forward(
        _ values: [Tensor], _ scope: inout Scope
    ) throws(FormulaError) -> (prediction: Tensor, loss: Tensor) {
        scope = []
        for numbers in [x, y] {
            let tensor = Tensor(numbers.values, shape: numbers.shape)
            scope.append((numbers.name, isByHand ? .array(tensor) : .tensor(tensor)))
        }
        for index in values.indices {
            scope.append((parameters[index].name, .tensor(values[index])))
        }
        scope.append(("lesson.learningRate", .tensor(Tensor(learningRate))))
        setup.begin(scope)
        try setup.constants()
        scope = setup.scope
        let predicted = try prediction.value(scope)
        scope.append(("yPredicted", predicted))
        let numbers =
            if case .array(let tensor) = predicted { tensor } else {
                try prediction.tensor(predicted, 0)
            }
        guard numbers.count == y.values.count else {
            throw prediction.error(
                "The prediction has \(numbers.count) numbers, and there are \(y.values.count) targets.",
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
        let result = try gradient.value(scope)
        var values = [result]
        if case .list(let items) = result { values = items }
        let names = parameters.map { "d\($0.name)" }
        guard values.count == names.count else {
            let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
            throw gradient.error(
                "The result must be \(list), and it has \(values.count) parts.", at: 0)
        }
        var gradients: [[Float]] = []
        for index in names.indices {
            gradients.append(try gradient.tensor(values[index], 0).scalars)
            scope.append((names[index], values[index]))
        }
        return gradients
    }

    // MARK: - The update

    /// Updates the parameters by the gradients of the last step, which it resets.
    public func update() throws(FormulaError) {
        var failure: FormulaError?
        withNoGrad {
            do throws(FormulaError) { try assign() } catch { failure = error }
        }
        if let failure { throw failure }
        for index in tensors.indices {
            tensors[index].zeroGrad()
            parameters[index].values = tensors[index].scalars
        }
    }

    private func assign() throws(FormulaError) {
        change.begin(scope)
        while true {
            try change.constants()
            if change.isAtEnd { return }
            let (name, sign, value, offset) = try change.assignment()
            guard let index = parameters.firstIndex(where: { $0.name == name }) else {
                let names = parameters.map { $0.name }.joined(separator: ", ")
                throw change.error("Only parameters are updated: \(names).", at: offset)
            }
            guard isByHand || sign != "" else {
                throw change.error("A tensor is updated in place: \(name) -= ….", at: offset)
            }
            let (right, shape) = (try change.tensor(value, offset), parameters[index].shape)
            let old = isByHand ? Tensor(parameters[index].values, shape: shape) : tensors[index]
            let new = sign == "" ? right : try change.apply(sign, old, right, offset)
            guard new.count == old.count else {
                throw change.error(
                    "\(name) has \(old.count) numbers, and the right side has \(new.count).",
                    at: offset)
            }
            parameters[index].values = new.scalars
            if isByHand {
                change.set(name, .tensor(new))
            } else {
                old.copy(from: new.reshaped(shape))
            }
        }
    }
}
