import Arrays
import Random

/// Random tensors with PyTorch's numbers: the same seed gives the same bits. They are drawn from
/// ``Generator/current`` unless you pass a generator.
extension Tensor {
    /// Normally distributed numbers, with mean 0 and standard deviation 1.
    public static func randn(
        _ shape: [Int], generator: Generator = .current, requiresGrad: Bool = false
    ) -> Tensor {
        Tensor(generator.randn(Shape(shape).elementCount), shape: shape, requiresGrad: requiresGrad)
    }

    /// Uniformly distributed numbers from 0 up to, but not including, 1.
    public static func rand(
        _ shape: [Int], generator: Generator = .current, requiresGrad: Bool = false
    ) -> Tensor {
        Tensor(generator.rand(Shape(shape).elementCount), shape: shape, requiresGrad: requiresGrad)
    }
}
