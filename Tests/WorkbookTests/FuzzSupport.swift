/// Random numbers that are the same on every system: SplitMix64.
struct Random {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }

    mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }
}

extension String {
    /// Whether it has these bytes; `contains` would look for whole characters, with their accents.
    func utf8Contains(_ text: String) -> Bool {
        Array(utf8).firstRange(of: Array(text.utf8)) != nil
    }
}
