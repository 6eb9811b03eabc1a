import Descent

/// One call hands over what an epoch computes, when the gradient is known and nothing is updated yet.
///
/// ```swift
/// lesson.look(
///     epoch, x: x, y: y, prediction: yPredicted, loss: l, parameters: ["w": (w, dw)])
/// ```
///
/// A parameter stands there with its gradient; a tensor has it in its `grad`. All that the header,
/// the looking options and the summary say of the run comes from here. Nothing is computed in epochs
/// that nobody looks at.
extension Lesson {
    /// Hands over an epoch of a lesson that derives its gradients by hand.
    public func look<
        X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars, Value: Scalars,
        Gradient: Scalars
    >(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        look(epoch) {
            Moment(
                epoch: epoch, x: Quantity(x()), y: Quantity(y()), prediction: prediction(),
                loss: loss(),
                parameters: parameters().map { Parameter($0, $1.0, gradient: $1.1) })
        }
    }

    /// The same, with parameters of different kinds.
    @_disfavoredOverload
    public func look<X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars>(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, (any Scalars, any Scalars)>
    ) {
        look(epoch) {
            Moment(
                epoch: epoch, x: Quantity(x()), y: Quantity(y()), prediction: prediction(),
                loss: loss(),
                parameters: parameters().map { Parameter($0, $1.0, gradient: $1.1) })
        }
    }

    /// Hands over an epoch of a lesson whose parameters are tensors.
    public func look<X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars>(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        look(epoch) {
            Moment(
                epoch: epoch, x: Quantity(x()), y: Quantity(y()), prediction: prediction(),
                loss: loss(), parameters: parameters().map { Parameter($0, $1) })
        }
    }

    /// Hands over an epoch of a lesson with a model: `parameters: model.namedParameters`.
    public func look<X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars>(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> [(name: String, parameter: Tensor)]
    ) {
        look(epoch) {
            let parameters = parameters()
            return Moment(
                epoch: epoch, x: Quantity(x()), y: Quantity(y()), prediction: prediction(),
                loss: loss(),
                parameters: zip(shortNames(parameters.map(\.name)), parameters).map {
                    Parameter($0, $1.parameter)
                })
        }
    }

    // MARK: - Without data

    /// Hands over an epoch of a lesson without data: a function whose smallest value is looked for.
    public func look<Loss: Scalars, Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        look(epoch) {
            Moment(
                epoch: epoch, loss: loss(),
                parameters: parameters().map { Parameter($0, $1.0, gradient: $1.1) })
        }
    }

    /// The same with tensors.
    public func look<Loss: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        look(epoch) {
            Moment(
                epoch: epoch, loss: loss(), parameters: parameters().map { Parameter($0, $1) })
        }
    }
}

/// The names of a model's parameters. Where it has a single layer they are short: w and b, for
/// `weight` and `bias`.
func shortNames(_ names: [String]) -> [String] {
    let short = names.map { name -> String? in
        switch name.split(separator: ".").last {
        case "weight": "w"
        case "bias": "b"
        default: nil
        }
    }
    let isClear = Set(short).count == short.count
    return isClear ? zip(names, short).map { $1 ?? $0 } : names
}
