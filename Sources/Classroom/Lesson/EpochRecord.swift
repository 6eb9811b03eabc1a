/// The report of an epoch: the loss before its update and the parameters after it.
public struct EpochRecord {
    /// The epoch's number, counted from 1.
    package var epoch: Int
    package var loss: Float
    package var parameters: [(name: String, values: [Float])]
    /// The steps of the epoch, if it has several.
    package var batches: [Batch] = []

    /// A step on some of the samples.
    package struct Batch {
        /// The row numbers of the samples, as far as they are known.
        package var rows: [Int]
        package var loss: Float
    }

    /// True if every number in it is finite.
    package var isFinite: Bool {
        loss.isFinite && parameters.allSatisfy { $0.values.allSatisfy { $0.isFinite } }
    }

    /// The numbers of all parameters.
    package var values: [Float] { parameters.flatMap { $0.values } }

    /// A name for each of these numbers: "w", or "w[0]" and "w[1]".
    package var numberNames: [String] {
        parameters.flatMap { Parameter.elementNames($0.name, [], $0.values.count) }
    }

    /// The parameters in a short line: "w = 0.300, b = 0.100"; nil if there are more than four numbers.
    package func few(_ format: (Float) -> String) -> String? {
        guard !parameters.isEmpty, values.count <= 4 else { return nil }
        return parameters.map { name, values in
            let numbers = values.map(format)
            return values.count == 1
                ? "\(name) = \(numbers[0])" : "\(name) = [\(numbers.joined(separator: " "))]"
        }.joined(separator: ", ")
    }

    /// The line of an epoch: "Epoch 1/30: w = 0.300, loss = 30.00000000".
    ///
    /// - Parameter format: formats a parameter's number.
    package func line(of total: Int?, loss: String, _ format: (Float) -> String) -> String {
        let number = total.map { "\(epoch)/\($0)" } ?? "\(epoch)"
        let parameters = few(format).map { "\($0), " } ?? ""
        return "Epoch \(number): \(parameters)loss = \(loss)"
    }
}
