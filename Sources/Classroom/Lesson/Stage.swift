/// A stage of the workbook, which determines what you do by hand and what is built in.
public enum Stage: Int, CaseIterable, Sendable {
    case part1 = 1
    case part2, part3, part4

    /// The version of the workbook.
    package static let version = "1.0.0"

    /// The name of the executable.
    package var name: String { "part\(rawValue)" }

    package var title: String {
        switch self {
        case .part1: "everything by hand"
        case .part2: "autograd"
        case .part3: "built-in loss and optimizer"
        case .part4: "built-in model"
        }
    }

    /// The heading above a run, which says what the part is about.
    package var heading: String { "Part \(rawValue): \(title)" }

    /// The four steps of training and who does each.
    package var steps: [(step: String, by: String)] {
        [
            ("prediction", self >= .part4 ? "built-in model" : "by hand"),
            ("loss", self >= .part3 ? "built-in loss" : "by hand"),
            ("gradient", self >= .part2 ? "autograd" : "by hand"),
            ("update", self >= .part3 ? "built-in optimizer" : "by hand"),
        ]
    }
}

extension Stage: Comparable {
    /// Earlier stages come first.
    public static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
}
