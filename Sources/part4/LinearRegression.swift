import Descent

/// A model of our own, with a layer inside: what `part4 line --model custom` trains.
final class LinearRegression: Module {
    let lin: Linear

    init(inFeatures: Int, outFeatures: Int, bias: Bool) {
        lin = Linear(inFeatures: inFeatures, outFeatures: outFeatures, bias: bias)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        lin(x)
    }
}
