import Classroom
import Files
import Foundation

extension Session {
    /// The source file of the lesson, if it can be found and hasn't changed since the program was built.
    var source: [ReportPage.Part] {
        guard let program = Bundle.main.executableURL else { return [] }
        let path = "Sources/\(stage.name)/\(fileName).swift"
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path) {
            if folder.path.count < 2 { return [] }
            folder.deleteLastPathComponent()
        }
        let file = folder.appendingPathComponent(path)
        let dates = [file, program].compactMap {
            try? $0.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        }
        // A lesson's file is never this large.
        guard dates.count == 2, dates[0] <= dates[1],
            let data = try? Data(contentsOf: file), data.count < 1 << 17
        else { return [] }
        let heading = "The lesson: \(path)"
        return [.heading(heading), .lines([String(decoding: data, as: UTF8.self)], label: heading)]
    }

    /// The name of the lesson, or of the variant that replaces it with some options.
    private var fileName: String {
        let (line, curve) = (settings.line, settings.curve)
        if line.model == .custom { return "CustomModel" }
        if line.bias { return "Bias" }
        if name == SineProblem.name {
            if curve.optimizer == .rmsprop { return "RMSprop" }
            if curve.update == .byHand { return "UpdateByHand" }
        }
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
