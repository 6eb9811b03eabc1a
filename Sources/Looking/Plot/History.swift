/// The losses and parameters of a run. However long the run is, it keeps enough for plots and tables.
package struct History {
    package init() {}

    /// An epoch: its loss, and the first numbers of the parameters after it.
    package struct Entry {
        package var epoch: Int
        package var loss: Float
        package var values: [Float]
    }

    /// The largest number of parameters to draw or list.
    package static let parameters = 6
    private static let limit = 4096

    // Every `stride`th epoch, beginning with the first.
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

    /// At most 4096 epochs, including the first and the last.
    package var entries: [Entry] { last.map { kept + [$0] } ?? kept }

    /// The losses by epoch.
    package var losses: [(x: Double, y: Double)] {
        entries.map { (Double($0.epoch), Double($0.loss)) }
    }

    /// The values of one of the parameters' numbers by epoch.
    package func values(_ index: Int) -> [(x: Double, y: Double)] {
        entries.filter { $0.values.count > index }
            .map { (Double($0.epoch), Double($0.values[index])) }
    }
}
