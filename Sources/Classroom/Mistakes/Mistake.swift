import Words

/// A classic mistake that a lesson can make on purpose: `--bug NAME`.
public struct Mistake: Hashable, Sendable {
    /// The name shown for a secret mistake.
    package static let mystery = "mystery"

    /// The name on the command line.
    package let name: String
    /// The parts whose line lesson can make it: those in which its subject appears.
    package let stages: [Stage]
    /// A description in one sentence.
    package let sentence: String
    /// What is wrong, where learners meet it, and how it shows: one paragraph per line.
    package let text: String

    /// The paragraphs of its text.
    package var story: [String] { text.split(separator: "\n").map(String.init) }

    /// The paragraphs, wrapped for the end of a run.
    package var lines: [String] {
        story.flatMap { Text.wrap($0, indent: 2) }
    }
}
