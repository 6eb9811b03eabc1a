/// The parameters of a run, of which it keeps enough for a plot, however long the run is.
struct ParameterHistory {
    private static let limit = 1024

    /// Every `stride`th epoch with its parameters.
    private(set) var kept: [(epoch: Int, values: [Float])] = []
    private var stride = 1
    private var count = 0

    /// Adds the parameters that an epoch ends with.
    mutating func add(_ epoch: Int, _ values: [Float]) {
        defer { count += 1 }
        guard count % stride == 0 else { return }
        if kept.count == Self.limit {
            kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
            stride *= 2
            guard count % stride == 0 else { return }
        }
        kept.append((epoch, values))
    }
}
