/// When a lesson gives way to another one beside it.
public struct Variant<P: Problem> {
    package let applies: (P.Options) -> Bool
}

extension Variant<LineProblem> {
    /// With `--bias`.
    public static var bias: Self { Variant { $0.bias } }

    /// With `--model custom`.
    public static var customModel: Self { Variant { $0.model == .custom } }
}

extension Variant<SineProblem> {
    /// With `--optimizer rmsprop`.
    public static var rmsprop: Self { Variant { $0.optimizer == .rmsprop } }

    /// With `--update by-hand`.
    public static var updateByHand: Self { Variant { $0.update == .byHand } }
}
