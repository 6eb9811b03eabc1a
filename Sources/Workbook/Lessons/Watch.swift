import Descent

/// Looks at an epoch of a run: what the lesson shows of it, and what autograd records.
final class Watch {
    /// The epoch that is looked at.
    let epoch: Int
    /// What autograd records in that epoch.
    let tape = Tape()
    /// What has been seen: one moment for each update.
    private(set) var moments: [Moment] = []

    init(epoch: Int) {
        self.epoch = epoch
        tape.isRecording = false
    }

    /// From here on it is the epoch's turn, or another's.
    func begin(_ epoch: Int) {
        tape.isRecording = epoch == self.epoch
    }

    /// Keeps what a lesson shows after the gradient is known.
    func look(_ moment: Moment) {
        moments.append(moment)
        moments[moments.count - 1].keep(tape.entries)
        tape.clear()
    }

    /// Keeps how the epoch ends: the parameters before it and after it.
    func finish(
        before: [Float], parameters: [(String, any Scalars)], batches: [EpochRecord.Batch]
    ) {
        tape.isRecording = false
        tape.clear()
        let after = parameters.flatMap { $1.scalars }
        let tensors = parameters.compactMap { $1 as? Tensor }
        for index in moments.indices {
            let leaves = parameters.map { name, value in
                (value as? Tensor).flatMap { moments[index].name($0, name) }
            }
            // With several updates in an epoch each begins where the last one has ended.
            let values = leaves.compactMap { $0 }
            let isComplete = values.count == leaves.count
            moments[index].before =
                index > 0 && isComplete ? values.flatMap { $0.scalars } : before
            moments[index].after = after
            if batches.indices.contains(index) { moments[index].rows = batches[index].rows }
            if index > 0 { moments[index - 1].after = moments[index].before }
            moments[index].isReset = tensors.isEmpty ? nil : tensors.allSatisfy { $0.grad == nil }
        }
    }
}

/// What is seen of one update: the numbers of its five steps.
public struct Moment {
    /// In row-major order.
    var prediction: [Float]
    /// Before the update.
    var loss: Float
    /// A number for each parameter.
    var gradients: [Float]
    /// What autograd recorded; empty where it was not used.
    var entries: [Tape.Entry] = []
    /// The names of entries, as far as they have one.
    var names: [Int: String] = [:]
    /// The parameters before the update, and after it.
    var before: [Float] = []
    var after: [Float] = []
    /// The numbers of the samples that it used; nil for all.
    var rows: [Int]?
    /// Whether the parameters' gradients were reset in the end; nil where there is nothing to reset.
    var isReset: Bool?

    /// The prediction and the loss, where they are tensors, which a graph may have as values.
    private var tensors: [(name: String, tensor: Tensor)]

    init(prediction: any Scalars, loss: any Scalars, gradients: [any Scalars]) {
        tensors = [("ŷ", prediction), ("L", loss)].compactMap { name, value in
            (value as? Tensor).map { (name, $0) }
        }
        self.prediction = prediction.scalars
        self.loss = loss.scalars[0]
        self.gradients = gradients.flatMap(\.scalars)
    }

    /// Keeps what autograd recorded, and which of it are prediction and loss.
    fileprivate mutating func keep(_ entries: [Tape.Entry]) {
        self.entries = entries
        for (name, tensor) in tensors { _ = self.name(tensor, name) }
        tensors = []
    }

    /// Gives a name to the entry of a tensor, and finds its value; nil if there is none.
    fileprivate mutating func name(_ tensor: Tensor, _ name: String) -> Tensor? {
        guard let index = entries.firstIndex(where: { $0.isValue(of: tensor) }) else {
            return nil
        }
        names[index] = name
        return entries[index].value
    }
}
