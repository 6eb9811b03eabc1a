import Foundation

// Loops over plain numbers, which the operations on large arrays are compared with.

/// An array of what a function says for each index.
func each(_ count: Int, _ element: (Int) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { memory, initialized in
        var i = 0
        while i < count {
            memory[i] = element(i)
            i &+= 1
        }
        initialized = count
    }
}

/// Whether two arrays have the same bits.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && memcmp(a, b, a.count * MemoryLayout<Float>.stride) == 0
}

/// The sum in the library's order: blocks of 32,768 numbers, in each of them four running sums of
/// vectors of eight, with cascades of 16.
func plainSum(_ values: [Float]) -> Float {
    values.withUnsafeBufferPointer { plainSum($0[...]) }
}

private func plainSum(_ values: Slice<UnsafeBufferPointer<Float>>) -> Float {
    if values.count > 32_768 {
        let starts = stride(from: values.startIndex, to: values.endIndex, by: 32_768)
        return plainSum(starts.map { plainSum(values[$0..<min($0 + 32_768, values.endIndex)]) })
    }
    let (count, lanes) = (values.count, values.count < 8 ? 1 : 8)
    let pointer = UnsafeBufferPointer(rebasing: values)
    let rows = count / lanes / 4
    let ends = rows * 4 * lanes
    var total: Float = 0
    for i in count / lanes * lanes..<count { total += pointer[i] }
    for lane in 0..<lanes {
        var partial: [Float] = []
        for k in 0..<4 {
            // A level takes 16 numbers, then it is moved to the next.
            var (one, two, three, four): (Float, Float, Float, Float) = (0, 0, 0, 0)
            var row = 0
            while row < rows {
                one += pointer[(4 * row + k) * lanes + lane]
                row += 1
                if row % 16 == 0 {
                    two += one
                    one = 0
                }
                if row % 256 == 0 {
                    three += two
                    two = 0
                }
                if row % 4096 == 0 {
                    four += three
                    three = 0
                }
            }
            partial.append(((one + two) + three) + four)
        }
        for i in stride(from: ends + lane, to: count / lanes * lanes, by: lanes) {
            partial[0] += pointer[i]
        }
        total += ((partial[0] + partial[1]) + partial[2]) + partial[3]
    }
    return total
}
