import Foundation

extension NDArray {
    /// Every element to the power of `exponent`.
    func pow(_ exponent: Float) -> NDArray {
        switch exponent {
        case 0: NDArray(repeating: 1, shape: shape)
        case 1: self
        case 2: squared()
        case 3: cubed()
        case -2: map { 1 / ($0 * $0) }
        default: map { NDArray.power($0, exponent) }
        }
    }

    /// Powers with an exponent for each element, broadcast.
    ///
    /// Each is rounded once, from Float64. PyTorch's x.pow([1, 2, 3]) has the same bits.
    static func pow(_ base: NDArray, _ exponent: NDArray) -> NDArray {
        combine(base, exponent, "raise to powers") { NDArray.power($0, $1) }
    }

    /// The derivative of a power with respect to its base: e · x^(e − 1), and 0 for the exponent 0.
    static func slopeOfPow(_ base: NDArray, _ exponent: NDArray) -> NDArray {
        combine(base, exponent, "raise to powers") { $1 == 0 ? 0 : $1 * NDArray.power($0, $1 - 1) }
    }

    /// The factor ln x of a power's derivative with respect to its exponent.
    static func logForPow(_ base: NDArray, _ exponent: NDArray) -> NDArray {
        combine(base, exponent, "raise to powers") {
            $0 == 0 && $1 >= 0 ? 0 : Float(Foundation.log(Double($0)))
        }
    }

    private static func power(_ base: Float, _ exponent: Float) -> Float {
        let x = Double(base)
        return switch exponent {
        case 0: 1
        case 1: base
        // Exact products in Float64, whatever the system's `pow` does in its last place.
        case 2: Float(x * x)
        case 3: Float(x * x * x)
        default: Float(Foundation.pow(x, Double(exponent)))
        }
    }
}
