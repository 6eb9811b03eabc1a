import Descent

/// How a lesson predicts, so that a plot can be drawn between its samples, too.
///
/// ```swift
/// lesson.predict(with: forward)
/// ```
///
/// It is asked after the training. Without it the prediction is drawn at the samples only.
extension Lesson {
    /// With a function of numbers.
    public func predict(with forward: @escaping ([Float]) -> [Float]) {
        prediction = { numbers, _ in forward(numbers) }
    }

    /// With a function of a tensor, in the shape of the samples.
    public func predict(with forward: @escaping (Tensor) -> Tensor) {
        prediction = { numbers, shape in
            withNoGrad { forward(Tensor(numbers, shape: shape)).scalars }
        }
    }

    /// With a model.
    public func predict(with model: some Module) {
        starts.keeper?.know(model.namedParameters)
        predict { (x: Tensor) in model(x) }
    }
}
