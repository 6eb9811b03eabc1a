import Descent

/// Task 3: the backward pass of a function of your own, the cube.
///
/// The forward pass is already written: it computes u³ and saves u. Write the
/// backward pass. `gradient` is the slope of the loss with respect to u³. Use
/// the chain rule to find its slope with respect to u.
///
/// In:      the saved u; `gradient`, a tensor of the same shape.
/// Out:     the slope of the loss with respect to u, in the same shape.
/// Example: u = [1, 2] and gradient = [1, 10] give [3, 120].
/// Use:     `u * u` and `3 * u` are tensors, like u.
/// Reread:  Sources/part2/LegendrePolynomial3.swift
enum Cube: CustomFunction {
    static func forward(
        context: FunctionContext, _ inputs: [Tensor]
    ) -> Tensor {
        let u = inputs[0]
        context.save(u)
        return u.pow(3)
    }

    static func backward(
        context: FunctionContext, _ gradient: Tensor
    ) -> [Tensor?] {
        let u = context.saved[0]
        // Write it here, in place of this line.
        return [0 * u]
    }
}
