import Foundation

/// A lesson as a learner might change it, with what the program must say of it.
///
/// A file of `Tests/GoldenTests/Edits` begins with the lesson's path and the verdicts of
/// `--check-gradient`; then the change, in the form of a diff without line numbers; and, behind an empty
/// line, options with what the program must say, wherever its lines break:
///
/// ```
/// Sources/part1/Line.swift: right CHANGED right
/// @@
/// -        w -= lesson.learningRate * dw
/// +        w -= 0.05 * dw
///
/// $ --epochs 20
/// but the first step is 0.05 · gradient
/// ```
public struct LessonEdit: Sendable {
    /// The name of its file, which begins with the part.
    public var name: String
    /// The path of the lesson, from the package's folder.
    public var lesson: String
    /// What `--check-gradient` says of the gradient, the update and the loss; nil where there is
    /// nothing to check.
    public var verdicts: String?
    /// Options, and what a run with them must say.
    public var runs: [(options: String, phrases: [String])]
    private var hunks: [(old: String, new: String)]

    /// All edits, by name.
    public static let all: [LessonEdit] = {
        let folder = Reference.tests.appendingPathComponent("GoldenTests/Edits")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted().map { file in
            LessonEdit(folder.appendingPathComponent(file))
        }
    }()

    init(_ file: URL) {
        name = file.deletingPathExtension().lastPathComponent
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var lines = text.components(separatedBy: "\n")[...]
        let head = lines.removeFirst().components(separatedBy: ": ")
        lesson = head[0]
        verdicts = head.last == "none" ? nil : head.last
        let end = lines.firstIndex { $0.hasPrefix("$") } ?? lines.endIndex
        hunks = lines[..<end].split(separator: "@@").map { hunk in
            // The empty line before the runs, or at the end of the file, is none of the change.
            let change = hunk.endIndex == end ? hunk.dropLast() : hunk
            func side(_ sign: Character) -> String {
                change.filter { $0.isEmpty || $0.first == " " || $0.first == sign }
                    .map { $0.dropFirst() + "\n" }.joined()
            }
            return (side("-"), side("+"))
        }
        runs = []
        for line in lines[end...].dropLast() {
            if line.hasPrefix("$") {
                runs.append((line.dropFirst().trimmingCharacters(in: .whitespaces), []))
            } else {
                runs[runs.count - 1].phrases.append(line)
            }
        }
    }

    /// The lesson with the change, as a function of its own name.
    func source() throws -> String {
        let file = Reference.package.appendingPathComponent(lesson)
        let original = try String(contentsOf: file, encoding: .utf8)
        var (text, rest) = ("", original[...])
        for (old, new) in hunks {
            // A change that could be meant for two places is refused, as is one for none.
            guard let place = rest.range(of: old),
                original.components(separatedBy: old).count == 2
            else { throw DoesNotApply(edit: name, lines: old) }
            text += rest[..<place.lowerBound] + new
            rest = rest[place.upperBound...]
        }
        text += rest
        let match = text.firstMatch(of: /(?m)^func (\w+)\(/)!
        text.replaceSubrange(match.1.startIndex..<match.1.endIndex, with: function)
        return text
    }

    private var function: String { name.replacingOccurrences(of: "-", with: "_") }

    struct DoesNotApply: Error {
        var edit: String
        var lines: String
    }

    // MARK: - The program with all of them

    /// The program that runs an edited lesson as its part would: `edited-lesson NAME [options]`.
    ///
    /// Edits of a lesson that somebody has changed are left out.
    static let program: Result<URL, any Error> = Result {
        let edits = all.filter { !RecordedLessons.edited.contains($0.path) }
        var sources = try Dictionary(
            uniqueKeysWithValues: edits.map { ("\($0.name).swift", try $0.source()) })
        let entries = edits.map {
            "    \"\($0.name)\": (.\($0.name.prefix(5)), LessonEntry(\($0.function))),\n"
        }
        sources["main.swift"] = """
            import Workbook

            let edits: [String: (Stage, LessonEntry)] = [
            \(entries.joined())]
            let arguments = CommandLine.arguments.dropFirst()
            let (stage, lesson) = edits[arguments.first!]!
            Workbook(stage, lessons: [lesson]).run(Array(arguments.dropFirst()))

            """
        let polynomial = "LegendrePolynomial3.swift"
        sources[polynomial] = try String(
            contentsOf: Reference.package.appendingPathComponent("Sources/part2/\(polynomial)"),
            encoding: .utf8)
        return try Compiler.build(sources, named: "edited-lesson")
    }

    /// The lesson as ``RecordedLessons`` names it.
    private var path: String { String(lesson.dropFirst("Sources/".count)) }

    /// Throws if the lesson that an edit changes is not the recorded one.
    static func require(_ name: String?) throws {
        guard let edit = all.first(where: { $0.name == name }) else {
            fatalError("There is no edited lesson of the name '\(name ?? "")'.")
        }
        if RecordedLessons.edited.contains(edit.path) {
            throw RecordedLessons.Edited(path: edit.path)
        }
    }
}
