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
    package let base: Moment
    /// For each number of the parameters whether it can be moved.
    package private(set) var isMovable: [Bool]
    private var usesTensors: Bool
    /// Which start, and which of its numbers, moves which number of the parameters.
    private var sources: [Int: (name: String, index: Int)] = [:]
    private var counts: [String: Int] = [:]
    /// Whether the loss is the same when it is computed again at the same place.
    private(set) var isSteady = false
    /// Whether the same parameters and gradients lead to the same update in another run.
    private(set) var hasSteadyStep = true

    /// - Parameters:
    ///   - first: the first epoch of a run of its own.
    package init?(_ experiments: Experiments<P>, _ first: Experiments<P>.Result) {
        guard let base = first.moments.first, base.loss.isFinite else { return nil }
        self.experiments = experiments
        self.base = base
        isMovable = base.before.map { _ in false }
        usesTensors =
            !base.parameters.isEmpty && base.parameters.allSatisfy { $0.tensor?.isLeaf ?? false }
        if usesTensors { findMovableTensors() }
        // What moves besides the parameters, or is made anew, is at its place only at the start.
        if !isSteady || !isMovable.contains(true) {
            usesTensors = false
            findMovableStarts(first.starts)
        }
    }

    /// What the lesson hands over with the parameters at some points, without samples; nil for points where
    /// they could not be put.
    package func look(_ points: [[Float]]) -> [Moment?] {
        if points.isEmpty { return [] }
        if usesTensors {
            let result = experiments.run { ($0.points, $0.isBrief) = (points, true) }
            return points.indices.map { index in
                result.epochs[safe: index + 1]?.first.flatMap { moment in
                    moment.before.count == points[index].count ? moment : nil
                }
            }
        }
        return points.map { point in
            var offsets = counts.mapValues { [Float](repeating: 0, count: $0) }
            for (index, source) in sources {
                offsets[source.name]![source.index] = point[index] - base.before[index]
            }
            return look(offsets)
        }
    }

    /// What the lesson hands over first with its starts moved.
    private func look(_ offsets: [String: [Float]]) -> Moment? {
        experiments.run { $0.moved = offsets }.moments.first
    }

    private func findMovableTensors() {
        let start = base.before
        let moved = start.map { $0 + Prober.step($0, 4) }
        // Where all parameters are 0 a random factor does not show.
        let looks = look([moved, start, moved]).compactMap { $0 }
        guard looks.count == 3 else { return }
        isMovable = zip(looks[0].before, moved).map { $0 == $1 }
        isSteady = Self.agree(looks[1], base) && Self.agree(looks[0], looks[2])
        compareStep(experiments.run().moments.first)
    }

    private func findMovableStarts(_ starts: [(name: String, count: Int)]) {
        for start in starts { counts[start.name] = start.count }
        isMovable = isMovable.map { _ in false }
        for start in starts {
            // Of a large start only some numbers: each takes a run.
            for index in 0..<min(start.count, 64) {
                var offsets = [Float](repeating: 0, count: start.count)
                offsets[index] = 0.25
                guard let there = look([start.name: offsets]),
                    there.before.count == base.before.count
                else { continue }
                let changed = base.before.indices.filter { there.before[$0] != base.before[$0] }
                // Where one start moves several parameters they cannot be told apart.
                guard changed.count == 1, sources[changed[0]] == nil else { continue }
                sources[changed[0]] = (start.name, index)
                isMovable[changed[0]] = true
            }
        }
        let again = look([:])
        compareStep(again)
        let offsets = counts.mapValues { [Float](repeating: 0.25, count: $0) }
        isSteady = Self.agree(again, base) && Self.agree(look(offsets), look(offsets))
    }

    private func compareStep(_ again: Moment?) {
        guard let again, again.before == base.before, again.gradients == base.gradients else {
            return
        }
        hasSteadyStep = again.after == base.after
    }

    /// Whether two losses are the same but for rounding: samples may come in another order.
    private static func agree(_ a: Moment?, _ b: Moment?) -> Bool {
        guard let a, let b else { return false }
        return a.loss == b.loss || abs(a.loss - b.loss) <= 1e-6 * abs(b.loss)
    }

    /// A step for a number of some size: a part of it, or of 1 if it is smaller.
    package static func step(_ value: Float, _ divisor: Float) -> Float {
        max(1, abs(value)) / divisor
    }
}
