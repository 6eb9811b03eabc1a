import Classroom
import Files
import System
import Words

extension Saving {
    static let options: [Option] = [
        Option(
            names: ["--save"], argument: path(Place(\.saving.save), ending: ".safetensors"),
            help: "save the run, so that --load can continue it"),
        Option(
            names: ["--load"], argument: path(Place(\.saving.load)),
            help: "continue a saved run for --epochs more epochs"),
    ]

    private static func path(_ place: Place<String?>, ending: String = "") -> Option.Argument {
        .value(
            Option.Value(
                placeholder: "FILE",
                allowed: ending.isEmpty ? "the name of a file" : "a name that ends in \(ending)",
                read: { text, settings in
                    guard WholeFile.isName(text, ending: ending) else { return false }
                    place.set(&settings, text)
                    return true
                }))
    }
}

extension Settings {
    /// Reads the file to go on from and looks whether there can be one to save to: before anything is
    /// printed.
    mutating func prepareSaving(_ lesson: LessonSignature, _ stage: Stage) throws(UsageError) {
        if let path = saving.save { try WholeFile(path: path).checkWritable("--save", "{\"") }
        saving.words = words(lesson, stage)
        guard let path = saving.load else { return }
        let state: SavedState
        do throws(FileFault) { state = try SavedState(SafeTensors(reading: path)) } catch {
            throw UsageError("--load cannot be \(quoted(path)): \(error.reason).")
        }
        if let other = state.words[.problem], other != lesson.name {
            throw UsageError(
                "--load cannot be \(quoted(path)): it is a run of \(quoted(other)), but this is "
                    + "\(lesson.name).")
        }
        try checkColumns(state, path)
        if training.given.contains("--seed"), state.generator != nil, let seed = state.words[.seed],
            seed != "\(self.seed)"
        {
            throw UsageError(
                "--seed cannot be \(self.seed): \(quoted(path)) continues the random numbers of "
                    + "--seed \(visible(seed)).")
        }
        training.epochsBefore = state.epoch
        saving.loaded = state
        if explain == 1 { explain = training.firstEpoch }
        if let epoch = explain, training.epochs > 0, !(training.firstEpoch...training.lastEpoch).contains(epoch) {
            throw UsageError(
                "--explain cannot be \(epoch): the run continued from \(quoted(path)) has epochs "
                    + "\(training.firstEpoch) to \(training.lastEpoch).")
        }
    }

    /// Refuses weights that would go to other columns than those they were trained for.
    private func checkColumns(_ state: SavedState, _ path: String) throws(UsageError) {
        for (word, option) in [(SavedState.Word.inputs, "--inputs"), (.targets, "--target")] {
            guard let before = state.words[word], let now = saving.words[word],
                before.lowercased() != now.lowercased()
            else { continue }
            throw UsageError(
                "--load cannot be \(quoted(path)): the \(word.rawValue) of that run are "
                    + "\(visible(before, atMost: 300)), but those of "
                    + "this run are \(visible(now, atMost: 300)). "
                    + "Choose the same ones with \(option), in that order.")
        }
    }

    /// What a file says of the run.
    private func words(_ lesson: LessonSignature, _ stage: Stage) -> [SavedState.Word: String] {
        let options = lesson.options.filter {
            training.given.contains($0.name) && $0.stages.contains(stage)
        }
        let words = options.flatMap { option -> [String] in
            guard let value = option.argument.value else { return [option.name] }
            // The one option that may stand several times.
            let values = option.name == "--target" ? data.targets : [value.show(self) ?? ""]
            return values.map { "\(option.name) \(LeftFiles.shellQuoted($0))" }
        }
        var all: [SavedState.Word: String] = [
            .problem: lesson.name, .part: "\(stage.rawValue)", .seed: "\(training.seed)",
            .learningRate: Numbers.shortest(Float(training.learningRate)),
            .options: words.joined(separator: " "),
        ]
        guard let table = training.table else { return all }
        func list(_ names: [String]) -> String {
            "[\(names.map(SafeTensors.json).joined(separator: ","))]"
        }
        (all[.inputs], all[.targets]) = (list(table.inputNames), list(table.targetNames))
        all[.scaling] = table.scaling.map { scaling in
            (scaling.inputs.flatMap { [$0.mean, $0.deviation] } + scaling.targetMeans)
                .map { "\($0)" }.joined(separator: " ")
        }
        return all
    }
}
