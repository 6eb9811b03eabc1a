import Foundation

/// What a lesson does, as far as its numbers tell, beside what the problem would do.
struct LessonFacts {
    var facts: [(name: String, text: String)] = []

    init<P: Problem>(_ insight: Insight, _ problem: P) {
        guard !insight.moments.isEmpty else {
            facts = [("Everything", "not known: \(Lesson<P>.noLook)")]
            return
        }
        let own = insight.samples.map { "in the first epoch, \($0.description)" }
        facts.append(
            (
                "Data",
                insight.hasProblemsSamples
                    ? "the problem's own"
                    : own ?? "not known: the lesson hands no samples over"
            ))
        if !problem.knowledge.forms.isEmpty {
            facts.append(
                (
                    "Model",
                    insight.known.map {
                        $0.isProblems ? "the problem's own" : "changed: \(Self.formula($0))"
                    } ?? "changed: its predictions are not those of the problem's model"
                ))
        }
        let name = problem.knowledge.isMean ? "mean of the squared errors" : "sum of the squared errors"
        let loss =
            switch insight.loss {
            case .same: "the \(name)"
            case .multiple(let factor): "changed: \(Numbers.short(factor)) times the \(name)"
            case .other: "changed: not the \(name), nor a multiple of it"
            case .unknown: "not known: there is nothing to compare it with"
            }
        facts.append(("Loss", loss))
        facts.append(("Step", Self.step(insight)))
    }

    private static func formula(_ model: KnownModel) -> String {
        "another one, with the parameters \(list(model.notation.parameters, "and"))"
    }

    private static func step(_ insight: Insight) -> String {
        if insight.isMisplaced {
            return "not known: no update stands between lesson.look(…) and lesson.report(…)"
        }
        guard let step = insight.step else { return "not known" }
        if let remark = step.remark { return "changed: \(remark)" }
        return insight.hasPlainSteps
            ? "learning rate · gradient" : "changed: not always learning rate · gradient"
    }
}

/// The file of a lesson, where it can be found.
struct LessonSource {
    /// Within the package.
    var path: String
    /// Nil where it is not what the program was built from.
    var text: String?

    init?(_ stage: Stage, _ problem: String, _ settings: Settings) {
        guard let program = Bundle.main.executableURL else { return nil }
        let path = "Sources/\(stage.name)/\(Self.name(problem, settings)).swift"
        let manager = FileManager.default
        var folder = program.resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path.count > 1 {
            let file = folder.appendingPathComponent(path).path
            if manager.fileExists(atPath: file) {
                self.path = path
                let data =
                    Platform.isOlder(file, than: program) == true ? manager.contents(atPath: file) : nil
                // A lesson is no book.
                text = data.flatMap {
                    $0.count < 1 << 17 ? String(decoding: $0, as: UTF8.self) : nil
                }
                return
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// The lesson, or the one beside it that some options take in its place.
    private static func name(_ problem: String, _ settings: Settings) -> String {
        if problem == LineProblem.name {
            let options = settings[LineOptions.self]
            if options.bias { return "Bias" }
            if options.model == .custom { return "CustomModel" }
        }
        if problem == SineProblem.name {
            let options = settings[CurveOptions.self]
            if options.optimizer == .rmsprop { return "RMSprop" }
            if options.update == .byHand { return "UpdateByHand" }
        }
        return problem.prefix(1).uppercased() + problem.dropFirst()
    }
}
