// A page has no Foundation, which prints and reads numbers elsewhere. Here its script does.

extension Numbers {
    /// A number with this many digits, as C prints it.
    static func printed(_ form: Form, _ digits: Int, _ value: Double) -> String {
        // The largest number has 309 digits before its point.
        String(unsafeUninitializedCapacity: 400) { text in
            pagePrint(form.rawValue.utf8.first!, digits, value, text.baseAddress!)
        }
    }
}

extension Double {
    /// The number that a text means.
    package init?(_ text: String) {
        var text = text
        self = text.withUTF8 { pageRead($0.baseAddress, $0.count) }
        if isNaN { return nil }
    }
}

/// Writes a number as text.
///
/// - Returns: how many bytes the text has.
@_extern(wasm, module: "page", name: "print")
@_extern(c)
private func pagePrint(
    _ form: UInt8, _ digits: Int, _ value: Double, _ text: UnsafeMutablePointer<UInt8>
) -> Int

/// The number that a text means; NaN if it is none.
@_extern(wasm, module: "page", name: "read")
@_extern(c)
private func pageRead(_ text: UnsafePointer<UInt8>?, _ count: Int) -> Double

extension String {
    /// The text with every occurrence of a piece replaced.
    package func replacing(_ piece: String, with other: String) -> String {
        let text = Array(utf8)
        var (result, index): ([UInt8], Int) = ([], 0)
        while index < text.count {
            let isPiece = text[index...].starts(with: piece.utf8)
            result += isPiece ? Array(other.utf8) : [text[index]]
            index += isPiece ? piece.utf8.count : 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
