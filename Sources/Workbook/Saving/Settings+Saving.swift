import Classroom
import Files
import System
import Words

extension Settings {
    /// Reads the file to continue from and checks that the other one can be written, before anything is printed.
    mutating func prepareSaving(_ lesson: LessonSignature, _ stage: Stage) throws(UsageError) {
        if let path = saving.save { try WholeFile(path: path).checkWritable("--save", "{\"") }
        saving.words = words(lesson, stage)
        guard let path = saving.load else { return }
        do throws(FileFault) { try load(path, lesson) } catch {
            throw UsageError("--load cannot be \(quoted(path)): \(error.reason).")
        }
    }

    private mutating func load(_ path: String, _ lesson: LessonSignature) throws(FileFault) {
        let state = try SavedState(SafeTensors(Platform.bytes(of: path)))
        if let other = state.words[.problem], other != lesson.name {
            throw FileFault("it is a run of \(quoted(other)), but this is \(lesson.name)")
        }
        // Weights must not be used for other columns than those they were trained on.
        for (word, option) in [(SavedState.Word.inputs, "--inputs"), (.targets, "--target")] {
            guard let before = state.words[word], let now = saving.words[word],
                before.lowercased() != now.lowercased()
            else { continue }
            throw FileFault(
                "the \(word.rawValue) of that run are \(visible(before, atMost: 300)), but those of "
                    + "this run are \(visible(now, atMost: 300)). Choose the same ones with "
                    + "\(option), in that order")
        }
        if training.given.contains("--seed"), state.generator != nil, let seed = state.words[.seed],
            seed != "\(self.seed)"
        {
            throw FileFault("it has the random state of --seed \(visible(seed)): omit --seed")
        }
        training.epochsBefore = state.epoch
        saving.loaded = state
        let (first, last) = (training.firstEpoch, training.lastEpoch)
        if explain == 1 { explain = first }
        if let epoch = explain, training.epochs > 0, !(first...last).contains(epoch) {
            throw FileFault(
                "the run then has epochs \(first) to \(last), but --explain asks for \(epoch)")
        }
    }

    /// The information about the run that goes into a file.
    private func words(_ lesson: LessonSignature, _ stage: Stage) -> [SavedState.Word: String] {
        let options = lesson.problem.options.filter {
            training.given.contains($0.name) && $0.stages.contains(stage)
        }
        let words = options.flatMap { option -> [String] in
            if option.placeholder == nil { return [option.name] }
            // The only option that can be given several times.
            let values = option.name == "--target" ? data.targets : [option.show(self) ?? ""]
            return values.map { "\(option.name) \(LeftFiles.shellQuoted($0))" }
        }
        var all: [SavedState.Word: String] = [
            .problem: lesson.name, .part: "\(stage.rawValue)", .seed: "\(training.seed)",
            .options: words.joined(separator: " "),
        ]
        guard let table = training.table else { return all }
        all[.inputs] = SafeTensors.json(table.inputNames)
        all[.targets] = SafeTensors.json(table.targetNames)
        all[.scaling] = table.scaling.map { scaling in
            (scaling.inputs.flatMap { [$0.mean, $0.deviation] } + scaling.targetMeans)
                .map { "\($0)" }.joined(separator: " ")
        }
        return all
    }
}
