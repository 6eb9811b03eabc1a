/// The condition under which another lesson replaces the standard one.
public struct Variant<P: Problem> {
    package let applies: (P.Options) -> Bool
}

extension Variant<LineProblem> {
    /// Applies with `--bias`.
    public static var bias: Self { Variant { $0.bias } }

    /// Applies with `--model custom`.
    public static var customModel: Self { Variant { $0.model == .custom } }
}

extension Variant<SineProblem> {
    /// Applies with `--optimizer rmsprop`.
    public static var rmsprop: Self { Variant { $0.optimizer == .rmsprop } }

    /// Applies with `--update by-hand`.
    public static var updateByHand: Self { Variant { $0.update == .byHand } }
}
