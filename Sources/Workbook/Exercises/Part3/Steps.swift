import Descent

/// What an optimizer makes of two parameters with gradients that are given, step after step.
enum Steps {
    /// What a step does to one number: the state that it keeps from step to step, and the number.
    typealias Rule = (_ p: Double, _ g: Double, _ state: inout Double) -> Double

    /// Cases with one step and several; in the last one there is a third parameter without a gradient.
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
        var last = some(2, 2)
        last.entries.append(Figures.Entry(name: "r", figure: Figure([1.5, -2])))
        return cases + [last]
    }

    /// The parameters after each step, as an optimizer makes them.
    static func found(
        _ setting: String, _ make: @escaping ([Tensor], Float, Float) -> any Optimizer
    ) -> (Figures) -> Figures {
        { put in
            let names = put.entries.map(\.name).filter { ["p", "q", "r"].contains($0) }
            let parameters = names.map { put.tensor($0, requiresGrad: true) }
            let optimizer = make(parameters, put.float("learningRate"), put.float(setting))
            let steps = put["gradients of p"].shape[0]
            var values = names.map { _ in [Float]() }
            for step in 0..<steps {
                for parameter in parameters { parameter.zeroGrad() }
                for (name, parameter) in zip(names, parameters) where name != "r" {
                    let all = put.tensor("gradients of \(name)")
                    (parameter * all[step..<step + 1].reshaped([-1])).sum().backward()
                }
                optimizer.step()
                for index in values.indices { values[index] += parameters[index].scalars }
            }
            return table(names, values.map { $0.map { Double($0) } }, steps)
        }
    }

    /// The same, by a rule for each number.
    ///
    /// - Parameter isShared: whether all parameters share one state.
    static func by(
        _ setting: String, isShared: Bool = false,
        _ rule: @escaping (_ learningRate: Double, _ setting: Double) -> Rule
    ) -> (Figures) -> Figures {
        { put in
            let names = put.entries.map(\.name).filter { ["p", "q", "r"].contains($0) }
            let rule = rule(put.double("learningRate"), put.double(setting))
            let steps = put["gradients of p"].shape[0]
            var current = names.map { put.doubles($0) }
            var states = current.map { $0.map { _ in 0.0 } }
            var values = names.map { _ in [Double]() }
            for step in 0..<steps {
                for (index, name) in names.enumerated() {
                    let n = current[index].count
                    if name != "r" {
                        let gradients = put.doubles("gradients of \(name)")[(step * n)...]
                        for (place, g) in gradients.prefix(n).enumerated() {
                            current[index][place] = rule(
                                current[index][place], g, &states[isShared ? 0 : index][place])
                        }
                    }
                    values[index] += current[index]
                }
            }
            return table(names, values, steps)
        }
    }

    private static func table(_ names: [String], _ values: [[Double]], _ steps: Int) -> Figures {
        Figures(
            zip(names, values).map { name, values in
                Figures.Entry(
                    name: "\(name) after each step",
                    figure: Figure(values, shape: [steps, values.count / steps]))
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
