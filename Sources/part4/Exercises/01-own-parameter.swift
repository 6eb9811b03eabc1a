import Descent

/// Task 1: a module with a parameter of its own.
///
/// A module is a layer, or anything else that has parameters and can be called.
/// `Scale` multiplies each column of its input by a factor that it learns. The
/// factors are one parameter of shape [features], and start at 1.
///
/// In:      when you create the module: the number of features (columns). When
///          you call it: a tensor of shape [samples, features].
/// Out:     a tensor of the same shape: each column times its factor.
/// Example: the factors [10, 100] and the input [[1, 2], [3, 4]] give
///          [[10, 200], [30, 400]].
/// Use:     `Tensor.ones([n], requiresGrad: true)`, n ones that can be trained.
/// Reread:  Sources/Descent/NN/Linear.swift: how it stores weight and bias
final class Scale: Module {
    init(features: Int) {
        // Declare a stored property for the parameter, and set it here.
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        // Write it here, in place of this line.
        return input
    }
}
