/// Some epochs of a run for a table: the first, those at round numbers, and the last.
final class EpochTable {
    struct Row {
        var epoch: Int
        var loss: Float
        /// The first numbers of the parameters.
        var values: [Float]
    }

    /// More columns would not fit a page.
    static let columns = 6
    /// About so many rows.
    private static let length = 40

    private var kept: [Row] = []
    private var last: Row?
    private var step = RoundStep(exponent: 0)

    /// - Parameter epochs: how many there will be, as far as that is known.
    init(epochs: Int) {
        while Double(epochs) / step.size > Double(Self.length) { step.grow() }
    }

    func add(_ epoch: Int, _ loss: Float, _ values: [Float]) {
        let row = Row(epoch: epoch, loss: loss, values: Array(values.prefix(Self.columns)))
        guard kept.isEmpty || epoch % Int(step.size) == 0 else {
            last = row
            return
        }
        kept.append(row)
        last = nil
        guard kept.count > 2 * Self.length else { return }
        // The lesson goes on beyond what it said.
        step.grow()
        kept = kept.enumerated().filter { $0 == 0 || $1.epoch % Int(step.size) == 0 }.map(\.element)
    }

    var rows: [Row] { last.map { kept + [$0] } ?? kept }
}
