import Arrays

/// The slope of a loss with respect to a parameter, measured rather than derived: each element is moved a little to
/// both sides, and the change in the loss is divided by the distance.
///
/// Use it to check a derivative. It is not exact: the curvature of the loss causes an error that grows with the
/// square of the step, and rounding to Float32 causes one that shrinks as the step grows.
///
/// - Parameters:
///   - parameter: a leaf; its values are restored afterwards.
///   - step: how far to move to each side, 2⁻⁸ by default. For an element beyond ±1, it is multiplied by the
///     element's size.
///   - loss: computes the loss from the parameter's current value; a tensor with one element.
/// - Returns: the slopes, in the parameter's shape.
public func finiteDifferences(
    _ parameter: Tensor, step: Float = 0x1p-8, loss: () -> Tensor
) -> Tensor {
    withNoGrad {
        let values = parameter.array
        defer { parameter.array = values }
        var slopes = values.elements
        for index in slopes.indices {
            func lossWithElement(movedBy distance: Float) -> (loss: Float, value: Float) {
                var moved = values.elements
                moved[index] += distance
                parameter.array = NDArray(moved, shape: values.shape)
                return (loss().item(), moved[index])
            }
            let distance = step * max(1, abs(slopes[index]))
            let above = lossWithElement(movedBy: distance)
            let below = lossWithElement(movedBy: -distance)
            slopes[index] = (above.loss - below.loss) / (above.value - below.value)
        }
        return Tensor(NDArray(slopes, shape: values.shape))
    }
}
