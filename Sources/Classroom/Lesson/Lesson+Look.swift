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
    @inlinable
    public func look<
        X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars,
        Value: Scalars, Gradient: Scalars
    >(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, x(), y(), prediction(), loss(), Parameters(parameters()))
    }

    #if !hasFeature(Embedded)
        /// The same, with parameters of different kinds.
        @_disfavoredOverload
        @inlinable
        public func look<
            X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars
        >(
            _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
            prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
            parameters: @autoclosure () -> KeyValuePairs<String, (any Scalars, any Scalars)>
        ) {
            guard isLookedAt(epoch) else { return }
            take(epoch, x(), y(), prediction(), loss(), Parameters(parameters()))
        }
    #endif

    /// Hands over an epoch of a lesson whose parameters are tensors.
    @inlinable
    public func look<
        X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars
    >(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, x(), y(), prediction(), loss(), Parameters(parameters()))
    }

    /// Hands over an epoch of a lesson with a model, whose parameters are its `namedParameters`.
    @inlinable
    public func look<
        X: Scalars, Y: Scalars, Prediction: Scalars, Loss: Scalars
    >(
        _ epoch: Int, x: @autoclosure () -> X, y: @autoclosure () -> Y,
        prediction: @autoclosure () -> Prediction, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> [(name: String, parameter: Tensor)]
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, x(), y(), prediction(), loss(), Parameters(parameters()))
    }

    // MARK: - Without data

    /// Hands over an epoch of a lesson without data: a function whose smallest value is looked for.
    @inlinable
    public func look<Loss: Scalars, Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, loss(), Parameters(parameters()))
    }

    /// The same with tensors.
    @inlinable
    public func look<Loss: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, loss(), Parameters(parameters()))
    }

    // MARK: - What somebody looks at

    // What stands above is compiled into the lessons, so that an epoch that nobody looks at costs nothing.

    @usableFromInline
    func take(
        _ epoch: Int, _ x: some Scalars, _ y: some Scalars, _ prediction: some Scalars,
        _ loss: some Scalars, _ parameters: Parameters
    ) {
        look(
            Moment(
                epoch: epoch, x: Quantity(x), y: Quantity(y), prediction: prediction, loss: loss,
                parameters: parameters.all))
    }

    @usableFromInline
    func take(_ epoch: Int, _ loss: some Scalars, _ parameters: Parameters) {
        look(Moment(epoch: epoch, loss: loss, parameters: parameters.all))
    }
}

/// Parameters as they are handed over, in any of the ways.
@usableFromInline
struct Parameters {
    package let all: [Parameter]

    @usableFromInline
    package init<Value: Scalars, Gradient: Scalars>(_ pairs: KeyValuePairs<String, (Value, Gradient)>) {
        all = pairs.map { Parameter($0, $1.0, gradient: $1.1) }
    }

    #if !hasFeature(Embedded)
        @usableFromInline
        package init(_ pairs: KeyValuePairs<String, (any Scalars, any Scalars)>) {
            all = pairs.map { Parameter($0, $1.0, gradient: $1.1) }
        }
    #endif

    @usableFromInline
    package init(_ tensors: KeyValuePairs<String, Tensor>) {
        all = tensors.map { Parameter($0, $1) }
    }

    @usableFromInline
    package init(_ parameters: [(name: String, parameter: Tensor)]) {
        let names = shortNames(parameters.map { $0.name })
        all = zip(names, parameters).map { name, own in
            var parameter = Parameter(name, own.parameter)
            parameter.path = own.name
            return parameter
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
