/// Sums in the order of the notebook's NumPy, to reproduce its digits.
enum NumPy {
    /// `np.dot`: adds neighbours in pairs, and the pairs alternately to two
    /// sums.
    static func dot(_ a: [Float], _ b: [Float]) -> Float {
        var sums: [Float] = [0, 0]
        for i in stride(from: 0, to: a.count, by: 2) {
            let second = i + 1 < a.count ? a[i + 1] * b[i + 1] : 0
            sums[i / 2 % 2] += a[i] * b[i] + second
        }
        return sums[0] + sums[1]
    }

    /// `np.mean`: eight running sums, added as a tree. Longer arrays are split
    /// in two halves.
    static func mean(_ values: [Float]) -> Float {
        sum(values[...]) / Float(values.count)
    }

    private static func sum(_ values: ArraySlice<Float>) -> Float {
        if values.count < 8 { return values.reduce(0, +) }
        if values.count > 128 {
            let half = values.count / 2 / 8 * 8
            return sum(values.prefix(half)) + sum(values.dropFirst(half))
        }
        let whole = values.count / 8 * 8
        var r = Array(values.prefix(8))
        for i in 8..<max(8, whole) { r[i % 8] += values[values.startIndex + i] }
        let tree = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
        return values.dropFirst(whole).reduce(tree, +)
    }
}
