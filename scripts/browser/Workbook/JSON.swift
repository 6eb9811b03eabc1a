import Words

/// A value that can be written as JSON, for the page.
protocol JSONValue {
    func write(to text: inout [UInt8])
}

/// An object.
struct JSON {
    /// Each with a comma before it.
    private var fields: [UInt8] = []

    init(_ write: (inout JSON) -> Void) { write(&self) }

    /// Adds a field; none where there is no value.
    mutating func field(_ name: String, _ value: (some JSONValue)?) {
        guard let value else { return }
        fields += ",\"\(name)\":".utf8
        value.write(to: &fields)
    }

    var text: [UInt8] { Array("{".utf8) + fields.dropFirst() + Array("}".utf8) }
}

/// A value that is written as an object.
protocol JSONObject: JSONValue {
    func writeFields(_ json: inout JSON)
}

extension JSONObject {
    func write(to text: inout [UInt8]) { text += JSON(writeFields).text }
}

extension Array: JSONValue where Element: JSONValue {
    func write(to text: inout [UInt8]) {
        var separator = "["
        for value in self {
            text += separator.utf8
            value.write(to: &text)
            separator = ","
        }
        text += (isEmpty ? "[]" : "]").utf8
    }
}

extension String: JSONValue {
    func write(to text: inout [UInt8]) {
        let escaped = replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        text += "\"\(escaped.replacing("\n", with: "\\n"))\"".utf8
    }
}

extension JSONValue where Self: CustomStringConvertible {
    func write(to text: inout [UInt8]) { text += description.utf8 }
}

extension Int: JSONValue {}
extension Bool: JSONValue {}

extension JSONValue where Self: CustomStringConvertible & FloatingPoint {
    /// The shortest digits that mean this number; null where it is not finite.
    func write(to text: inout [UInt8]) { text += (isFinite ? description : "null").utf8 }
}

extension Float: JSONValue {}
extension Double: JSONValue {}
