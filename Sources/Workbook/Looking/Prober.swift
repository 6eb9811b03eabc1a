import Descent

/// Measures a lesson's own loss: it runs the lesson again, where nobody sees it, with the parameters
/// moved.
///
/// Tensors are moved where they are, after each epoch of one run, wherever they start. Plain numbers can
/// be moved only where they start, so the lesson runs again for each point, and has to take the start
/// from the classroom: `lesson.w0`, `lesson.start("b", 0)`.
final class Prober<P: Problem> {
    private let session: Session<P>
    /// Where the run starts: its first update, as it is.
    private(set) var base: Moment
    /// For each number of the parameters whether it can be moved.
    private(set) var isMovable: [Bool]
    private(set) var usesTensors: Bool
    /// Which start, and which of its numbers, moves which number of the parameters.
    private var sources: [Int: (name: String, index: Int)] = [:]
    private var counts: [String: Int] = [:]
    /// Whether the loss is the same when it is computed again at the same place.
    private(set) var isSteady = true
    /// Whether each point needs a run of its own, because every epoch has other samples.
    private var usesOneRunEach = false

    /// - Parameters:
    ///   - rehearsal: the first epoch of a run of its own.
    init?(_ session: Session<P>, _ rehearsal: Rehearsal) {
        guard let base = rehearsal.moments.first, base.loss.isFinite else { return nil }
        self.session = session
        self.base = base
        let start = base.before
        isMovable = start.map { _ in false }
        usesTensors =
            !base.parameters.isEmpty
            && base.parameters.allSatisfy { $0.tensor?.isLeaf ?? false }
        if usesTensors { findMovableTensors() }
        if usesTensors && !isSteady { useOneRunEach() }
        // What moves besides the parameters, or is made anew, is at its place only at the start.
        if !usesTensors || !isSteady || !isMovable.contains(true) {
            usesTensors = false
            findMovableStarts(rehearsal.starts)
        }
    }

    /// What the lesson hands over with the parameters at some points; nil for points where they could
    /// not be put.
    ///
    /// - Parameter isBrief: whether only the parameters and the loss are wanted.
    func look(_ points: [[Float]], isBrief: Bool = false) -> [Moment?] {
        if points.isEmpty { return [] }
        if usesTensors { return lookInOneRun(points, isBrief: isBrief) }
        return points.map { point in
            var offsets = counts.mapValues { [Float](repeating: 0, count: $0) }
            for (index, source) in sources {
                offsets[source.name]![source.index] = point[index] - base.before[index]
            }
            return session.rehearse(moved: offsets).moments.first
        }
    }

    /// Takes the loss and the gradient at the start from another run.
    func rebase(_ moment: Moment) {
        // With the same samples the first one stands: a later gradient may have been added up.
        guard moment.loss != base.loss, moment.before == base.before, moment.gradients != nil
        else { return }
        base.loss = moment.loss
        for index in base.parameters.indices {
            base.parameters[index].gradient = moment.parameters[safe: index]?.gradient
        }
    }

    // MARK: - Tensors

    private func findMovableTensors() {
        let start = base.before
        let moved = start.map { $0 + Prober.step($0, 4) }
        // Where all parameters are 0 a random factor does not show.
        let looks = lookInOneRun([moved, start, start, moved])
        guard let there = looks[0], let again = looks[1], let third = looks[2], let back = looks[3]
        else { return }
        isMovable = zip(there.before, moved).map { $0 == $1 }
        isSteady = again.loss == third.loss && there.loss == back.loss
    }

    /// Where every epoch has other samples, the second epoch of a new run has the same ones each time.
    private func useOneRunEach() {
        usesOneRunEach = true
        let start = base.before
        let moved = start.map { $0 + Prober.step($0, 4) }
        let looks = lookInOneRun([start, start, moved, moved])
        guard let there = looks[0], let again = looks[1], let other = looks[2], let more = looks[3],
            there.loss == again.loss, other.loss == more.loss, there.before == start
        else {
            usesOneRunEach = false
            return
        }
        isSteady = true
        isMovable = zip(other.before, moved).map { $0 == $1 }
        base = there
    }

