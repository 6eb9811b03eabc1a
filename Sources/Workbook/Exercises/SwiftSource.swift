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

    /// What stands in a file that a task does not need and that a teacher's computer must not run; nil if
    /// there is nothing of the kind.
    ///
    /// Everything is looked at but lines that are comments: a text that only looks like a string here must
    /// not hide anything.
    static func refusal(_ text: String) -> String? {
        let code = text.split(whereSeparator: \.isNewline).filter { line in
            !line.drop(while: \.isWhitespace).hasPrefix("//")
        }.joined(separator: "\n")
        for match in code.matches(of: /\bimport\b\s*([A-Za-z_0-9.]*)/) where match.1 != "Descent" {
            return match.1.isEmpty
                ? "it has an import that is not understood"
                : "it imports \(match.1), and a task needs nothing but Descent"
        }
        // The names of what checks: a type of one's own would take its place.
        let own =
            /\b(?:struct|class|enum|actor|protocol|typealias|func|var|let|extension)\s+`?(Workbook|ExerciseList|Exercise|exercises)\b/
        if let match = code.firstMatch(of: own) {
            return "it declares \(match.1), a name that the check needs"
        }
        // What reaches the C library without importing it, or what the compiler would run.
        let words = [
            "@_silgen_name", "@_cdecl", "@_extern", "@c", "@_exported", "#externalMacro", "@main",
        ]
        if let word = words.first(where: code.contains) {
            return "it uses \(word), which no task needs"
        }
        return nil
    }
}
