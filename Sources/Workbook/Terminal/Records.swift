import Classroom
import Looking
import System
import Words

/// A transcript for programs: one record an epoch, or every Nth, and nothing else.
///
/// Numbers are the shortest decimals that read back to the same Float32; beside them stand their
/// bits, which also tell an infinity from a NaN.
final class RecordTranscript: Transcript {
    enum Form {
        case csv, jsonLines
    }

    private let output: Output
    private let form: Form
    private let every: Int

    init(_ output: Output, _ form: Form, every: Int) {
        self.output = output
        self.form = form
        self.every = every
    }

    func shows(_ epoch: Int, isLast: Bool) -> Bool {
        every > 0 && epoch % every == 0
    }

    /// A table has its header also where no row follows.
    func begin(_ record: EpochRecord) {
        if form == .csv { output.print(Self.csvHeader(record)) }
    }

    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        output.print(form == .csv ? Self.csvRow(record) : Self.json(record))
    }

    func note(_ lines: @autoclosure () -> [String]) {}

    // MARK: - JSON lines

    private static func json(_ record: EpochRecord) -> String {
        let values = record.parameters.map { name, values in
            "\"\(name)\":[\(values.map(jsonNumber).joined(separator: ","))]"
        }
        let bits = record.parameters.map { name, values in
            "\"\(name)\":[\(values.map { "\"\(Numbers.bits($0))\"" }.joined(separator: ","))]"
        }
        return "{\"epoch\":\(record.epoch),\"loss\":\(jsonNumber(record.loss)),"
            + "\"loss_bits\":\"\(Numbers.bits(record.loss))\","
            + "\"parameters\":{\(values.joined(separator: ","))},"
            + "\"parameter_bits\":{\(bits.joined(separator: ","))}\(json(record.batches))}"
    }

    /// The steps of an epoch that has several: which samples, and the loss before each update.
    private static func json(_ batches: [EpochRecord.Batch]) -> String {
        if batches.isEmpty { return "" }
        let objects = batches.map { batch in
            "{\"rows\":[\(batch.rows.map(String.init).joined(separator: ","))],\"loss\":\(jsonNumber(batch.loss)),"
                + "\"loss_bits\":\"\(Numbers.bits(batch.loss))\"}"
        }
        return ",\"batches\":[\(objects.joined(separator: ","))]"
    }

    /// JSON has no infinity and no NaN.
    static func jsonNumber(_ value: Float) -> String {
        value.isFinite ? Numbers.shortest(value) : "null"
    }

    // MARK: - CSV

    private static func csvHeader(_ record: EpochRecord) -> String {
        let columns = record.parameters.flatMap { name, values in
            // A parameter with several values has a column for each: w[0], w[1], …
            let names = values.count == 1 ? [name] : values.indices.map { "\(name)[\($0)]" }
            return names.flatMap { [$0, "\($0)_bits"] }
        }
        return (["epoch", "loss", "loss_bits"] + columns).joined(separator: ",")
    }

    private static func csvRow(_ record: EpochRecord) -> String {
        let numbers = [record.loss] + record.parameters.flatMap(\.values)
        let cells = numbers.flatMap { [Numbers.shortest($0), Numbers.bits($0)] }
        return (["\(record.epoch)"] + cells).joined(separator: ",")
    }
}

/// The rows of a sweep, for programs.
enum Records {
    static let sweepHeader = "learning_rate,loss,loss_bits,goal_epoch,verdict"

    static func csv(_ row: Sweep.Row) -> String {
        let loss = Numbers.shortest(row.loss)
        let epoch = row.goalEpoch.map(String.init) ?? ""
        return
            "\(row.learningRate),\(loss),\(Numbers.bits(row.loss)),\(epoch),\"\(row.verdict.rawValue)\""
    }

    static func json(_ row: Sweep.Row) -> String {
        "{\"learning_rate\":\(row.learningRate),\"loss\":\(RecordTranscript.jsonNumber(row.loss)),"
            + "\"loss_bits\":\"\(Numbers.bits(row.loss))\","
            + "\"goal_epoch\":\(row.goalEpoch.map(String.init) ?? "null"),"
            + "\"verdict\":\"\(row.verdict.rawValue)\"}"
    }
}
