import Classroom
import Descent
import Words

/// Measures a lesson's own loss by running the lesson again, hidden, with its parameters moved.
///
/// Tensors are moved after each epoch of a single run, wherever they start. Plain numbers can be moved only at the
/// start, so the lesson runs again for each point and must take the start from the classroom: `lesson.w0`,
/// `lesson.start("b", 0)`.
package final class LossExperiment<P: Problem> {
    private let experiments: Experiments<P>
    /// The first update of the unchanged run.
    package let base: Update
    /// Whether each of the parameters' numbers can be moved.
    package private(set) var isMovable: [Bool]
    private var usesTensors: Bool
    /// The starting value, and the index in it, that moves each of the parameters' numbers.
    private var sources: [Int: (name: String, index: Int)] = [:]
    private var counts: [String: Int] = [:]
    /// True if the loss is the same when it is computed again with the same parameters.
    private var isLossSteady = false
    private var isGradientSteady = true
    /// True if both the loss and the gradient are the same when computed again with the same parameters.
    var isSteady: Bool { isLossSteady && isGradientSteady }
    /// True if the same parameters and gradients lead to the same update in another run.
    private(set) var hasSteadyStep = true

    /// - Parameters:
    ///   - first: the result of a separate run.
    package init?(_ experiments: Experiments<P>, _ first: Experiments<P>.Result) {
        guard let base = first.updates.first, base.loss.isFinite else { return nil }
        self.experiments = experiments
        self.base = base
        isMovable = base.before.map { _ in false }
        usesTensors =
            !base.parameters.isEmpty && base.parameters.allSatisfy { $0.tensor?.isLeaf ?? false }
        if usesTensors { findMovableTensors() }
        // Anything that changes besides the parameters, or is created anew, has the right values only at the start.
        if !isLossSteady || !isMovable.contains(true) {
            usesTensors = false
            findMovableStarts(first.starts)
        }
    }

    /// The updates that the lesson hands over with its parameters at some points, without samples; nil for points
    /// that could not be reached.
    package func look(_ points: [[Float]]) -> [Update?] {
        if points.isEmpty { return [] }
        if usesTensors {
            let result = experiments.run { ($0.points, $0.isBrief) = (points, true) }
            return points.indices.map { index in
                result.epochs[safe: index + 1]?.first.flatMap { update in
                    update.before.count == points[index].count ? update : nil
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

    /// The first update that the lesson hands over with its starting values moved.
    private func look(_ offsets: [String: [Float]]) -> Update? {
        experiments.run { $0.moved = offsets }.updates.first
    }

    private func findMovableTensors() {
        let start = base.before
        let moved = start.map { $0 + LossExperiment.step($0, 4) }
        // If all parameters are 0, a random factor has no effect.
        let looks = look([moved, start, moved]).compactMap { $0 }
        guard looks.count == 3 else { return }
        isMovable = zip(looks[0].before, moved).map { $0 == $1 }
        isLossSteady = Self.agree(looks[1], base) && Self.agree(looks[0], looks[2])
        compareStep(experiments.run().updates.first)
    }

    private func findMovableStarts(_ starts: [(name: String, count: Int)]) {
        for start in starts { counts[start.name] = start.count }
        let offset = Self.step(base.before.map(abs).max() ?? 0, 4)
        isMovable = isMovable.map { _ in false }
        for start in starts {
            // Only some numbers of a large start, because each takes a run.
            for index in 0..<min(start.count, 64) {
                var offsets = [Float](repeating: 0, count: start.count)
                offsets[index] = offset
                guard let there = look([start.name: offsets]),
                    there.before.count == base.before.count
                else { continue }
                let changed = base.before.indices.filter { there.before[$0] != base.before[$0] }
                // If a starting value moves several parameters, they can't be told apart.
                guard changed.count == 1, sources[changed[0]] == nil else { continue }
                sources[changed[0]] = (start.name, index)
                isMovable[changed[0]] = true
            }
        }
        let again = look([:])
        compareStep(again)
        let offsets = counts.mapValues { [Float](repeating: offset, count: $0) }
        isLossSteady = Self.agree(again, base) && Self.agree(look(offsets), look(offsets))
    }

    private func compareStep(_ again: Update?) {
        guard let again, again.before == base.before, let old = base.gradients,
            let new = again.gradients
        else { return }
        let margin = 1e-4 * (old.map(abs).max() ?? 0)
        isGradientSteady =
            old.count == new.count && zip(old, new).allSatisfy { abs($0 - $1) <= margin }
        if old == new { hasSteadyStep = again.after == base.after }
    }

    /// True if two losses are equal except for rounding, because samples may come in another order.
    private static func agree(_ a: Update?, _ b: Update?) -> Bool {
        guard let a, let b else { return false }
        return a.loss == b.loss || abs(a.loss - b.loss) <= 1e-6 * abs(b.loss)
    }

    /// The length of a step for a number: a fraction of its size, or of 1 if it is smaller.
    package static func step(_ value: Float, _ divisor: Float) -> Float {
        max(1, abs(value)) / divisor
    }
}
