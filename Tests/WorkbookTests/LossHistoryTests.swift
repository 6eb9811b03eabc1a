import Testing

@testable import Workbook

/// What is kept of a run's losses.
@Suite struct LossHistoryTests {
    /// The history of a run whose loss in each epoch is a quarter of the epoch's number.
    private func history(_ epochs: Int) -> LossHistory {
        var history = LossHistory()
        for epoch in 0..<epochs { history.add(epoch + 1, Float(epoch + 1) / 4) }
        return history
    }

    @Test func aShortRunIsKeptWhole() {
        #expect(LossHistory().points.isEmpty)
        for epochs in [1, 2, 3, 100, 4095, 4096] {
            let points = history(epochs).points
            let isWhole =
                points.map(\.x) == (1...epochs).map(Double.init)
                && points.allSatisfy { $0.y == $0.x / 4 }
            #expect(isWhole, "\(epochs) epochs, \(points.count) points")
        }
    }

    @Test(arguments: [4097, 4098, 5000, 8189, 8190, 8191, 8192, 8193, 16_383, 100_000, 1_000_003])
    func ofALongRunAtMost4096PointsAreKept(_ epochs: Int) {
        let points = history(epochs).points
        #expect(points.count <= 4096)
        #expect(points.count > 2000)
        #expect(points.first?.x == 1)
        #expect(points.last?.x == Double(epochs))
        let areLosses = points.allSatisfy { $0.y == $0.x / 4 }
        #expect(areLosses)
        // All distances are the same, but for the last.
        let distances = zip(points.dropFirst(), points).map { $0.x - $1.x }
        #expect(Set(distances.dropLast()).count == 1)
        #expect(distances.last! > 0 && distances.last! <= distances[0])
    }

    @Test func theFirstAndTheLastEpochAreAlwaysThere() {
        var history = LossHistory()
        for epoch in 7...20_000 {
            history.add(epoch, 1)
            // Looking at all of them each time would take long.
            guard epoch % 97 == 0 || (4090...4110).contains(epoch) || (8180...8205).contains(epoch)
            else { continue }
            let points = history.points
            #expect(points.first?.x == 7)
            #expect(points.last?.x == Double(epoch))
            #expect(points.count <= 4096)
        }
    }

    private func spansDecades(_ losses: Float...) -> Bool {
        var history = LossHistory()
        for (index, loss) in losses.enumerated() { history.add(index, loss) }
        return history.spansDecades
    }

    @Test func decadesAreThoseOfPositiveLosses() {
        #expect(!spansDecades())
        #expect(!spansDecades(3))
        #expect(!spansDecades(0, 0))
        #expect(!spansDecades(100, 1.01))
        #expect(spansDecades(100, 1))
        #expect(spansDecades(1, 100))
        #expect(spansDecades(5, 1e-30, 7))
        #expect(!spansDecades(30, 0, 1))
        #expect(!spansDecades(30, -0.001, 1))
        #expect(!spansDecades(30, .infinity, .nan, 1))
        #expect(spansDecades(.nan, 30, .infinity, 0.1))
        #expect(spansDecades(.greatestFiniteMagnitude, .leastNonzeroMagnitude))
    }

    @Test func decadesAreThoseOfAllLosses() {
        var history = LossHistory()
        for epoch in 1...10_000 { history.add(epoch, epoch == 4444 ? 0.01 : 1) }
        #expect(history.spansDecades)
        let isKept = history.points.contains { $0.y < 1 }
        #expect(!isKept)
    }
}
