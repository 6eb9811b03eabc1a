import Classroom
import Looking
import Words

/// Records for programs. Numbers are the shortest decimals that read back as the same Float32. Next to them are their
/// bits, which also tell an infinity from a NaN.
extension EpochRecord {
    var csvHeader: String {
        let columns = numberNames.flatMap { [$0, "\($0)_bits"] }
        return (["epoch", "loss", "loss_bits"] + columns).joined(separator: ",")
    }

    var csv: String {
        let cells = ([loss] + values).flatMap { [Numbers.shortest($0), Numbers.bits($0)] }
        return (["\(epoch)"] + cells).joined(separator: ",")
    }

    var json: String {
        func all(_ cell: (Float) -> String) -> String {
            let lists = parameters.map { name, values in
                "\"\(name)\":[\(values.map(cell).joined(separator: ","))]"
            }
            return "{\(lists.joined(separator: ","))}"
        }
        // The steps of an epoch that has several: their samples, and the loss before each update.
        let steps = batches.map { batch in
            let rows = batch.rows.map(String.init).joined(separator: ",")
            return "{\"rows\":[\(rows)],\(jsonLoss(batch.loss))}"
        }
        return "{\"epoch\":\(epoch),\(jsonLoss(loss)),\"parameters\":\(all(jsonNumber)),"
            + "\"parameter_bits\":\(all { "\"\(Numbers.bits($0))\"" })"
            + (steps.isEmpty ? "}" : ",\"batches\":[\(steps.joined(separator: ","))]}")
    }
}

extension Sweep.Row {
    static let csvHeader = "learning_rate,loss,loss_bits,goal_epoch,verdict"

    private var goal: String? { goalEpoch.map(String.init) }

    var csv: String {
        "\(learningRate),\(Numbers.shortest(loss)),\(Numbers.bits(loss)),\(goal ?? ""),"
            + "\"\(verdict.rawValue)\""
    }

    var json: String {
        "{\"learning_rate\":\(learningRate),\(jsonLoss(loss)),"
            + "\"goal_epoch\":\(goal ?? "null"),\"verdict\":\"\(verdict.rawValue)\"}"
    }
}

/// JSON has no infinity and no NaN.
private func jsonNumber(_ value: Float) -> String {
    value.isFinite ? Numbers.shortest(value) : "null"
}

private func jsonLoss(_ loss: Float) -> String {
    "\"loss\":\(jsonNumber(loss)),\"loss_bits\":\"\(Numbers.bits(loss))\""
}
