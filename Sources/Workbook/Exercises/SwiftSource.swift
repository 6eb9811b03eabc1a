/// The text of a task's file, as far as it has to be understood: without comments and strings.
struct SwiftSource {
    /// The code, with a space for each comment and "" for each string.
    let code: String

    init(_ text: String) {
        var code = ""
        var rest = Array(text.unicodeScalars)[...]
        func starts(_ word: String) -> Bool { rest.starts(with: word.unicodeScalars) }
        while let scalar = rest.first {
            if starts("//") {
                rest = rest.drop { $0 != "\n" && $0 != "\r" }
                code += " "
            } else if starts("/*") {
                // Comments stand inside comments.
                var depth = 0
                repeat {
                    if starts("/*") {
                        depth += 1
                        rest = rest.dropFirst(2)
                    } else if starts("*/") {
                        depth -= 1
                        rest = rest.dropFirst(2)
                    } else {
                        rest = rest.dropFirst()
                    }
                } while depth > 0 && !rest.isEmpty
                code += " "
            } else if scalar == "\"" || scalar == "#" {
                let hashes = rest.prefix { $0 == "#" }.count
                let behind = rest.dropFirst(hashes)
                guard behind.first == "\"" else {
                    code.unicodeScalars.append(scalar)
                    rest = rest.dropFirst()
                    continue
                }
                let quotes = behind.starts(with: "\"\"\"".unicodeScalars) ? 3 : 1
                let end =
                    Array(String(repeating: "\"", count: quotes).unicodeScalars)
                    + Array(repeating: "#" as Unicode.Scalar, count: hashes)
                rest = behind.dropFirst(quotes)
                while !rest.isEmpty && !rest.starts(with: end)
                    && (quotes == 3 || rest.first != "\n")
                {
                    rest = rest.dropFirst(rest.first == "\\" && hashes == 0 ? 2 : 1)
                }
                rest = rest.dropFirst(end.count)
                code += "\"\(end.count)\""
            } else {
                code.unicodeScalars.append(scalar)
                rest = rest.dropFirst()
            }
        }
        self.code = code
    }

    /// The code without spaces and lines.
    var tokens: [Substring] { code.split(whereSeparator: \.isWhitespace) }
}
