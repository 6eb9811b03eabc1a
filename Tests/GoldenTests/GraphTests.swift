import Foundation
import TestSupport
import Testing

/// The tree of `--graph` and the picture of `--plot graph=…`, for every lesson that autograd works for.
@Suite(.recordedLessons) struct GraphTests {
    static let runs = [
        "part2", "part3", "part4", "part4 --bias", "part4 --model custom",
        "part2 crops", "part3 crops", "part4 crops", "part4 crops --batch-size 2",
        "part2 sine", "part3 sine", "part4 sine", "part4 sine --optimizer rmsprop",
        "part2 legendre",
    ]

    /// Every box stands inside of the picture and on no other, and every arrow joins two of them.
    @Test(arguments: runs)
    func theDrawingHasABoxForEachValue(_ run: String) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "graph \(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: file) }
        let words = run.split(separator: " ").map(String.init)
        let options = ["--epochs", "1", "--plot", "graph=\(file.path)"]
        let result = try Program.run(words[0], words.dropFirst() + options)
        #expect(result.status == 0, "\(result.error)")
        let svg = try Element.read(try String(contentsOf: file, encoding: .utf8))
        let boxes = svg.all("rect").filter { $0.attributes["x"] != nil }.map { box in
            (
                x: box.number("x"), y: box.number("y"), width: box.number("width"),
                height: box.number("height")
            )
        }
        #expect(boxes.count >= 6)
        for (index, a) in boxes.enumerated() {
            #expect(a.x > 0 && a.x + a.width < svg.number("width"))
            #expect(a.y > 0 && a.y + a.height < svg.number("height"))
            for b in boxes[..<index] {
                #expect(
                    a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y
                        || b.y + b.height < a.y)
            }
        }
        let arrows = svg.all("path", "axis")
        #expect(arrows.count >= boxes.count - 1)
        for arrow in arrows {
            let numbers = (arrow.attributes["d"] ?? "").split { !"0123456789.-".contains($0) }
                .compactMap { Double($0) }
            try #require(numbers.count >= 8)
            let (x, y) = (numbers[numbers.count - 2], numbers[numbers.count - 1])
            #expect(
                boxes.contains {
                    abs($0.x + $0.width / 2 - numbers[0]) < 0.1
                        && abs($0.y + $0.height - numbers[1]) < 0.1
                })
            #expect(
                boxes.contains { abs($0.x + $0.width / 2 - x) < 0.1 && abs($0.y - y) < 0.1 })
        }
        let names = svg.all("text").map(\.ownText)
        #expect(names.contains { $0.hasPrefix("L = mean(") || $0.hasPrefix("L = sum(") })
    }

    @Test(arguments: runs)
    func theTreeFitsTheScreenAndTheTrainingFollows(_ run: String) throws {
        let plain = try Program.run("\(run) --epochs 3").lines
        let lines = try Program.run("\(run) --epochs 3 --graph").lines
        let start = try #require(
            lines.firstIndex(of: "What autograd records in the first epoch, from the loss down:"))
        let end = try #require(lines[start...].firstIndex(of: ""))
        #expect(end - start >= 8)
        #expect(lines[start..<end].allSatisfy { $0.count <= 80 })
        #expect(lines[start + 2].hasPrefix("L = "))
        // Without the tree it is the same transcript.
        #expect(lines[start - 1] == "" && lines[end] == "")
        let others = lines[..<start] + lines[end...]
        #expect(others.filter { !$0.isEmpty } == plain.filter { !$0.isEmpty })
    }
}
