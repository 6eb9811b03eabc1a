import Classroom
import Foundation
import System
import Words

/// The saved state of a run: its parameters, and everything needed to continue as if it had not stopped.
///
/// As in PyTorch's `state_dict`, the tensors of the file are the parameters and nothing else, so
/// `model.load_state_dict(load_file("line.safetensors"))` works. Everything else is metadata, which other programs
/// ignore.
package struct SavedState: Sendable, Equatable {
    package var parameters: [SafeTensors.Entry]
    /// The number of epochs that produced them.
    package var epoch = 0
    var optimizers: [OptimizerState] = []
    /// The position of the random numbers; see ``GeneratorState``. Nil if the training draws none.
    package var generator: [UInt8]?
    /// Information about the run; see ``Word``.
    package var words: [Word: String] = [:]

    /// Further information about a run. To add some, add a case, and set it in `Settings.words` in
    /// Settings+Saving.swift.
    package enum Word: String, CaseIterable {
        case problem, part, seed
        /// The loss with the saved parameters, and their predictions for the first samples. With these, a program
        /// that reads the file can check that it does so correctly.
        case loss, predictions
        case learningRate = "learning_rate"
        /// The problem's options, as on a command line.
        case options
        /// The columns of a table, as a JSON list, and their scaling.
        case inputs, targets, scaling
    }

    package init(parameters: [SafeTensors.Entry]) {
        self.parameters = parameters
    }

    // MARK: - As a file

    /// The version of the metadata.
    private static let version = "1"
    private static let maxEpochs = 1_000_000_000_000_000

    private static func prefix(_ index: Int) -> String {
        index == 0 ? "optimizer" : "optimizer\(index + 1)"
    }

    package var file: SafeTensors {
        var metadata = ["format": "pt", "workbook": Self.version, "epoch": "\(epoch)"]
        for (word, text) in words { metadata[word.rawValue] = text }
        for (index, optimizer) in optimizers.enumerated() {
            metadata.merge(optimizer.metadata(Self.prefix(index))) { first, _ in first }
        }
        metadata["generator"] = generator.map(Base64.text)
        return SafeTensors(entries: parameters, metadata: metadata)
    }

    /// Reads a file, and rejects one that no training can continue from. A file from another program has only
    /// parameters.
    package init(_ file: SafeTensors) throws(FileFault) {
        parameters = file.entries
        guard !parameters.isEmpty else { throw FileFault("it has no tensors") }
        for entry in parameters where !entry.values.allSatisfy(\.isFinite) {
            throw FileFault("\(quoted(entry.name)) has numbers that are not finite")
        }
        guard let version = file.metadata["workbook"] else { return }
        generator = file.metadata["generator"].map { Base64.bytes($0) ?? [] }
        guard version == Self.version, let epoch = file.metadata["epoch"].flatMap({ Int($0) }),
            0...Self.maxEpochs ~= epoch, generator.map(GeneratorState.isValid) ?? true
        else {
            throw FileFault("its information about the run is not in this workbook's format")
        }
        self.epoch = epoch
        for word in Word.allCases { words[word] = file.metadata[word.rawValue] }
        while let next = OptimizerState(file.metadata, Self.prefix(optimizers.count)) {
            optimizers.append(next)
        }
    }

    // MARK: - Comparing with a lesson

    /// Throws if a lesson that starts with these parameters cannot continue from it.
    package func check(_ own: [SafeTensors.Entry]) throws(FileFault) {
        let all = [parameters, own].map { $0.map(\.words).sorted() }
        let words = all.map { $0.isEmpty ? "none" : Table.names($0, "tensor") }
        guard all[0] == all[1] else {
            throw FileFault("the file has \(words[0]), but the lesson has \(words[1])")
        }
        for entry in own {
            let values = parameters.first { $0.name == entry.name }?.values ?? []
            guard values.map(\.bitPattern) != entry.values.map(\.bitPattern) else { continue }
            throw FileFault(
                "at lesson.look(…), the lesson's \(entry.name) differs from the file's: it starts in another "
                    + "way, or it was updated earlier. Start it with lesson.start(\"\(entry.name)\", "
                    + "…), and a model with lesson.start(model)")
        }
    }

    /// A description of the parameters and the other contents.
    var content: String {
        let names = parameters.map { visible($0.name) }
        let states = optimizers.filter { !$0.isEmpty }.map { "the state of \($0.name)" }
        let random = generator == nil ? [] : ["the state of the random generator"]
        let with = list(states + random, "and")
        return (names.count <= 4 ? list(names, "and") : "\(names.count) parameters")
            + (epoch == 0 ? "" : " after \(Text.count(epoch, "epoch"))")
            + (with.isEmpty ? "" : ", with \(with)")
    }
}

/// Bytes as text.
enum Base64 {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes of a text; nil if it isn't base64.
    static func bytes(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { [UInt8]($0) }
    }
}
