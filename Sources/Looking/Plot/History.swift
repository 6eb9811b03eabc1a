/// The losses and parameters of a run, of which it keeps enough for plots and tables, however long the run
/// is.
package struct History {
    package init() {}

    /// An epoch: its loss, and the first numbers of the parameters that it ends with.
    package struct Entry {
        package var epoch: Int
        package var loss: Float
        package var values: [Float]
    }

    /// More parameters are neither drawn nor listed.
    package static let parameters = 6
    private static let limit = 4096

    // Every `stride`th epoch, from the first on.
    private var kept: [Entry] = []
    private var stride = 1
    private var count = 0
    private var last: Entry?

    /// Adds an epoch.
    package mutating func add(_ epoch: Int, _ loss: Float, _ values: [Float] = []) {
        let entry = Entry(epoch: epoch, loss: loss, values: Array(values.prefix(Self.parameters)))
        if kept.count == Self.limit {
            kept = Swift.stride(from: 0, to: kept.count, by: 2).map { kept[$0] }
            stride *= 2
        }
        let isKept = count % stride == 0
        if isKept { kept.append(entry) }
        last = isKept ? nil : entry
        count += 1
    }

    /// At most 4096 epochs, the first and the last among them.
    package var entries: [Entry] { last.map { kept + [$0] } ?? kept }

    /// The losses over the epochs.
    package var losses: [(x: Double, y: Double)] {
        entries.map { (Double($0.epoch), Double($0.loss)) }
    }

    /// A number of the parameters over the epochs.
    package func values(_ index: Int) -> [(x: Double, y: Double)] {
        entries.filter { $0.values.count > index }
            .map { (Double($0.epoch), Double($0.values[index])) }
    }
}
