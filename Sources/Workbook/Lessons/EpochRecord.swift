/// What one epoch reports: the loss before its update, and the parameters after it.
public struct EpochRecord {
    /// Counted from 1.
    var epoch: Int
    var loss: Float
    var parameters: [(name: String, values: [Float])]
    /// The steps of the epoch, where it has several.
    var batches: [Batch] = []

    /// One step on some of the samples.
    struct Batch {
        /// The numbers of the samples.
        var rows: [Int]
        var loss: Float
    }

    /// Whether every number in it is finite.
    var isFinite: Bool {
        loss.isFinite && parameters.allSatisfy { $0.values.allSatisfy(\.isFinite) }
    }

    /// The first value of a parameter, if there is one of that name.
    subscript(name: String) -> Float? {
        parameters.first { $0.name == name }?.values.first
    }
}
