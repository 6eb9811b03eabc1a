import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What is kept of a run's losses and parameters.
@Suite struct HistoryTests {
    /// The history of a run whose loss in each epoch is a quarter of the epoch's number.
    private func history(_ epochs: Int) -> History {
        var history = History()
        for epoch in 0..<epochs { history.add(epoch + 1, Float(epoch + 1) / 4) }
        return history
    }

    @Test func aShortRunIsKeptWhole() {
        #expect(History().losses.isEmpty)
        for epochs in [1, 2, 3, 100, 4095, 4096] {
            let points = history(epochs).losses
            let isWhole =
                points.map(\.x) == (1...epochs).map(Double.init)
                && points.allSatisfy { $0.y == $0.x / 4 }
            #expect(isWhole, "\(epochs) epochs, \(points.count) points")
        }
    }

    @Test(arguments: [4097, 4098, 5000, 8189, 8190, 8191, 8192, 8193, 16_383, 100_000, 1_000_003])
    func ofALongRunAtMost4096PointsAreKept(_ epochs: Int) {
        let points = history(epochs).losses
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
        var history = History()
        for epoch in 7...20_000 {
            history.add(epoch, 1)
            // Looking at all of them each time would take long.
            guard epoch % 97 == 0 || (4090...4110).contains(epoch) || (8180...8205).contains(epoch)
            else { continue }
            let points = history.losses
            #expect(points.first?.x == 7)
            #expect(points.last?.x == Double(epoch))
            #expect(points.count <= 4096)
        }
    }

    @Test func parametersAreKeptAsFarAsTheyAreShown() {
        var history = History()
        for epoch in 1...5000 {
            history.add(epoch, 1, (0..<9).map { Float(epoch + $0) })
        }
        #expect(history.values(5).last?.y == 5005)
        #expect(history.values(6).isEmpty)
        #expect(history.values(0).count == history.losses.count)
    }
}
