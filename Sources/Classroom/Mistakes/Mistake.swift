import Words

/// A classic mistake that a lesson can make on purpose: `--bug NAME`.
public struct Mistake: Hashable, Sendable {
    /// What is said of one that is hidden.
    package static let mystery = "mystery"

    /// What it is called on the command line.
    package let name: String
    /// The parts that can make it, on the line: those in which its subject enters.
    package let stages: [Stage]
    /// What it is, in one sentence.
    package let sentence: String
    /// What is wrong, where learners meet it, and how it shows: a paragraph a line.
    package let text: String

    /// The paragraphs of its text.
    package var story: [String] { text.split(separator: "\n").map(String.init) }

    /// The story, for the end of a run.
    package var lines: [String] {
        story.flatMap { Text.wrap($0, indent: 2) }
    }
}
