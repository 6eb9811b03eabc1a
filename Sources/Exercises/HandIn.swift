import Classroom
import Foundation
import System
import Words

/// What a learner sends to a teacher: one text file with the files of the tasks.
///
/// ```
/// descent hand-in 1
/// name: Ada
/// part: part1
/// version: 1.0.0
/// result: prediction done
/// file: 01-prediction.swift
/// | import Descent
/// ```
///
/// Every line of a task's file stands behind a bar, so that nothing in it can be taken for something else.
struct HandIn: Equatable {
    package var name: String
    package var part: String
    package var version: String
    /// What the learner's own check said; a teacher's check is another one.
    var results: [String]
    /// The tasks' files.
    package var files: [File]

    struct File: Equatable {
        package var name: String
        package var text: String
    }

    private static let title = "descent hand-in 1"
    /// No task is as long as that.
    package static let longest = 1 << 20

    package init(name: String, part: String, version: String, results: [String], files: [File]) {
        self.name = name
        self.part = part
        self.version = version
        self.results = results
        self.files = files
    }

    package var text: String {
        var lines = [Self.title, "name: \(name)", "part: \(part)", "version: \(version)"]
        lines += results.map { "result: \($0)" }
        for file in files {
            lines.append("file: \(file.name)")
            lines += file.text.components(separatedBy: "\n").map { "| \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads what ``text`` writes; nil for anything else.
    package init?(_ text: String) {
        // A mail program may have changed the ends of the lines, and an editor may have put a mark of the
        // encoding before the first.
        let plain = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        let lines = plain.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
        guard lines.first == Self.title else { return nil }
        var fields: [String: String] = [:]
        (results, files) = ([], [])
        var contents: [[String]] = []
        for line in lines.dropFirst() {
            if line.hasPrefix("|") {
                guard !contents.isEmpty else { return nil }
                contents[contents.count - 1].append(
                    String(line.dropFirst(line.hasPrefix("| ") ? 2 : 1)))
                continue
            }
            if line.isEmpty { continue }
            guard let colon = line.range(of: ": ") else { return nil }
            let value = String(line[colon.upperBound...])
            switch line[..<colon.lowerBound] {
            case "file":
                files.append(File(name: value, text: ""))
                contents.append([])
            case "result": results.append(value)
            case let key: fields[String(key)] = value
            }
        }
        for (index, lines) in contents.enumerated() {
            files[index].text = lines.joined(separator: "\n")
        }
        guard let name = fields["name"], let part = fields["part"] else { return nil }
        (self.name, self.part, version) = (name, part, fields["version"] ?? "")
    }
}

extension ExerciseProgram {
    /// Writes what a learner hands in, into the folder in which they are.
    func handIn(_ name: String, _ options: ExerciseOptions) -> ExitStatus {
        let places = Array(list.exercises.indices)
        let texts = places.map(files.text)
        if let missing = places.first(where: { texts[$0] == nil }) {
            printError(
                "error: \(files.shownName(missing)) cannot be read, so nothing is handed in.")
            return .failure
        }
        let verdicts = verdicts(options)
        let handIn = HandIn(
            name: name, part: stage.name, version: Stage.version,
            results: verdicts.map { "\(list.exercises[$0.place].name) \($0.verdict.kind.words)" },
            files: places.map { HandIn.File(name: list.fileName($0), text: texts[$0]!) })
        let letters = name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        let file = "\(stage.name)-\(letters).txt"
        do {
            try Data(handIn.text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            printError("error: \(file) cannot be written: \(error.localizedDescription)")
            return .failure
        }
        let done = verdicts.count { $0.verdict.kind == .done }
        print([
            "Wrote \(file): \(Text.count(verdicts.count, "task")), \(done) of them done. Send it to your teacher."
        ])
        // What does not compile can be handed in by the program that was built before.
        let unbuilt = places.filter { place in
            guard let program = Bundle.main.executableURL, let file = files.url(place) else {
                return false
            }
            return Platform.isOlder(file.path, than: program) == false
        }
        if !unbuilt.isEmpty {
            let names = unbuilt.map(list.fileName).joined(separator: ", ")
            print(
                Text.wrap(
                    "Handed in as it is now, but not checked, as it was changed after the last build: \(names)."
                ))
        }
        let own = zip(places, texts).map { (list.fileName($0), $1!) }
        let refusals = HandInRules.refusals(
            Dictionary(uniqueKeysWithValues: own), in: files.folder!)
        for (file, refusal) in refusals.sorted(by: { $0.key < $1.key }) {
            print(
                Text.wrap(
                    "But \(file) will not be marked: \(refusal). Change it and hand in again."))
        }
        return .success
    }
}
