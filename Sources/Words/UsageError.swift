/// A mistake in a command line, described in a sentence or two.
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

/// The candidate that was probably meant, if one is close enough to `word`: one that begins with it, or else one that
/// differs in few letters.
package func suggestion(for word: String, among candidates: [String]) -> String? {
    let longer = candidates.filter { $0.hasPrefix(word) && $0 != word }
    if word.count > 3, let nearest = longer.min(by: { $0.count < $1.count }) { return nearest }
    let near = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
        .filter { $0.distance <= max(1, min(3, $0.candidate.count / 3)) }
    return near.min { $0.distance < $1.distance }?.candidate
}

/// The number of letters to insert, remove, replace or swap with a neighbour to turn one word into the other.
private func editDistance(_ a: String, _ b: String) -> Int {
    // Nothing this long is a typo, and the table grows with the product of the lengths.
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

/// Text from outside, such as a name in a file, made safe to print in a line: shortened if it is too long, with
/// spaces for line ends and tabs, and without characters that a terminal would act on.
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

/// A word from outside in quotes, with its line ends made visible.
package func quoted(_ word: String) -> String { "'\(visible(word, lineEnd: "\u{FFFD}"))'" }

/// A list of words: "line, crops or sine".
package func list(_ words: [String], _ last: String) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) " + words[words.count - 1]
}
