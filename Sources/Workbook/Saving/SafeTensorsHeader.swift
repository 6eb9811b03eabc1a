import Foundation

/// The header of a safetensors file: JSON of one fixed form.
///
/// It is read strictly, from front to back, and nothing is believed: a file may come from anywhere. Nothing in
/// it can nest deeper than the form does, names are unique, and all numbers are whole.
struct SafeTensorsHeader {
    struct Entry {
        var name: String
        var type = ""
        var shape: [Int] = []
        var offsets: [Int] = []
    }

    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]

    /// More tensors than this no model of a workbook has.
    static let mostEntries = 65_536
    /// And no tensor more axes.
    static let mostAxes = 64

    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) throws(FileFault) {
        self.bytes = bytes
        guard String(bytes: bytes, encoding: .utf8) != nil else {
            throw FileFault("its header is not UTF-8")
        }
        var names: Set<String> = []
        try object { header, name throws(FileFault) in
            guard names.insert(name).inserted else {
                throw FileFault("its header has the name \(quoted(name)) twice")
            }
            if name == "__metadata__" {
                try header.readMetadata()
            } else {
                guard header.entries.count < Self.mostEntries else {
                    throw FileFault("it has more than \(Self.mostEntries) tensors")
                }
                try header.readEntry(name)
            }
        }
        skipSpaces()
        guard place == bytes.count else { throw fault("something follows the last brace") }
    }

    private mutating func readMetadata() throws(FileFault) {
        skipSpaces()
        if bytes[place...].starts(with: "null".utf8) {
            place += 4
            return
        }
        try object { header, key throws(FileFault) in
            guard header.metadata[key] == nil else {
                throw FileFault("its metadata have the key \(quoted(key)) twice")
            }
            header.metadata[key] = try header.text()
        }
    }

    private mutating func readEntry(_ name: String) throws(FileFault) {
        var entry = Entry(name: name)
        var seen: Set<String> = []
        try object { header, field throws(FileFault) in
            guard seen.insert(field).inserted else {
                throw FileFault("its header has \(quoted(field)) of \(quoted(name)) twice")
            }
            switch field {
            case "dtype": entry.type = try header.text()
            case "shape": entry.shape = try header.numbers(atMost: Self.mostAxes)
            case "data_offsets": entry.offsets = try header.numbers(atMost: 2)
            default:
                throw FileFault("its header says \(quoted(field)) of \(quoted(name))")
            }
        }
        guard seen.count == 3, entry.offsets.count == 2 else {
            throw FileFault(
                "its header does not say of \(quoted(name)) what it must: dtype, shape and two "
                    + "data_offsets")
        }
        entries.append(entry)
    }

    // MARK: - JSON

    private func fault(_ what: String) -> FileFault {
        FileFault("its header is not JSON of the right form: \(what), at byte \(8 + place)")
    }

    private mutating func skipSpaces() {
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
    }

    /// Goes over a character, with the spaces before it, if it comes next.
    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// Reads an object. `read` reads the value of each key.
    private mutating func object(
        _ read: (inout SafeTensorsHeader, _ key: String) throws(FileFault) -> Void
    ) throws(FileFault) {
        guard skip("{") else { throw fault("a brace is missing") }
        if skip("}") { return }
        repeat {
            let key = try text()
            guard skip(":") else { throw fault("a colon is missing") }
            try read(&self, key)
        } while skip(",")
        guard skip("}") else { throw fault("a comma or a closing brace is missing") }
    }

    private mutating func numbers(atMost count: Int) throws(FileFault) -> [Int] {
        guard skip("[") else { throw fault("a bracket is missing") }
        var numbers: [Int] = []
        if skip("]") { return [] }
        repeat {
            guard numbers.count < count else { throw fault("a list is too long") }
            numbers.append(try number())
        } while skip(",")
        guard skip("]") else { throw fault("a comma or a closing bracket is missing") }
        return numbers
    }

    /// A whole number that is not negative.
    private mutating func number() throws(FileFault) -> Int {
        skipSpaces()
        let digits = bytes[place...].prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, digits.count == 1 || digits.first != 0x30 else {
            throw fault("a whole number is missing")
        }
        guard digits.count < 20, let number = Int(String(decoding: digits, as: UTF8.self)) else {
            throw fault("a number is too large")
        }
        place += digits.count
        return number
    }

    private mutating func text() throws(FileFault) -> String {
        guard skip("\"") else { throw fault("a quotation mark is missing") }
        let start = place
        var isPlain = true
        while place < bytes.count, bytes[place] != 0x22 {
            isPlain = isPlain && bytes[place] != 0x5C && bytes[place] >= 0x20
            place += bytes[place] == 0x5C ? 2 : 1
        }
        guard place < bytes.count else { throw fault("a text does not end") }
        place += 1
        if isPlain { return String(decoding: bytes[start..<place - 1], as: UTF8.self) }
        do {
            return try JSONDecoder().decode(String.self, from: Data(bytes[start - 1..<place]))
        } catch {
            throw fault("a text is not as JSON has it")
        }
    }
}
