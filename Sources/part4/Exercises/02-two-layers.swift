import Descent

/// Maps every number to one between 0 and 1: σ(h) = 1 / (1 + e⁻ʰ)
func sigmoid(_ h: Tensor) -> Tensor {
    1 / (1 + Tensor(2.718_281_8).pow(-h))
}

/// Task 2: two layers, with an activation between them.
///
/// Read docs/network.md first. Two linear layers in a row can do no more than
/// one. An activation between them makes them a network. The input goes through
/// `hidden`, then through `sigmoid`, then through `output`.
///
/// In:      a tensor of shape [samples, inFeatures].
/// Out:     a tensor of shape [samples, outFeatures].
/// Example: with one number in each layer, weights 1 and biases 0, the input
///          [[0]] gives [[0.5]].
/// Use:     `hidden(input)`: you call a layer like a function.
/// Reread:  `LinearRegression` in Sources/part4/CustomModel.swift
final class TwoLayers: Module {
    let hidden: Linear
    let output: Linear

    init(inFeatures: Int, hiddenFeatures: Int, outFeatures: Int) {
        hidden = Linear(inFeatures: inFeatures, outFeatures: hiddenFeatures)
        output = Linear(inFeatures: hiddenFeatures, outFeatures: outFeatures)
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        // Write it here, in place of this line.
        return input
    }
}
