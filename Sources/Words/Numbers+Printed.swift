// On a page, where there is no Foundation, another file prints numbers; see scripts/browser.
#if !hasFeature(Embedded)
    import Foundation

    extension Numbers {
        /// A number with so many digits, as C prints it.
        package static func printed(_ form: Form, _ digits: Int, _ value: Double) -> String {
            String(format: "%.\(digits)\(form.rawValue)", value)
        }
    }
#endif
