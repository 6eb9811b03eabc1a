import Descent

/// Tells a lesson how to predict, so that a plot can be drawn between its samples too.
///
/// ```swift
/// lesson.predict(with: forward)
/// ```
///
/// The function is called after the training. Without it, predictions are drawn only at the samples.
extension Lesson {
    /// Predicts with a function of numbers.
    public func predict(with forward: @escaping ([Float]) -> [Float]) {
        prediction = { numbers, _ in forward(numbers) }
    }

    /// Predicts with a function of a tensor in the shape of the samples.
    public func predict(with forward: @escaping (Tensor) -> Tensor) {
        prediction = { numbers, shape in
            withNoGrad { forward(Tensor(numbers, shape: shape)).scalars }
        }
    }

    /// Predicts with a model.
    public func predict(with model: some Module) {
        starts.checkpoint?.know(model.namedParameters)
        predict { (x: Tensor) in model(x) }
    }
}
