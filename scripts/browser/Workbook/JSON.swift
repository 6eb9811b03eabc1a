/// A text in JSON for the page.
struct JSON {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func object(_ body: (inout JSON) -> Void) { enclosed(123, 125, body) }

    mutating func array(_ body: (inout JSON) -> Void) { enclosed(91, 93, body) }

    /// The name of what comes next.
    mutating func name(_ name: String) {
        text(name)
        bytes.append(58)
        needsComma = false
    }

    mutating func text(_ text: String) {
        separate()
        bytes.append(34)
        for byte in text.utf8 {
            switch byte {
            case 34, 92: bytes += [92, byte]
            case 10: bytes += [92, 110]
            case 0..<32: bytes.append(32)
            default: bytes.append(byte)
            }
        }
        bytes.append(34)
    }

    mutating func number(_ value: Int) { raw("\(value)") }
    mutating func number(_ value: Bool) { raw(value ? "true" : "false") }

    /// The shortest digits that mean this number; null where it is not finite.
    mutating func number(_ value: Float) { raw(value.isFinite ? "\(value)" : "null") }
    mutating func number(_ value: Double) { raw(value.isFinite ? "\(value)" : "null") }

    mutating func null() { raw("null") }

    // MARK: - Fields

    mutating func field(_ name: String, _ value: String) {
        self.name(name)
        text(value)
    }

    mutating func field(_ name: String, _ value: Int) {
        self.name(name)
        number(value)
    }

    mutating func field(_ name: String, _ value: Bool) {
        self.name(name)
        number(value)
    }

    mutating func field(_ name: String, _ value: Float?) {
        self.name(name)
        if let value { number(value) } else { null() }
    }

    mutating func field(_ name: String, _ value: Double?) {
        self.name(name)
        if let value { number(value) } else { null() }
    }

    mutating func field(_ name: String, _ values: [Float]?) {
        self.name(name)
        if let values { numbers(values) } else { null() }
    }

    mutating func field(_ name: String, _ lines: [String]) {
        self.name(name)
        array { json in for line in lines { json.text(line) } }
    }

    mutating func numbers(_ values: [Float]) {
        array { json in for value in values { json.number(value) } }
    }

    private mutating func enclosed(_ open: UInt8, _ close: UInt8, _ body: (inout JSON) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes += Array(text.utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(44) }
        needsComma = true
    }
}
