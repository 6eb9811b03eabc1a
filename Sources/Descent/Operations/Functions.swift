import Arrays

/// Functions of a single number, applied to each element.
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

    /// The larger of x and 0. Its derivative is 1 where x is positive and 0 elsewhere, including x = 0, where it is
    /// undefined.
    public func relu() -> Tensor {
        let y = array.applying(.maximum)
        return .recorded(.relu, y, self, { g, _ in g.applying(.unlessZero, y) })
    }

    /// The absolute value. Its derivative is the sign of x: 1 or −1, and 0 at x = 0, where it is undefined.
    public func abs() -> Tensor {
        let x = array
        return .recorded(
            .abs, x.applying(.magnitude), self, { g, _ in g * x.applying(.sign) })
    }
}
