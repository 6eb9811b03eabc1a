import Descent

/// What an optimizer makes of parameters with gradients that are given, step after step.
enum Steps {
    /// What a step does to one number: the state that it keeps from step to step, and the number.
    typealias Rule = (_ p: Double, _ g: Double, _ state: inout Double) -> Double

    /// What code does about a parameter without a gradient.
    enum Absence {
        /// It is left alone, which is right.
        case skip
        /// The gradient counts as 0.
        case zero
        /// The step ends there.
        case stop
        /// What is kept of it begins anew.
        case forget
    }

    /// Cases with one step and several. In the last ones there is a third parameter, between the others:
    /// one that never has a gradient, one that has it in the first step only, and one that lacks it between
    /// two others.
    static func cases(_ draw: Draw, _ setting: String) -> [Figures] {
        func some(_ steps: Int, _ n: Int) -> Figures {
            [
                "p": draw.row(n), "q": draw.row(n), "gradients of p": draw.table(steps, n),
                "gradients of q": draw.table(steps, n), "learningRate": Figure(draw.rate()),
                setting: Figure(0.5),
            ]
        }
        var cases = [some(1, 1), some(2, 1), some(3, 2), some(4, 1), some(2, 3)]
        cases[3].set(setting, Figure(0.25))
        cases[4].set(setting, Figure(0.0))
        var without = some(2, 2)
        without.entries.insert(Figures.Entry(name: "r", figure: Figure([1.5, -2])), at: 1)
        var once = some(3, 1)
        once.entries.insert(Figures.Entry(name: "r", figure: Figure([-1.5])), at: 1)
        once.entries.insert(
            Figures.Entry(name: gradients("r"), figure: Figure([2.0], shape: [1, 1])), at: 3)
        var gap = some(3, 1)
        gap.entries.insert(Figures.Entry(name: "r", figure: Figure([2.0])), at: 1)
        gap.entries.insert(
            Figures.Entry(name: gradients("r"), figure: Figure([-1.5, 0.5], shape: [2, 1])), at: 3)
        gap.entries.insert(
            Figures.Entry(name: "in the steps", figure: Figure([1.0, 3])), at: 4)
        return cases + [without, once, gap]
    }

    private static func gradients(_ name: String) -> String { "gradients of \(name)" }

    /// The gradient of a parameter in a step, as a row; nil if it has none there.
    private static func gradient(_ put: Figures, _ name: String, _ step: Int) -> [Double]? {
        guard let all = put.entries.first(where: { $0.name == gradients(name) })?.figure,
            let row = name == "r" ? rows(put, of: all).firstIndex(of: step) : step,
            row < all.shape[0]
        else { return nil }
        return Array(all.numbers[(row * all.shape[1])...].prefix(all.shape[1]))
    }

    /// The steps in which the third parameter has its gradients.
    private static func rows(_ put: Figures, of gradients: Figure) -> [Int] {
        let steps = put.entries.first { $0.name == "in the steps" }?.figure.numbers
        return steps?.map { Int($0) - 1 } ?? Array(0..<gradients.shape[0])
    }

    /// The parameters' names, in their order.
    private static func names(_ put: Figures) -> [String] {
        put.entries.map(\.name).filter { ["p", "q", "r"].contains($0) }
    }

    /// What stands for the parameters where code has changed the gradients that it is given.
    static let changed = Figure.absent(
        "not compared, as a gradient has changed",
        because: "step() changes the gradients, too: it reads them, and the reset is not its work.")

    /// The parameters after each step, as an optimizer makes them.
    static func found(
        _ setting: String, _ make: @escaping ([Tensor], Float, Float) -> any Optimizer
    ) -> (Figures) -> Figures {
        { put in
            let names = names(put)
            let parameters = names.map { put.tensor($0, requiresGrad: true) }
            let optimizer = make(parameters, put.float("learningRate"), put.float(setting))
            let steps = put["gradients of p"].shape[0]
            var values = names.map { _ in [Float]() }
            for step in 0..<steps {
                for parameter in parameters { parameter.zeroGrad() }
                for (name, parameter) in zip(names, parameters) {
                    guard let gradient = gradient(put, name, step) else { continue }
                    (parameter * Tensor(gradient.map { Float($0) })).sum().backward()
                }
                let before = parameters.map { $0.grad?.scalars }
                optimizer.step()
                if parameters.map({ $0.grad?.scalars }) != before {
                    return table(names) { _ in changed }
                }
                for index in values.indices { values[index] += parameters[index].scalars }
            }
            return table(names) { index in
                let numbers = values[index].map { Double($0) }
                return Figure(numbers, shape: [steps, numbers.count / steps])
            }
        }
    }

    /// The same, by a rule for each number.
    ///
    /// - Parameters:
    ///   - isShared: whether all parameters share one state.
    ///   - absence: what is done about a parameter without a gradient.
    static func by(
        _ setting: String, isShared: Bool = false, absence: Absence = .skip,
        _ rule: @escaping (_ learningRate: Double, _ setting: Double) -> Rule
    ) -> (Figures) -> Figures {
        { put in
            let names = names(put)
            let rule = rule(put.double("learningRate"), put.double(setting))
            let steps = put["gradients of p"].shape[0]
            var current = names.map { put.doubles($0) }
            var states = current.map { $0.map { _ in 0.0 } }
            var values = names.map { _ in [Double]() }
            for step in 0..<steps {
                var isOver = false
                for (index, name) in names.enumerated() {
                    var gradient = gradient(put, name, step)
                    if gradient == nil, absence == .zero {
                        gradient = current[index].map { _ in 0 }
                    }
                    if gradient == nil, absence == .stop { isOver = true }
                    if gradient == nil, absence == .forget {
                        states[index] = states[index].map { _ in 0 }
                    }
                    if let gradient, !isOver {
                        for (place, g) in gradient.enumerated() {
                            current[index][place] = rule(
                                current[index][place], g, &states[isShared ? 0 : index][place])
                        }
                    }
                    values[index] += current[index]
                }
            }
            return table(names) {
                Figure(values[$0], shape: [steps, values[$0].count / steps])
            }
        }
    }

    private static func table(
        _ names: [String], _ figure: (_ index: Int) -> Figure
    ) -> Figures {
        Figures(
            names.enumerated().map { index, name in
                Figures.Entry(name: "\(name) after each step", figure: figure(index))
            })
    }
}

extension Figures {
    /// Puts another figure under a name.
    mutating func set(_ name: String, _ figure: Figure) {
        for index in entries.indices where entries[index].name == name {
            entries[index].figure = figure
        }
    }
}