    private func lookInOneRun(_ points: [[Float]], isBrief: Bool = false) -> [Moment?] {
        if usesOneRunEach {
            return points.map { point in
                let rehearsal = session.rehearse(points: [point], isBrief: isBrief)
                return rehearsal.epochs[safe: 1]?.first
            }
        }
        let rehearsal = session.rehearse(points: points, isBrief: isBrief)
        return points.indices.map { index in
            rehearsal.epochs[safe: index + 1]?.first.flatMap { moment in
                moment.before.count == points[index].count ? moment : nil
            }
        }
    }

    // MARK: - Starts

    private func findMovableStarts(_ starts: [(name: String, count: Int)]) {
        for start in starts { counts[start.name] = start.count }
        isMovable = isMovable.map { _ in false }
        var taken: Set<Int> = []
        for start in starts {
            for index in 0..<min(start.count, 64) {
                var offsets = [Float](repeating: 0, count: start.count)
                offsets[index] = 0.25
                guard let there = session.rehearse(moved: [start.name: offsets]).moments.first,
                    there.before.count == base.before.count
                else { continue }
                let changed = base.before.indices.filter { there.before[$0] != base.before[$0] }
                // Where one start moves several parameters they cannot be told apart.
                guard changed.count == 1, taken.insert(changed[0]).inserted else { continue }
                sources[changed[0]] = (start.name, index)
                isMovable[changed[0]] = true
            }
        }
        isSteady = session.rehearse().moments.first?.loss == base.loss
        if let start = starts.first {
            let offsets = [start.name: [Float](repeating: 0.25, count: start.count)]
            let losses = (0..<2).map { _ in session.rehearse(moved: offsets).moments.first?.loss }
            isSteady = isSteady && losses[0] == losses[1]
        }
    }

    /// A step for a number of some size: an eighth, a thirty-second, … of it, or of 1.
    static func step(_ value: Float, _ divisor: Float) -> Float { max(1, abs(value)) / divisor }
}

/// What a run that nobody saw has shown.
struct Rehearsal {
    /// For each epoch its updates.
    var epochs: [[Moment]] = []
    /// The starts that the lesson has asked the classroom for.
    var starts: [(name: String, count: Int)] = []
    /// Why the lesson cannot go on from a file, or not be saved: a sentence; nil if it can.
    var misfit: String?

    /// The updates of the first epoch.
    var moments: [Moment] { epochs.first ?? [] }
}

extension Session {
    /// Runs the lesson for an epoch, or for one more than there are points; nobody sees it.
    ///
    /// - Parameters:
    ///   - isRecorded: whether autograd's operations are recorded in the first epoch.
    ///   - withBatches: whether the updates use batches; otherwise they use all samples.
    ///   - moved: by how much the starts are moved.
    ///   - points: where the tensors are put after each epoch.
    ///   - inputs: what stands in the place of the samples' inputs.
    ///   - placed: where starts are put.
    ///   - isBrief: whether samples and predictions are left out of what is kept.
    func rehearse(
        isRecorded: Bool = false, withBatches: Bool = false, moved: [String: [Float]] = [:],
        points: [[Float]] = [], epochs: Int? = nil, isBrief: Bool = false,
        learningRate: Double? = nil, inputs: [Float]? = nil, placed: [String: [Float]] = [:]
    ) -> Rehearsal {
        var settings = settings
        if let learningRate { settings.learningRate = learningRate }
        settings.epochs = epochs ?? points.count + 1
        (settings.explain, settings.plot, settings.stopBelow) = (nil, nil, nil)
        (settings.step, settings.timing, settings.pace) = (false, false, 0)
        if !withBatches { P.useAllSamples(&settings) }
        if let inputs, !P.ask(inputs, &settings) { return Rehearsal() }
        let watch = Watch(
            epochs: isRecorded ? [settings.firstEpoch] : [], last: settings.lastEpoch)
        (watch.isLookingAtAll, watch.isKeepingAll) = (true, true)
        watch.points = points
        watch.isBrief = isBrief
        experiments.count()
        return Isolation.run(output) {
            train(settings, SilentTranscript(), watch: watch) { lesson in
                lesson.moved = moved
                lesson.placed = placed
                body(lesson)
                watch.end()
                return Rehearsal(
                    epochs: watch.all, starts: lesson.starts, misfit: lesson.keeper.finalMisfit)
            }
        }
    }
}
