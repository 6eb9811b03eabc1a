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
    public func look<Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
        prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        take(
            epoch, x(), y(), prediction(), loss(),
            parameters().map { Parameter($0, $1.0, gradient: $1.1) })
    }

    #if !hasFeature(Embedded)
        /// The same, with parameters of different kinds.
        @_disfavoredOverload
        @inlinable
        public func look(
            _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
            prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
            parameters: @autoclosure () -> KeyValuePairs<String, (any Scalars, any Scalars)>
        ) {
            guard isLookedAt(epoch) else { return }
            take(
                epoch, x(), y(), prediction(), loss(),
                parameters().map { Parameter($0, $1.0, gradient: $1.1) })
        }
    #endif

    /// Hands over an epoch of a lesson whose parameters are tensors.
    @inlinable
    public func look(
        _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
        prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, x(), y(), prediction(), loss(), parameters().map { Parameter($0, $1) })
    }

    /// Hands over an epoch of a lesson with a model, whose parameters are its `namedParameters`.
    @inlinable
    public func look(
        _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
        prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> [(name: String, parameter: Tensor)]
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, x(), y(), prediction(), loss(), Parameter.all(parameters()))
    }

    // MARK: - Without data

    /// Hands over an epoch of a lesson without data: a function whose smallest value is looked for.
    @inlinable
    public func look<Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, loss(), parameters().map { Parameter($0, $1.0, gradient: $1.1) })
    }

    /// The same with tensors.
    @inlinable
    public func look(
        _ epoch: Int, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        guard isLookedAt(epoch) else { return }
        take(epoch, loss(), parameters().map { Parameter($0, $1) })
    }

    // MARK: - What somebody looks at

    // What stands above is compiled into the lessons, so that an epoch that nobody looks at costs nothing.

    @usableFromInline
    func take(
        _ epoch: Int, _ x: some Scalars, _ y: some Scalars, _ prediction: some Scalars,
        _ loss: some Scalars, _ parameters: [Parameter]
    ) {
        look(
            Moment(
                epoch: epoch, x: Quantity(x), y: Quantity(y), prediction: prediction, loss: loss,
                parameters: parameters))
    }

    @usableFromInline
    func take(_ epoch: Int, _ loss: some Scalars, _ parameters: [Parameter]) {
        look(Moment(epoch: epoch, loss: loss, parameters: parameters))
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
