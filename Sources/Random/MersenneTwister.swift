/// The Mersenne Twister (mt19937) as in PyTorch's CPU generator: the published algorithm, seeded with
/// a single number (PyTorch 2.13, measured).
///
/// The arithmetic uses `&+`, `&*`, `&<<` and `&>>`, because 32-bit overflow is part of the algorithm.
/// These operators also stay fast in a debug build.
package struct MersenneTwister: Sendable {
    /// The number of 32-bit words in the state.
    private static let size = 624
    /// The distance from a word to the later word that it is mixed with.
    private static let shift = 397

    package var words: [UInt32]
    /// The index of the next word to return; `size` if the words must be renewed first.
    package var position: Int

    /// - Parameter seed: Only the low 32 bits count, as in PyTorch: 2⁴⁰ + 3 gives the same stream as 3.
    init(seed: UInt64) {
        var words = [UInt32](repeating: 0, count: Self.size)
        var word = UInt32(truncatingIfNeeded: seed)
        words[0] = word
        var index: UInt32 = 1
        while index < UInt32(Self.size) {
            word = 1_812_433_253 &* (word ^ (word &>> 30)) &+ index
            words[Int(index)] = word
            index &+= 1
        }
        self.words = words
        self.position = Self.size
    }

    /// The next 32 random bits.
    mutating func u32() -> UInt32 {
        if position == Self.size {
            renew()
        }
        let word = words[position]
        position &+= 1
        return Self.temper(word)
    }

    /// The next 64 random bits, from two draws; the first is the high half.
    mutating func u64() -> UInt64 {
        let high = u32()
        let low = u32()
        return UInt64(high) &<< 32 | UInt64(low)
    }

    /// A number in [0, 1) on a grid of 2⁻⁵³, from two 32-bit draws.
    mutating func unitDouble() -> Double {
        Double(u64() & 0x1F_FFFF_FFFF_FFFF) * 0x1p-53
    }

    /// Writes `count` numbers in [0, 1) on a grid of 2⁻²⁴, one 32-bit draw each.
    ///
    /// Every long draw runs this loop. It reads the words through a pointer, because array subscripts
    /// would take most of the time in a debug build.
    mutating func fillUnit(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        var done = 0
        while done < count {
            if position == Self.size {
                renew()
            }
            let start = position
            let end = min(Self.size, start + (count - done))
            words.withUnsafeBufferPointer { buffer in
                let words = buffer.baseAddress!
                var index = start
                while index < end {
                    // 24 bits fit into a Float exactly, and so does the product: nothing is rounded.
                    let bits = Self.temper(words[index]) & 0xFF_FFFF
                    numbers[done] = Float(bits) * 0x1p-24
                    done &+= 1
                    index &+= 1
                }
            }
            position = end
        }
    }

    /// Mixes the bits of a word, so that the low bits are as random as the high ones.
    private static func temper(_ word: UInt32) -> UInt32 {
        var bits = word
        bits ^= bits &>> 11
        bits ^= (bits &<< 7) & 0x9D2C_5680
        bits ^= (bits &<< 15) & 0xEFC6_0000
        return bits ^ (bits &>> 18)
    }

    /// Replaces all words in place, in order: the later ones depend on words already renewed.
    private mutating func renew() {
        words.withUnsafeMutableBufferPointer { buffer in
            let words = buffer.baseAddress!
            var index = 0
            while index < Self.size {
                let next = index &+ 1 < Self.size ? index &+ 1 : 0
                let ahead = (index &+ Self.shift) % Self.size
                let joined = (words[index] & 0x8000_0000) | (words[next] & 0x7FFF_FFFF)
                let twist: UInt32 = joined & 1 == 1 ? 0x9908_B0DF : 0
                words[index] = words[ahead] ^ (joined &>> 1) ^ twist
                index &+= 1
            }
        }
        position = 0
    }
}
