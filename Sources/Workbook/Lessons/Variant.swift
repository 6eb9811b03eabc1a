/// When a lesson gives way to another one beside it.
public struct Variant<P: Problem> {
    let applies: (Settings) -> Bool
}

extension Variant<LineProblem> {
    /// With `--bias`.
    public static var bias: Self { Variant { $0[LineOptions.self].bias } }

    /// With `--model custom`.
    public static var customModel: Self { Variant { $0[LineOptions.self].model == .custom } }
}

extension Variant<SineProblem> {
    /// With `--optimizer rmsprop`.
    public static var rmsprop: Self { Variant { $0[CurveOptions.self].optimizer == .rmsprop } }

    /// With `--update by-hand`.
    public static var updateByHand: Self { Variant { $0[CurveOptions.self].update == .byHand } }
}
