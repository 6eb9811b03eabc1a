// The page has no Foundation, so another file provides these functions; see scripts/browser.
#if !hasFeature(Embedded)
    import Foundation

    /// Functions of the C library, in Float64.
    package enum Trigonometry {
        package static func sine(_ angle: Double) -> Double { sin(angle) }
        package static func arccosine(_ x: Double) -> Double { acos(x) }
    }
#endif
