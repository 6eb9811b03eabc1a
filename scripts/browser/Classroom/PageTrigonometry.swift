import Host

/// The functions that come from the C library elsewhere.
enum Trigonometry {
    static func sine(_ angle: Double) -> Double { Mathematics.sine(angle) }

    /// By bisection: it is for a sentence only.
    static func arccosine(_ x: Double) -> Double {
        var (low, high) = (0.0, Double.pi)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if Mathematics.sine(Double.pi / 2 - middle) > x { low = middle } else { high = middle }
        }
        return low
    }
}
