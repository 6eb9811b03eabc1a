import Classroom
import Foundation
import Words

/// The files of a part's tasks, in the checkout from which the part was built.
package struct ExerciseFiles {
    package let stage: Stage
    package let list: ExerciseList
    /// The folder with the files; nil if it cannot be found.
    package let folder: URL?

    /// - Parameter folder: where the files are, if not in the checkout.
    package init(_ stage: Stage, _ list: ExerciseList, folder: URL? = nil) {
        self.stage = stage
        self.list = list
        // The checkout may have been moved since it was built.
        let here = "\(FileManager.default.currentDirectoryPath)/Sources/\(stage.name)/Exercises"
        self.folder =
            folder
            ?? [list.folder, here].first {
                FileManager.default.fileExists(atPath: "\($0)/\(list.fileName(0))")
            }.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// The checkout.
    package var package: URL? {
        folder?.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// What stands in a task's file; nil if it cannot be read.
    package func text(_ place: Int) -> String? {
        let file = folder?.appendingPathComponent(list.fileName(place))
        return file.flatMap { try? Data(contentsOf: $0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a task's file still has the line that asks for an answer.
    func asks(_ place: Int) -> Bool {
        let lines = text(place)?.split(separator: "\n") ?? []
        return lines.contains { $0.drop(while: \.isWhitespace).hasPrefix("// Write it here") }
    }

    /// How a task's file is named on the screen.
    func shownName(_ place: Int) -> String {
        "Sources/\(stage.name)/Exercises/\(list.fileName(place))"
    }
}
