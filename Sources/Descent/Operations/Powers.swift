import Arrays

/// Powers, element by element. Powers with a single exponent are in Arithmetic.swift.
extension Tensor {
    /// Every element raised to the corresponding element of another tensor, broadcast.
    ///
    /// Powers are computed in Float64 and rounded once. The derivative with respect to the exponent is xᵉ · ln x, or
    /// 0 where x is 0 and the exponent is not negative.
    public func pow(_ exponents: Tensor) -> Tensor {
        let (x, e) = (array, exponents.array)
        let power = x.applying(.power, e)
        return .recorded(
            .power, power,
            self,
            { g, _ in (g * (e * x.applying(.power, e - NDArray(1)))).applying(.unlessZero, e) },
            exponents, { g, _ in g * (power * x.applying(.logForPower, e)) })
    }

    /// Every element raised to the powers in a row of exponents, broadcast: with shape `[n, 1]` and the exponents
    /// `[1, 2, 3]`, the columns of the result are x, x² and x³.
    public func pow(_ exponents: [Float]) -> Tensor {
        pow(Tensor(exponents))
    }
}
