import Descent

/// The Legendre polynomial P₃(u) = (5u³ − 3u)/2. Autograd could differentiate
/// the formula itself, but here we provide the derivative.
enum LegendrePolynomial3: CustomFunction {
    static func forward(
        context: FunctionContext, _ inputs: [Tensor]
    ) -> Tensor {
        let u = inputs[0]
        context.save(u)
        return 0.5 * (5 * u.pow(3) - 3 * u)
    }

    // P₃′(u) = 3/2 · (5u² − 1), times the gradient that arrives
    static func backward(
        context: FunctionContext, _ gradient: Tensor
    ) -> [Tensor?] {
        let u = context.saved[0]
        return [gradient * 1.5 * (5 * u.pow(2) - 1)]
    }
}
