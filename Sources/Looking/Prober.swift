import Classroom
import Descent

/// Measures a lesson's own loss: it runs the lesson again, where nobody sees it, with the parameters
/// moved.
///
/// Tensors are moved where they are, after each epoch of one run, wherever they start. Plain numbers can
/// be moved only where they start, so the lesson runs again for each point, and has to take the start
/// from the classroom: `lesson.w0`, `lesson.start("b", 0)`.
package final class Prober<P: Problem> {
    private let experiments: Experiments<P>
    /// Where the run starts: its first update, as it is.
    package private(set) var base: Moment
    /// For each number of the parameters whether it can be moved.
    package private(set) var isMovable: [Bool]
    private(set) var usesTensors: Bool
    /// Which start, and which of its numbers, moves which number of the parameters.
    private var sources: [Int: (name: String, index: Int)] = [:]
    private var counts: [String: Int] = [:]
    /// Whether the loss is the same when it is computed again at the same place.
    private(set) var isSteady = true
    /// Whether each point needs a run of its own, because every epoch has other samples.
    private var usesOneRunEach = false

    /// - Parameters:
    ///   - first: the first epoch of a run of its own.
    package init?(_ experiments: Experiments<P>, _ first: Experiments<P>.Result) {
        guard let base = first.moments.first, base.loss.isFinite else { return nil }
        self.experiments = experiments
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
            findMovableStarts(first.starts)
        }
    }

    /// What the lesson hands over with the parameters at some points; nil for points where they could
    /// not be put.
    ///
    /// - Parameter isBrief: whether only the parameters and the loss are wanted.
    package func look(_ points: [[Float]], isBrief: Bool = false) -> [Moment?] {
        if points.isEmpty { return [] }
        if usesTensors { return lookInOneRun(points, isBrief: isBrief) }
        return points.map { point in
            var offsets = counts.mapValues { [Float](repeating: 0, count: $0) }
            for (index, source) in sources {
                offsets[source.name]![source.index] = point[index] - base.before[index]
            }
            return experiments.run(.init(moved: offsets)).moments.first
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
                let result = experiments.run(.init(points: [point], isBrief: isBrief))
                return result.epochs[safe: 1]?.first
            }
        }
        let result = experiments.run(.init(points: points, isBrief: isBrief))
        return points.indices.map { index in
            result.epochs[safe: index + 1]?.first.flatMap { moment in
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
                guard let there = experiments.run(.init(moved: [start.name: offsets])).moments.first,
                    there.before.count == base.before.count
                else { continue }
                let changed = base.before.indices.filter { there.before[$0] != base.before[$0] }
                // Where one start moves several parameters they cannot be told apart.
                guard changed.count == 1, taken.insert(changed[0]).inserted else { continue }
                sources[changed[0]] = (start.name, index)
                isMovable[changed[0]] = true
            }
        }
        isSteady = experiments.run().moments.first?.loss == base.loss
        if let start = starts.first {
            let offsets = [start.name: [Float](repeating: 0.25, count: start.count)]
            let losses = (0..<2).map { _ in experiments.run(.init(moved: offsets)).moments.first?.loss }
            isSteady = isSteady && losses[0] == losses[1]
        }
    }

    /// A step for a number of some size: an eighth, a thirty-second, … of it, or of 1.
    package static func step(_ value: Float, _ divisor: Float) -> Float { max(1, abs(value)) / divisor }
}
