// The page has no Foundation, so another file prints its numbers; see scripts/browser.
#if !hasFeature(Embedded)
    import Foundation

    extension Numbers {
        /// A number with the given number of digits, as C prints it.
        package static func printed(_ form: Form, _ digits: Int, _ value: Double) -> String {
            String(format: "%.\(digits)\(form.rawValue)", value)
        }
    }
#endif
