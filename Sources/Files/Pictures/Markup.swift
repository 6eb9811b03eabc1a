/// Text and elements of XML and HTML. Whatever a learner has written goes through ``escaped(_:)``.
enum Markup {
    typealias Attributes = [(name: String, value: String)]

    /// A text without anything that a reader of XML would act on, or refuse.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }

    /// XML knows no control characters, and those that change the direction of writing could show another
    /// text than there is.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value & 0xFFFE == 0xFFFE { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    /// An element whose content is markup already; without content, if that is nil.
    package static func element(
        _ name: String, _ attributes: Attributes = [], _ content: String?
    ) -> String {
        let written = attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
        return content.map { "<\(name)\(written)>\($0)</\(name)>" } ?? "<\(name)\(written)/>"
    }

    /// An element with a text in it.
    package static func element(_ name: String, _ attributes: Attributes = [], text: String)
        -> String
    {
        element(name, attributes, escaped(text))
    }
}
