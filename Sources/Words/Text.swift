/// Lines of text that fit on a screen.
package enum Text {
    /// The maximum width of printed text, whatever its destination.
    package static let width = 80

    /// Breaks a text into lines between its words.
    ///
    /// - Parameters:
    ///   - indent: the number of spaces before every line except the first.
    ///   - start: the number of columns already taken in the first line.
    package static func wrap(_ text: String, indent: Int = 0, start: Int = 0) -> [String] {
        var lines = [""]
        var column = start
        for word in text.split(separator: " ") {
            let isFirst = lines[lines.count - 1].isEmpty
            if !isFirst && column + 1 + word.count > width {
                lines.append(spaces(indent))
                column = indent
            } else if !isFirst {
                lines[lines.count - 1] += " "
                column += 1
            }
            lines[lines.count - 1] += word
            column += word.count
        }
        return lines
    }

    /// The same, with every line indented.
    package static func wrapped(_ text: String, indent: Int) -> [String] {
        var lines = wrap(text, indent: indent, start: indent)
        lines[0] = spaces(indent) + lines[0]
        return lines
    }

    /// A text followed by spaces, up to a width.
    package static func padded(_ text: String, _ width: Int) -> String {
        text + spaces(width - text.count)
    }

    /// A text preceded by spaces, up to a width.
    package static func right(_ text: String, _ width: Int) -> String {
        spaces(width - text.count) + text
    }

    /// Rows of cells, one line each: names are left-aligned, numbers right-aligned.
    ///
    /// - Parameter names: the number of leading columns that are names.
    package static func table(_ rows: [[String]], names: Int) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        return rows.map { row in
            row.indices.map { column in
                "  "
                    + (column < names
                        ? padded(row[column], widths[column]) : right(row[column], widths[column]))
            }.joined()
        }
    }

    /// A number with its noun: "1 epoch", "2 epochs".
    package static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    /// A text without trailing spaces.
    package static func trimmed(_ text: some StringProtocol) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    package static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }
}

extension String {
    /// True if every character is one of the given ASCII characters.
    package func consists(of characters: String) -> Bool {
        utf8.allSatisfy { characters.utf8.contains($0) }
    }
}

extension Array {
    /// The element at an index; nil if there is none.
    package subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
