/// A text in JSON for the page.
struct JSON {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An object, with the fields that `write` writes.
    static func object(_ write: (inout JSON) -> Void) -> [UInt8] {
        var json = JSON()
        json.object(write)
        return json.bytes
    }

    mutating func object(_ write: (inout JSON) -> Void) { enclosed("{", "}", write) }

    /// A field of an object; none where there is no value.
    mutating func field(_ name: String, _ value: (some JSONValue)?) {
        guard let value else { return }
        name.write(to: &self)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        value.write(to: &self)
    }

    mutating func element(_ text: String) { element(text.utf8) }

    mutating func element(_ text: some Sequence<UInt8>) {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        bytes += text
        needsComma = true
    }

    mutating func enclosed(
        _ open: String, _ close: String, _ write: (inout JSON) -> Void
    ) {
        element(open)
        needsComma = false
        write(&self)
        needsComma = false
        element(close)
    }
}

/// What can be written as JSON.
protocol JSONValue {
    func write(to json: inout JSON)
}

extension JSONValue where Self: CustomStringConvertible {
    func write(to json: inout JSON) { json.element(description) }
}

extension Int: JSONValue {}
extension Bool: JSONValue {}

extension JSONValue where Self: CustomStringConvertible & FloatingPoint {
    /// The shortest digits that mean this number; null where it is not finite.
    func write(to json: inout JSON) { json.element(isFinite ? description : "null") }
}

extension Float: JSONValue {}
extension Double: JSONValue {}

extension Array: JSONValue where Element: JSONValue {
    func write(to json: inout JSON) {
        json.enclosed("[", "]") { json in for value in self { value.write(to: &json) } }
    }
}

extension String: JSONValue {
    func write(to json: inout JSON) {
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        var text = [quote]
        for byte in utf8 {
            switch byte {
            case quote, backslash: text += [backslash, byte]
            case UInt8(ascii: "\n"): text += [backslash, UInt8(ascii: "n")]
            default: text.append(max(byte, UInt8(ascii: " ")))
            }
        }
        json.element(text + [quote])
    }
}
