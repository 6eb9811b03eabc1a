import Arrays
import Random

/// Random tensors with PyTorch's numbers: the same seed gives the same bits. They are drawn from
/// ``Generator/current`` unless a generator is given.
extension Tensor {
    /// Normally distributed numbers, with mean 0 and standard deviation 1.
    public static func randn(
        _ shape: [Int], generator: Generator = .current, requiresGrad: Bool = false
    ) -> Tensor {
        Tensor(generator.randn(Shape(shape).elementCount), shape: shape, requiresGrad: requiresGrad)
    }

    /// Evenly distributed numbers from 0 to 1, without 1.
    public static func rand(
        _ shape: [Int], generator: Generator = .current, requiresGrad: Bool = false
    ) -> Tensor {
        Tensor(generator.rand(Shape(shape).elementCount), shape: shape, requiresGrad: requiresGrad)
    }
}
