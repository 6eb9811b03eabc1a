// On a page, where there is no Foundation, another file has them; see scripts/browser.
#if !hasFeature(Embedded)
    import Foundation

    /// What the C library computes in Float64.
    package enum Trigonometry {
        package static func sine(_ angle: Double) -> Double { sin(angle) }
        package static func arccosine(_ x: Double) -> Double { acos(x) }
    }
#endif
