import Descent

/// Task 1: a module with a parameter of its own.
///
/// `Scale` multiplies every column of its input by a factor that is learned:
/// one parameter with a number for each column, of shape [features]. All
/// factors start at 1.
///
/// In:      how many features (columns) there are, when the module is made; a
///          tensor of shape [samples, features], when it is called.
/// Out:     a tensor of the same shape: each column times its factor.
/// Example: the factors [10, 100] and the input [[1, 2], [3, 4]] give
///          [[10, 200], [30, 400]].
/// Use:     `Tensor.ones([n], requiresGrad: true)`, n ones that can be learned.
/// Reread:  Sources/Descent/NN/Linear.swift: how weight and bias are stored
final class Scale: Module {
    init(features: Int) {
        // The parameter is a stored property. It gets its start here.
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        // Write it here, in place of this line.
        return input
    }
}
