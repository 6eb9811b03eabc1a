import Host

/// The functions that come from the C library elsewhere.
enum Trigonometry {
    static func sine(_ angle: Double) -> Double { Mathematics.sine(angle) }

    /// Computed by the page's script; only a sentence uses it.
    static func arccosine(_ x: Double) -> Double { pageArccosine(x) }
}

@_extern(wasm, module: "page", name: "arccosine")
@_extern(c)
private func pageArccosine(_ x: Double) -> Double
