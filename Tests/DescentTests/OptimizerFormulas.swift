import Descent
import TestSupport
import Testing

/// The one difference between PyTorch's optimizers and the library's.
enum Rounding {
    /// A product is rounded, and then the sum.
    case ours
    /// Only the sum is rounded.
    case pyTorchs

    /// c + a·b.
    func sum(_ c: Float, _ a: Float, _ b: Float) -> Float {
        self == .ours ? c + a * b : c.addingProduct(a, b)
    }
}

/// Checks that a formula gives every bit of the library's optimizer with one rounding, and every bit of
/// PyTorch's with the other. The formula takes a start and gradients, and returns the value after each step.
func expectEveryBit(
    of optimizer: any Optimizer, _ gradients: [Bits], pyTorch: [Bits],
    _ formula: (Float, [Float], Rounding) throws -> [Float]
) throws {
    let parameter = optimizer.parameters[0]
    let start = parameter.scalars
    let library = gradients.map { gradient in
        parameter.grad = Tensor(gradient.floats)
        optimizer.step()
        return parameter.scalars
    }
    try #require(gradients.count == 20 && pyTorch.count == 20 && start.count == 5)
    for i in start.indices {
        let gradients = gradients.map { $0.floats[i] }
        let ours = try formula(start[i], gradients, .ours)
        #expect(Bits(library.map { $0[i] }) == Bits(ours), "the library's number \(i)")
        let pyTorchs = try formula(start[i], gradients, .pyTorchs)
        #expect(Bits(pyTorch.map { $0.floats[i] }) == Bits(pyTorchs), "PyTorch's number \(i)")
    }
}
