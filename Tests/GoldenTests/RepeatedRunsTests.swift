import TestSupport
import Testing

/// The same run prints the same bytes, however often and with however many threads.
///
/// `scripts/repeat-runs` is the long version.
@Suite(.recordedLessons) struct RepeatedRunsTests {
    /// More than three blocks, so that threads share the work.
    static let runs = [
        "part1 line --samples 100000 --lr 1e-10 --epochs 2",
        "part2 line --samples 100000 --lr 1e-10 --epochs 2",
        "part4 line --samples 100000 --lr 1e-10 --epochs 2 --bias --seed 1",
        "part2 sine --samples 100000 --lr 1e-9 --epochs 2",
        "part2 legendre --samples 100000 --lr 1e-9 --epochs 2",
        "part4 sine --samples 100000 --lr 1e-9 --epochs 2",
    ]

    @Test(arguments: runs) func printsTheSameBytes(_ run: String) throws {
        let first = try Program.run("\(run) --format jsonl --threads 2")
        #expect(first.status == 0 && first.error.isEmpty, "\(first.error)")
        #expect(first.lines.count >= 2)
        #expect(Set(first.lines).count == first.lines.count)
        var compared = 0
        for threads in [1, 2] {
            for _ in 0..<2 {
                let again = try Program.run("\(run) --format jsonl --threads \(threads)")
                let isSame = again == first
                #expect(isSame, "\(threads) threads: \(again.error)")
                compared += 1
            }
        }
        #expect(compared == 4)
    }
}
