/// Random numbers that are the same on every system: SplitMix64.
public struct Random {
    private var state: UInt64

    public init(state: UInt64) {
        self.state = state
    }

    /// A number from 0 to `bound - 1`.
    public mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    /// One of some values.
    public mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}
