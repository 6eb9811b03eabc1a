import Foundation
import Words

/// A submission with its marks.
struct Marked: Encodable {
    var submission: Submission
    package var records: [ExerciseRecord]

    package var points: Int { records.count { $0.verdict.kind == .done } }

    /// The diagnosis of the first task that was tried but isn't done.
    var firstDiagnosis: String {
        if submission.files.isEmpty { return Self.refusal }
        // A task that was tried says more than one that wasn't begun.
        let open = records.filter { $0.verdict.kind != .done }
        let tried = open.first { $0.verdict.kind != .untouched }
        guard let first = tried ?? open.first else { return "" }
        return "\(first.task): \(first.verdict.diagnosis ?? first.verdict.kind.rawValue)"
    }

    private static let refusal =
        "Not marked: it contains no task files, and no file that 'exercises --hand-in' wrote."

    /// The name of the submission's page: letters and digits.
    var fileName: String {
        let plain = submission.path.prefix(60).map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? String($0) : "-"
        }.joined()
        return "\(plain)-\(submission.part)"
    }

    /// The page for the learner.
    package var page: String {
        // A name may contain any characters.
        var lines = ["# \(visible(submission.name))", ""]
        if submission.files.isEmpty { return (lines + [Self.refusal, ""]).joined(separator: "\n") }
        lines += ["\(submission.part): \(points) of \(records.count) tasks are done.", ""]
        for record in records {
            let verdict = record.verdict
            lines += ["## \(record.task): \(verdict.kind.rawValue)", ""]
            if verdict.kind == .done { continue }
            if verdict.kind != .untouched {
                let shown = verdict.results(width: 66).flatMap(Verdict.labelled)
                lines +=
                    shown.map { "    \(visible($0, atMost: 100))" } + (shown.isEmpty ? [] : [""])
                if let diagnosis = verdict.diagnosis {
                    lines += [visible(diagnosis, atMost: 500), ""]
                }
            }
            lines += ["A hint: `swift run \(submission.part) exercises --hint \(record.task)`", ""]
        }
        return lines.joined(separator: "\n")
    }
}

/// The table of all marks, for a spreadsheet.
enum MarksTable {
    package static func csv(_ all: [Marked]) -> String {
        let tasks = all.sorted { $0.submission.part < $1.submission.part }.flatMap { marked in
            marked.records.map { "\(marked.submission.part) \($0.task)" }
        }
        let columns = tasks.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let head = ["name", "part"] + columns
        var rows = [head + ["points", "maximum", "first diagnosis", "submission"]]
        for marked in all {
            let submission = marked.submission
            let results = columns.map { column in
                marked.records.first { "\(submission.part) \($0.task)" == column }?
                    .verdict.kind.rawValue ?? ""
            }
            rows.append(
                [submission.name, submission.part] + results
                    + ["\(marked.points)", "\(marked.records.count)", marked.firstDiagnosis]
                    + [submission.path])
        }
        // Without a byte order mark, Excel assumes a different encoding.
        return "\u{FEFF}" + rows.map { $0.map(field).joined(separator: ",") + "\n" }.joined()
    }

    /// A field that spreadsheets read as text, not as a formula.
    package static func field(_ text: String) -> String {
        var text = visible(text, atMost: 500)
        if let first = text.first, "=+-@".contains(first), Double(text) == nil { text = "'" + text }
        guard text.contains(where: "\",;".contains) || text.hasPrefix(" ") || text.hasSuffix(" ")
        else { return text }
        return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
    }
}
