import Descent

// The same as in torch_side.py.

enum Cube: CustomFunction {
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
        context.save(inputs[0])
        return inputs[0] * inputs[0] * inputs[0]
    }

    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
        [gradient * (3 * context.saved[0] * context.saved[0])]
    }
}

enum Product: CustomFunction {
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
        context.save(inputs[0], inputs[1])
        return inputs[0] * inputs[1]
    }

    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
        [gradient * context.saved[1], gradient * context.saved[0]]
    }
}

/// a · b + c, which returns no gradient for c.
enum Mix: CustomFunction {
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
        context.save(inputs[0], inputs[1])
        return inputs[0] * inputs[1] + inputs[2]
    }

    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
        [gradient * context.saved[1], gradient * context.saved[0], nil]
    }
}

/// A model whose parameters are found by reflection.
final class Net: Module {
    let first: any Module
    let rest: [any Module]

    init(first: any Module, rest: [any Module]) {
        self.first = first
        self.rest = rest
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        rest.reduce(first(input)) { $1($0) }
    }
}
