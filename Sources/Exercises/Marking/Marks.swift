import Foundation
import Words

/// A submission with its marks.
struct Marked: Codable {
    var submission: Submission
    /// What the checks were, see ``Workshop/stamp()``, and their numbers.
    var stamp: String
    package var seed: UInt64
    package var records: [ExerciseRecord]

    package var points: Int { records.count { $0.result == "done" } }

    /// What is wrong with the first task that was tried and is not done.
    var firstDiagnosis: String {
        if let refusal = submission.refusal { return "Not marked: \(refusal)." }
        // What somebody has tried says more than what is not begun.
        let open = records.filter { $0.result != "done" }
        guard let first = open.first(where: { $0.result != "untouched" }) ?? open.first else {
            return ""
        }
        return "\(first.task): \(first.diagnosis ?? first.words)"
    }
}

/// The table of all marks, for a spreadsheet.
enum MarksTable {
    package static func csv(_ all: [Marked]) -> String {
        var columns: [String] = []
        let parts = Set(all.map(\.submission.part)).subtracting([""])
        func column(_ record: ExerciseRecord) -> String {
            parts.count > 1 ? "\(record.part) \(record.task)" : record.task
        }
        for marked in all.sorted(by: { $0.submission.part < $1.submission.part }) {
            for record in marked.records where !columns.contains(column(record)) {
                columns.append(column(record))
            }
        }
        var rows = [["name", "part"] + columns + ["points", "first diagnosis", "submission"]]
        for marked in all {
            let results = columns.map { name in
                marked.records.first { column($0) == name }?.words ?? ""
            }
            rows.append(
                [marked.submission.name, marked.submission.part] + results
                    + ["\(marked.points)", marked.firstDiagnosis, marked.submission.place])
        }
        return rows.map { $0.map(field).joined(separator: ",") + "\n" }.joined()
    }

    /// A field as spreadsheets read it, and not as a formula.
    package static func field(_ text: String) -> String {
        var text = text
        if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil {
            text = "'" + text
        }
        let needsQuotes = text.unicodeScalars.contains { "\",;\n\r".unicodeScalars.contains($0) }
        guard needsQuotes || text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
        return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
    }
}

/// A page for one learner.
enum FeedbackPage {
    package static func text(_ marked: Marked) -> String {
        let submission = marked.submission
        // A name may have anything in it.
        let name = submission.name.filter { !$0.isNewline }
        var lines = ["# \(name)", ""]
        if let refusal = submission.refusal {
            return (lines + ["This could not be marked: \(refusal)."]).joined(separator: "\n")
                + "\n"
        }
        lines += [
            "\(submission.part): \(marked.points) of \(marked.records.count) tasks are done.", "",
        ]
        for record in marked.records {
            lines.append("## \(record.task): \(record.words)")
            lines.append("")
            guard record.result != "done" else { continue }
            if record.result != "untouched" {
                var shown: [String] = []
                for (label, values) in [
                    ("put in", record.put), ("expected", record.expected), ("found", record.found),
                ] {
                    for (index, value) in (values ?? []).enumerated() {
                        shown.append("    \(Text.padded(index == 0 ? label : "", 10))\(value)")
                    }
                }
                if !shown.isEmpty { lines += shown + [""] }
                if let diagnosis = record.diagnosis { lines += [diagnosis, ""] }
            }
            lines += ["A hint: `swift run \(record.part) exercises --hint \(record.task)`", ""]
        }
        return lines.joined(separator: "\n")
    }
}
