import Arrays

/// Functions of one number, element by element.
extension Tensor {
    /// The hyperbolic tangent, computed in Float64 and rounded once. Its derivative is 1 − tanh² x.
    public func tanh() -> Tensor {
        let y = array.applying(.hyperbolicTangent)
        return .recorded(.tanh, y, self, { g, _ in g * (NDArray(1) - y.applying(.square)) })
    }

    /// The exponential function eˣ, computed in Float64 and rounded once. It is its own derivative.
    public func exp() -> Tensor {
        let y = array.applying(.exponential)
        return .recorded(.exp, y, self, { g, _ in g * y })
    }

    /// The natural logarithm, computed in Float64 and rounded once. Its derivative is 1/x.
    public func log() -> Tensor {
        let x = array
        return .recorded(.log, x.applying(.logarithm), self, { g, _ in g / x })
    }

    /// The larger of x and 0. Its derivative is 1 where x is positive, else 0; also at 0, where there is none.
    public func relu() -> Tensor {
        let y = array.applying(.maximum)
        return .recorded(.relu, y, self, { g, _ in g.applying(.unlessZero, y) })
    }

    /// The absolute value. Its derivative is the sign of x: 1, −1, and at 0, where there is none, 0.
    public func abs() -> Tensor {
        let x = array
        return .recorded(
            .abs, x.applying(.magnitude), self, { g, _ in g * x.applying(.sign) })
    }
}
