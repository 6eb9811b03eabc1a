import Classroom
import Foundation
import System
import Words

/// A learner's work for a teacher: the files of the tasks, line by line, in one text file.
struct HandIn: Codable, Equatable {
    package var name: String
    package var part: String
    /// The lines of the tasks' files, by the files' names.
    package var files: [String: [String]]

    package init(name: String, part: String, texts: [String: String]) {
        (self.name, self.part) = (name, part)
        files = texts.mapValues { $0.components(separatedBy: "\n") }
    }

    /// Reads what ``data()`` writes; nil for anything else.
    package init?(_ data: Data) {
        guard let handIn: HandIn = ExerciseJSON.read(data) else { return nil }
        self = handIn
    }

    package func data() throws -> Data { try ExerciseJSON.data(self, .prettyPrinted) }

    /// The texts of the tasks' files, by the files' names.
    package var texts: [String: String] { files.mapValues { $0.joined(separator: "\n") } }
}

extension ExerciseProgram {
    /// Writes a hand-in into the current folder.
    func handIn(_ name: String) -> ExitStatus {
        var texts: [String: String] = [:]
        for index in list.exercises.indices {
            guard let text = text(index) else {
                fail("\(list.fileName(index)) cannot be read.", status: .failure)
            }
            texts[list.fileName(index)] = text
        }
        let letters = name.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        let file = "\(stage.name)-\(letters).txt"
        do {
            try HandIn(name: name, part: stage.name, texts: texts).data()
                .write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            fail("\(file) cannot be written: \(error.localizedDescription)", status: .failure)
        }
        // Files that don't compile can still be handed in, with the last build.
        print(["Wrote \(file): \(Text.count(texts.count, "task")). Send it to your teacher."])
        let refusals = HandInRules.refusals(texts, in: folder!)
        for (file, refusal) in refusals.sorted(by: { $0.key < $1.key }) {
            print(
                Text.wrap(
                    "But \(file) will not be marked: \(refusal). Change it and hand in again."))
        }
        return .success
    }
}
