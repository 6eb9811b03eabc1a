import Words

/// A value that can be written as JSON, for the page.
protocol JSONValue {
    var json: String { get }
}

/// An object.
struct JSON: JSONValue {
    private var fields: [String] = []

    init(_ write: (inout JSON) -> Void) { write(&self) }

    /// Adds a field; none where there is no value.
    mutating func field(_ name: String, _ value: (some JSONValue)?) {
        if let value { fields.append("\"\(name)\":\(value.json)") }
    }

    var json: String { "{" + fields.joined(separator: ",") + "}" }
}

extension Array: JSONValue where Element: JSONValue {
    var json: String { "[" + map { $0.json }.joined(separator: ",") + "]" }
}

extension String: JSONValue {
    var json: String {
        let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"" + escaped.replacing("\n", with: "\\n") + "\""
    }
}

extension JSONValue where Self: CustomStringConvertible {
    var json: String { description }
}

extension Int: JSONValue {}
extension Bool: JSONValue {}

extension JSONValue where Self: CustomStringConvertible & FloatingPoint {
    /// The shortest digits that mean this number; null where it is not finite.
    var json: String { isFinite ? description : "null" }
}

extension Float: JSONValue {}
extension Double: JSONValue {}
