/// Text and elements of XML and HTML. Any text from a learner must go through ``escaped(_:)``.
enum Markup {
    typealias Attributes = [(name: String, value: String)]

    /// A text without anything that an XML parser would interpret or reject.
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

    /// XML has no control characters, and characters that change the writing direction could make a text look
    /// different from what it is.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value & 0xFFFE == 0xFFFE { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    /// An element whose content is markup already; an empty element if the content is nil.
    static func element(
        _ name: String, _ attributes: Attributes = [], _ content: String?
    ) -> String {
        let written = attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
        return content.map { "<\(name)\(written)>\($0)</\(name)>" } ?? "<\(name)\(written)/>"
    }

    /// An element that contains a text.
    static func element(_ name: String, _ attributes: Attributes = [], text: String) -> String {
        element(name, attributes, escaped(text))
    }
}
