/// A mistake in a command line, as one sentence or two.
public struct UsageError: Error, Equatable {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }
}

/// " Did you mean 'line'?", or nothing.
package func didYouMean(_ word: String, _ candidates: [String]) -> String {
    suggestion(for: word, among: candidates).map { " Did you mean \(quoted($0))?" } ?? ""
}

/// The candidate that somebody probably meant, if one is near enough to `word`: one that begins with
/// it, or else one with few other letters.
package func suggestion(for word: String, among candidates: [String]) -> String? {
    let longer = candidates.filter { $0.hasPrefix(word) && $0 != word }
    if word.count > 3, let nearest = longer.min(by: { $0.count < $1.count }) { return nearest }
    let near = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
        .filter { $0.distance <= max(1, min(3, $0.candidate.count / 3)) }
    return near.min { $0.distance < $1.distance }?.candidate
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to make one
/// word of another.
private func editDistance(_ a: String, _ b: String) -> Int {
    // Nothing as long as this is a slip of the finger, and the table grows with the product.
    if a.utf8.count > 40 { return .max }
    let (a, b) = (Array(a), Array(b))
    var table = [Array(0...b.count)]
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var distance = min(
                table[i][j] + (a[i] == b[j] ? 0 : 1), table[i][j + 1] + 1, row[j] + 1)
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                distance = min(distance, table[i - 1][j - 1] + 1)
            }
            row.append(distance)
        }
        table.append(row)
    }
    return table[a.count][b.count]
}

/// A text from outside, such as a name in a file, as it may stand in a line that is printed: cut where it
/// is too long, with spaces for line ends and tabs, and without characters that a terminal would act on.
package func visible(_ text: String, atMost count: Int = 60, lineEnd: String = " ") -> String {
    let visible = text.unicodeScalars.prefix(count).map { scalar in
        switch scalar.properties.generalCategory {
        case .control where "\n\r\t".unicodeScalars.contains(scalar): lineEnd
        case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: String(scalar)
        }
    }
    return visible.joined() + (visible.count < text.unicodeScalars.count ? "…" : "")
}

/// A word from outside in quotes, in which line ends are to be seen.
package func quoted(_ word: String) -> String { "'\(visible(word, lineEnd: "\u{FFFD}"))'" }

/// Words in a row: "line, crops or sine".
package func list(_ words: [String], _ last: String) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) " + words[words.count - 1]
}
