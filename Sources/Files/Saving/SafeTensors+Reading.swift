import Foundation
import System
import Words

extension SafeTensors {
    /// The largest header accepted. No run of the workbook has a longer one.
    private static let maxHeader = 1 << 24

    /// A field of the header: the location of a tensor's numbers, or words.
    private struct Field: Decodable {
        struct Entry: Decodable {
            var dtype: String
            // Unsigned, because none of these numbers is negative.
            package var shape: [UInt32]
            var data_offsets: [UInt32]
        }

        var tensor: Entry?
        var words: [String: String]?

        init(from decoder: any Decoder) throws {
            tensor = try? Entry(from: decoder)
            if tensor == nil { words = try [String: String]?(from: decoder) }
        }
    }

    /// Reads the bytes of a file. Everything is checked first, because the file may come from anywhere.
    package init(_ bytes: [UInt8]) throws(FileFault) {
        let length = bytes.count < 9 ? 0 : LittleEndian.number(UInt64.self, bytes.prefix(8))
        guard (1...UInt64(Self.maxHeader)).contains(length), length <= bytes.count - 8,
            bytes[8] == UInt8(ascii: "{")
        else {
            throw FileFault(
                "it is not a safetensors file, or it is damaged: its first eight bytes do not give the "
                    + "length of its header")
        }
        let data = bytes[(8 + Int(length))...]
        let header = Data(bytes[8..<data.startIndex])
        guard var fields = try? JSONDecoder().decode([String: Field].self, from: header) else {
            throw FileFault("its header is not the JSON of a safetensors file")
        }
        metadata = fields.removeValue(forKey: "__metadata__")?.words ?? [:]
        entries = []
        // The tensors must fill the rest of the file, without gaps or overlaps.
        var end = 0
        let tensors = fields.compactMap { name, field in field.tensor.map { (name, $0) } }
        for (name, tensor) in tensors.sorted(by: {
            $0.1.data_offsets.lexicographicallyPrecedes($1.1.data_offsets)
        }) {
            guard tensor.dtype == "F32" else {
                throw FileFault(
                    "\(quoted(name)) has numbers of the type \(quoted(tensor.dtype)), but the workbook's "
                        + "are F32: tensor.float() in PyTorch, array.astype('float32') in NumPy")
            }
            let next = Double(end) + tensor.shape.reduce(4) { $0 * Double($1) }
            guard tensor.data_offsets.map(Double.init) == [Double(end), next],
                next <= Double(data.count)
            else {
                throw FileFault(
                    "the bytes of \(quoted(name)) are not where they should be; the file is damaged or "
                        + "incomplete")
            }
            let own = data[(data.startIndex + end)..<(data.startIndex + Int(next))]
            entries.append(
                Entry(
                    name: name, shape: tensor.shape.map(Int.init), values: LittleEndian.floats(own))
            )
            end = Int(next)
        }
        guard end == data.count else {
            throw FileFault(
                "\(Text.count(data.count - end, "byte")) at its end belong to no tensor")
        }
    }
}
