import Classroom
import Descent
import Looking
import System
import Words

/// Loads a saved run before a lesson's training, and collects what will be saved.
///
/// The lesson need not know about it: its starting values come from ``Lesson/start(_:_:)`` and similar functions, its
/// parameters are those that it hands over, and its optimizers are noticed when they are created.
package final class Checkpoint: Checkpointing {
    private let saving: Saving
    private let training: Training
    /// True if the learning rate is compared with that of the file.
    private let comparesRates: Bool
    private var loaded: SavedState? { saving.loaded }

    /// The parameters of models that the lesson has shown, with PyTorch's names.
    private var ofModels: [(name: String, parameter: Tensor)] = []
    /// The shapes of starting values.
    private var shapes: [String: [Int]] = [:]
    /// The optimizers that were created before the first epoch.
    private var optimizers: [any Optimizer] = []
    private var isTraining = false
    /// The position of the random numbers before the first epoch.
    private var start: [UInt8]?
    /// The names of the parameters in the first look.
    private var handedOver: [String]?
    /// The optimizers of the file that the lesson doesn't have.
    private var unused: [String] = []

    /// Computes the lesson's results with the saved state; set by the session.
    package var measure: ((SavedState) -> [SavedState.Word: String])?

    /// A sentence on why the lesson cannot continue from the loaded file or be saved.
    package private(set) var misfit: String?
    /// The same, once the run is over.
    package var finalMisfit: String? {
        guard let path = saving.load, handedOver == nil else { return misfit }
        return
            "--load cannot be \(quoted(path)): it can't be checked, because lesson.look(…) is not called in the first epoch."
    }

    package init(_ saving: Saving, _ training: Training, comparesRates: Bool = true) {
        self.saving = saving
        self.training = training
        self.comparesRates = comparesRates
    }

    // MARK: - Before the training

    /// Registers the names of a model's parameters.
    package func know(_ parameters: [(name: String, parameter: Tensor)]) {
        for (name, parameter) in parameters
        where !ofModels.contains(where: { $0.parameter === parameter }) {
            ofModels.append((name, parameter))
        }
    }

    /// The starting values of a parameter: the loaded ones, or `values`.
    package func start(_ name: String, _ shape: [Int], _ values: [Float]) -> [Float] {
        shapes[name] = shape
        return start(values) { $0 == name }
    }

    /// The same for a model's only parameter with this name, whatever its layer.
    package func startOfLayer(_ name: String, _ values: [Float]) -> [Float] {
        start(values) { $0 == name || $0.hasSuffix(".\(name)") }
    }

    private func start(_ values: [Float], _ isMeant: (String) -> Bool) -> [Float] {
        let fitting = (loaded?.parameters ?? []).filter { isMeant($0.name) }
        guard fitting.count == 1, fitting[0].values.count == values.count else { return values }
        return fitting[0].values
    }

    /// Registers an optimizer.
    package func note(_ optimizer: any Optimizer) {
        if !isTraining { optimizers.append(optimizer) }
    }

    /// Marks the beginning of the epochs.
    package func beginTraining() {
        guard !isTraining else { return }
        isTraining = true
        if let generator = loaded?.generator { GeneratorState.restore(generator, to: .current) }
        if saving.save != nil { start = generatorState }
    }

    /// Receives the parameters before they are first updated.
    package func meet(_ parameters: [Parameter]) {
        beginTraining()
        let own = entries(parameters)
        handedOver = own.map(\.name)
        if saving.save != nil, let fault = Self.twice(own) { misfit = fault }
        guard let loaded, let path = saving.load else { return }
        let name = name(among: parameters)
        do throws(FileFault) {
            try loaded.check(own)
            for (index, state) in loaded.optimizers.enumerated() where !state.isEmpty {
                if let own = optimizers[safe: index], try state.restore(to: own, name) { continue }
                unused.append(state.name)
            }
        } catch {
            misfit = "--load cannot be \(quoted(path)), which does not fit: \(error.reason)."
        }
    }

    /// A sentence if two parameters have the same name.
    private static func twice(_ entries: [SafeTensors.Entry]) -> String? {
        let names = entries.map(\.name)
        return names.first { name in names.filter { $0 == name }.count > 1 }.map {
            "--save can't be used: two parameters of the lesson have the name \(quoted($0)), but names in a "
                + "file must be unique."
        }
    }

    private var generatorState: [UInt8] { GeneratorState.bytes(.current, seed: training.seed) }

    // MARK: - Names

    /// The parameters that the lesson hands over, in the form of a file, and any others of its models.
    private func entries(_ handed: [Parameter]) -> [SafeTensors.Entry] {
        var entries = handed.map { own in
            var shape = own.shape
            if own.tensor == nil, let start = shapes[own.path], start.reduce(1, *) == own.count {
                shape = start
            }
            return SafeTensors.Entry(
                name: path(own.tensor) ?? own.path, shape: shape, values: own.values)
        }
        for (name, parameter) in ofModels
        where path(parameter) != nil && !entries.contains(where: { $0.name == name })
            && handed.contains(where: { $0.tensor != nil })
        {
            entries.append(
                SafeTensors.Entry(name: name, shape: parameter.shape, values: parameter.scalars))
        }
        return entries
    }

    /// A model's name for a tensor; nil if there is none or if another tensor shares it.
    private func path(_ tensor: Tensor?) -> String? {
        let name = ofModels.first { $0.parameter === tensor }?.name
        return ofModels.count { $0.name == name } == 1 ? name : nil
    }

    /// A function that names the tensors that are handed over.
    private func name(among handed: [Parameter]) -> (Tensor) -> String? {
        { tensor in self.path(tensor) ?? handed.first { $0.tensor === tensor }?.path }
    }

    // MARK: - Lines for people

    /// The lines about the file before the training.
    package var opening: [String] {
        guard let loaded, let path = saving.load else { return [] }
        var text = "Loaded \(quoted(path)): \(loaded.content)."
        let rate = Float(training.learningRate)
        let theirs = loaded.words[.learningRate].flatMap { Float($0) }
        if comparesRates, let theirs, theirs != rate {
            text +=
                " It was trained with the learning rate \(Numbers.shortest(theirs)); this run "
                + "uses \(Numbers.shortest(rate))."
        }
        // A table, its scaling or batches change what the numbers refer to.
        let (before, now) = (loaded.words[.options] ?? "", saving.words[.options] ?? "")
        if before != now, before.contains("--data ") || now.contains("--data ") {
            let data = before.isEmpty ? "the problem's own data" : visible(before, atMost: 500)
            text += " It was trained with \(data)."
        } else if let theirs = loaded.words[.scaling], theirs != saving.words[.scaling] {
            text += " It was trained on numbers that were standardized differently."
        }
        return Text.wrap(text)
    }

    /// The lines about parts of the file that the lesson cannot use, once it has been looked at.
    package var unusedStates: [String] {
        unused.flatMap {
            Text.wrap("The state of \($0) is not used: this lesson has no such optimizer.")
        }
    }

    // MARK: - After the training

    /// Saves a run, if requested.
    ///
    /// - Returns: the lines about it, and a sentence on why it could not be saved.
    package func save<P: Problem>(
        _ lesson: Lesson<P>, isHurried: Bool
    ) -> (lines: [String], fault: String?) {
        guard let path = saving.save else { return ([], nil) }
        let run = lesson.recorder.run
        guard !run.reported.isEmpty else {
            return ([], "nothing is saved to \(quoted(path)), because no epoch was reported.")
        }
        guard lesson.ending != .diverged else {
            return (["Nothing is saved to \(quoted(path))."], nil)
        }
        let handed = zip(run.reported, run.reported.cut(lesson.values)).map { parameter, values in
            var parameter = parameter
            parameter.values = values
            return parameter
        }
        var state = SavedState(parameters: entries(handed))
        if let fault = Self.twice(state.parameters) { return ([], fault) }
        state.epoch = lesson.usesEpochs ? run.lastEpoch : training.epochsBefore + run.count
        state.words = saving.words
        state.words[.learningRate] = Numbers.shortest(Float(training.learningRate))
        let states = optimizers.map { OptimizerState($0, name(among: handed)) }
        state.optimizers = states.compactMap(\.self)
        if loaded?.generator != nil || generatorState != start { state.generator = generatorState }
        if let words = measure?(state) { state.words.merge(words) { $1 } }
        if let reason = WholeFile(path: path).write(state.file.bytes) {
            return ([], "\(quoted(path)) cannot be saved: \(reason).")
        }
        let findings = lesson.findings(isHurried: isHurried)
        let left = leftOut(state, states.contains { $0 == nil }, run, findings)
        return (Text.wrap("Saved \(quoted(path)): \(state.content)." + left.joined()), nil)
    }

    /// Sentences about everything that is missing from the file.
    private func leftOut(
        _ state: SavedState, _ hasOwnOptimizer: Bool, _ run: Run, _ findings: Findings
    ) -> [String] {
        let names = state.parameters.map(\.name)
        var sentences = (handedOver ?? []).filter { !names.contains($0) }.map {
            "\($0), because lesson.report(…) doesn't include it"
        }
        let unknown =
            run[training.firstEpoch].first
            .flatMap { RecordedGraph($0, findings)?.unknownLeaves.count } ?? 0
        if sentences.isEmpty, unknown > 0 {
            sentences.append(
                "\(Text.count(unknown, "parameter")) that the loss uses, because the lesson "
                    + "doesn't hand \(unknown == 1 ? "it" : "them") over")
        }
        if findings.mismatch != nil {
            sentences.append("any change to the parameters after lesson.report(…)")
        } else if hasOwnOptimizer || optimizers.isEmpty && !findings.hasPlainSteps {
            sentences.append("any state of the lesson's own update")
        }
        if run.reported.contains(where: { $0.tensor?.leafGradient != nil }) {
            sentences.append("the gradients left at the end of the epoch")
        }
        return sentences.map { " Not in the file: \($0)." }
    }
}
