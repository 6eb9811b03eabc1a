/// The losses of a run, of which it keeps enough for a plot, however long the run is.
struct LossHistory {
    private static let limit = 4096

    // Every `stride`th loss, from the first on.
    private var kept: [(x: Double, y: Double)] = []
    private var stride = 1
    private var count = 0
    private var last: (x: Double, y: Double)?
    private var smallest = Float.infinity
    private var largest: Float = 0

    /// Adds the loss of an epoch.
    mutating func add(_ epoch: Int, _ loss: Float) {
        let point = (x: Double(epoch), y: Double(loss))
        if kept.count == Self.limit {
            kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
            stride *= 2
        }
        let isKept = count % stride == 0
        if isKept { kept.append(point) }
        last = isKept ? nil : point
        count += 1
        guard loss > 0 && loss.isFinite else { return }
        smallest = min(smallest, loss)
        largest = max(largest, loss)
    }

    /// At most 4096 of the epochs and their losses, the first and the last among them.
    var points: [(x: Double, y: Double)] { last.map { kept + [$0] } ?? kept }

    /// Whether the largest positive loss is at least a hundred times the smallest.
    var spansDecades: Bool { largest / smallest >= 100 }
}
