import Descent

/// Call `report` once per epoch, when it is over, with its loss and the parameters after the update.
///
/// ```swift
/// lesson.report(epoch, loss: l, parameters: ["w": w])
/// ```
extension Lesson {
    /// Records an epoch: the loss before its update, and the parameters after it.
    @inlinable
    public func report<Loss: Scalars, Value: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> KeyValuePairs<String, Value>
    ) {
        beginReport()
        let parameters = parameters()
        for (_, value) in parameters { value.append(to: &values) }
        endReport(epoch, loss().number) { parameters.map { Parameter($0, $1) } }
    }

    #if !hasFeature(Embedded)
        /// The same, for parameters of different types.
        @_disfavoredOverload
        @inlinable
        public func report<Loss: Scalars>(
            _ epoch: Int, loss: @autoclosure () -> Loss,
            parameters: @autoclosure () -> KeyValuePairs<String, any Scalars>
        ) {
            beginReport()
            let parameters = parameters()
            for (_, value) in parameters { value.append(to: &values) }
            endReport(epoch, loss().number) { parameters.map { Parameter($0, $1) } }
        }
    #endif

    /// The same for a model, whose parameters are its `namedParameters`.
    @inlinable
    public func report<Loss: Scalars>(
        _ epoch: Int, loss: @autoclosure () -> Loss,
        parameters: @autoclosure () -> [(name: String, parameter: Tensor)]
    ) {
        beginReport()
        let parameters = parameters()
        for (_, parameter) in parameters { parameter.append(to: &values) }
        endReport(epoch, loss().number) { Parameter.all(parameters) }
    }
}
