import Descent
import Foundation
import Looking

/// The position in a stream of random numbers, in the bytes of `torch.get_rng_state()`, so that PyTorch can continue
/// it.
///
/// The bytes are those of a C structure (PyTorch 2.13, measured): the seed, 8 bytes; the number of words left, 4;
/// whether it is seeded, 4; the next word's index, 8; 624 words of 8 bytes each; three Float64, the second of which
/// is a normal number that has been drawn but not used yet; whether there is one, 4; and 12 more.
enum GeneratorState {
    static let size = 5056
    private static let words = 624

    /// - Parameter seed: the seed of the stream, which is only stored.
    static func bytes(_ generator: Generator, seed: UInt64) -> [UInt8] {
        let (twister, normal) = generator.state
        var bytes = LittleEndian.bytes(seed)
        // PyTorch counts down to 1, at which point the words must be renewed.
        bytes += LittleEndian.bytes(Int32(words + 1 - twister.position))
        bytes += LittleEndian.bytes(Int32(1))
        bytes += LittleEndian.bytes(UInt64(twister.position))
        for word in twister.words { bytes += LittleEndian.bytes(UInt64(word)) }
        for number in [0, normal ?? 0, 0] { bytes += LittleEndian.bytes(number.bitPattern) }
        bytes += LittleEndian.bytes(Int32(normal == nil ? 0 : 1))
        return bytes + [UInt8](repeating: 0, count: size - bytes.count)
    }

    /// Sets a generator to a saved position.
    static func restore(_ bytes: [UInt8], to generator: Generator) {
        guard let (position, words, normal) = read(bytes) else { return }
        var (twister, _) = generator.state
        (twister.words, twister.position) = (words, position)
        generator.state = (twister, normal)
    }

    /// True if a generator can be set to this position.
    static func isValid(_ bytes: [UInt8]) -> Bool { read(bytes) != nil }

    private static func read(
        _ bytes: [UInt8]
    ) -> (position: Int, words: [UInt32], normal: Double?)? {
        guard bytes.count == size else { return nil }
        func number<I: FixedWidthInteger>(_ start: Int, _ type: I.Type) -> I {
            LittleEndian.number(type, bytes[start..<start + I.bitWidth / 8])
        }
        let (left, next) = (number(8, Int32.self), Int(clamping: number(16, UInt64.self)))
        // PyTorch's index is 0 before the first draw.
        let position = left == 1 ? words : next
        let all = (0..<words).compactMap { UInt32(exactly: number(24 + 8 * $0, UInt64.self)) }
        let end = 24 + 8 * words
        let hasNormal = number(end + 24, Int32.self) != 0
        let normal = hasNormal ? Double(bitPattern: number(end + 8, UInt64.self)) : nil
        guard (1...Int32(words)).contains(left), number(12, Int32.self) == 1, next <= words,
            position == words + 1 - Int(left), all.count == words, normal?.isFinite ?? true
        else { return nil }
        return (position, all, normal)
    }
}
