import Descent

/// Call `look` once per update, after computing the gradient and before the update, to hand over what the epoch has
/// computed.
///
/// ```swift
/// lesson.look(
///     epoch, x: x, y: y, prediction: yPredicted, loss: l, parameters: ["w": (w, dw)])
/// ```
///
/// A parameter is given together with its gradient; a tensor has it in its `grad`. Everything that the header, the
/// looking options and the summary say about the run is based on these calls. In epochs that are not looked at, the
/// arguments aren't even evaluated.
extension Lesson {
    /// Hands over an epoch of a lesson that derives its gradients by hand.
    @inlinable
    public func look<Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
        prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        handOver(
            epoch, x(), y(), prediction(), loss(),
            parameters().map { Parameter($0, $1.0, gradient: $1.1) })
    }

    #if !hasFeature(Embedded)
        /// The same, for parameters of different types.
        @_disfavoredOverload
        @inlinable
        public func look(
            _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
            prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
            parameters: @autoclosure () -> KeyValuePairs<String, (any Scalars, any Scalars)>
        ) {
            guard isLookedAt(epoch) else { return }
            handOver(
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
        handOver(epoch, x(), y(), prediction(), loss(), parameters().map { Parameter($0, $1) })
    }

    /// Hands over an epoch of a lesson with a model, whose parameters are its `namedParameters`.
    @inlinable
    public func look(
        _ epoch: Int, x: @autoclosure () -> some Scalars, y: @autoclosure () -> some Scalars,
        prediction: @autoclosure () -> some Scalars, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> [(name: String, parameter: Tensor)]
    ) {
        guard isLookedAt(epoch) else { return }
        handOver(epoch, x(), y(), prediction(), loss(), Parameter.all(parameters()))
    }

    // MARK: - Without data

    /// Hands over an epoch of a lesson without data, which looks for the minimum of a function.
    @inlinable
    public func look<Value: Scalars, Gradient: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, (Value, Gradient)>
    ) {
        guard isLookedAt(epoch) else { return }
        handOver(epoch, loss(), parameters().map { Parameter($0, $1.0, gradient: $1.1) })
    }

    /// The same, with tensors.
    @inlinable
    public func look(
        _ epoch: Int, loss: @autoclosure () -> some Scalars,
        parameters: @autoclosure () -> KeyValuePairs<String, Tensor>
    ) {
        guard isLookedAt(epoch) else { return }
        handOver(epoch, loss(), parameters().map { Parameter($0, $1) })
    }

    // MARK: - Recording

    // The functions above are compiled into the lessons, so an epoch that isn't looked at costs nothing.

    @usableFromInline
    func handOver(
        _ epoch: Int, _ x: some Scalars, _ y: some Scalars, _ prediction: some Scalars,
        _ loss: some Scalars, _ parameters: [Parameter]
    ) {
        look(
            Update(
                epoch: epoch, x: Quantity(x), y: Quantity(y), prediction: prediction, loss: loss,
                parameters: parameters))
    }

    @usableFromInline
    func handOver(_ epoch: Int, _ loss: some Scalars, _ parameters: [Parameter]) {
        look(Update(epoch: epoch, loss: loss, parameters: parameters))
    }
}

/// The names of a model's parameters. If it has only one layer, they are shortened to w and b, for `weight` and
/// `bias`.
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
