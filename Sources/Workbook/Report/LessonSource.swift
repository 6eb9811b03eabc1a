import Classroom
import Foundation

/// The source file of a lesson, if it can be found and hasn't changed since the program was built.
struct LessonSource {
    /// The path within the package.
    var path: String
    var text: String

    init?(_ stage: Stage, _ problem: String, _ settings: Settings) {
        guard let program = Bundle.main.executableURL else { return nil }
        path = "Sources/\(stage.name)/\(Self.name(problem, settings)).swift"
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path) {
            if folder.path.count < 2 { return nil }
            folder.deleteLastPathComponent()
        }
        let file = folder.appendingPathComponent(path)
        let dates = [file, program].compactMap {
            try? $0.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        }
        // A lesson's file is never this large.
        guard dates.count == 2, dates[0] <= dates[1],
            let data = try? Data(contentsOf: file), data.count < 1 << 17
        else { return nil }
        text = String(decoding: data, as: UTF8.self)
    }

    /// The name of the lesson, or of the variant that replaces it with some options.
    private static func name(_ problem: String, _ settings: Settings) -> String {
        let (line, curve) = (settings.line, settings.curve)
        if line.bias { return "Bias" }
        if line.model == .custom { return "CustomModel" }
        if problem == SineProblem.name {
            if curve.optimizer == .rmsprop { return "RMSprop" }
            if curve.update == .byHand { return "UpdateByHand" }
        }
        return problem.prefix(1).uppercased() + problem.dropFirst()
    }
}
