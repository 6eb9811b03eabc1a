import Foundation
import TestSupport
import Testing

/// The drawings of `--graph`, for every lesson that autograd works for.
@Suite(.recordedLessons) struct GraphTests {
    static let runs = [
        "part2", "part3", "part4", "part4 --bias", "part4 --model custom",
        "part2 crops", "part3 crops", "part4 crops", "part4 crops --batch-size 2",
        "part2 sine", "part3 sine", "part4 sine", "part4 sine --optimizer rmsprop",
        "part2 legendre",
    ]

    @Test(arguments: runs)
    func dotIsWellFormedAndDrawn(_ run: String) throws {
        let lines = try Program.run("\(run) --graph dot").lines
        #expect(lines.first == "digraph tape {" && lines.last == "}")
        let node = /\ \ v(\d+) \[label="(.+?)"(?:, [a-z=, ]+)?\];/
        let edge = /\ \ v(\d+) -> v(\d+);/
        let nodes = try lines.compactMap { try node.wholeMatch(in: $0) }
        let edges = try lines.compactMap { try edge.wholeMatch(in: $0) }
        #expect(nodes.count + edges.count == lines.count - 5)
        try check(
            nodes: nodes.map { ($0.1, $0.2) }, edges: edges.map { ($0.1, $0.2) },
            separator: "\\n")
        try expectDrawn(lines.joined(separator: "\n"), nodes: nodes.count, edges: edges.count)
    }

    @Test(arguments: runs)
    func mermaidIsWellFormed(_ run: String) throws {
        let lines = try Program.run("\(run) --graph mermaid").lines
        #expect(lines.prefix(4).map { $0.prefix(6) } == ["---", "title:", "---", "flowch"])
        let node = /\ \ v(\d+)(?:\["|\(\[")(.+?)(?:"\]|"\]\))/
        let edge = /\ \ v(\d+) --> v(\d+)/
        let nodes = try lines.compactMap { try node.wholeMatch(in: $0) }
        let edges = try lines.compactMap { try edge.wholeMatch(in: $0) }
        #expect(nodes.count + edges.count == lines.count - 6)
        #expect(nodes.allSatisfy { !$0.2.contains("\"") && !$0.2.contains("@") })
        try check(
            nodes: nodes.map { ($0.1, $0.2) }, edges: edges.map { ($0.1, $0.2) },
            separator: "<br/>")
    }

    /// Every edge joins two nodes, all nodes are needed for the loss, and the loss is the mean or sum.
    private func check(
        nodes: [(Substring, Substring)], edges: [(Substring, Substring)], separator: String
    ) throws {
        #expect(nodes.count >= 6 && edges.count >= nodes.count - 1)
        #expect(Set(nodes.map(\.0)).count == nodes.count)
        for (from, to) in edges {
            #expect(nodes.contains { $0.0 == from } && nodes.contains { $0.0 == to })
        }
        let loss = try #require(nodes.last)
        #expect(loss.1.hasPrefix("L = mean(") || loss.1.hasPrefix("L = sum("))
        #expect(!edges.contains { $0.0 == loss.0 })
        for (name, _) in nodes.dropLast() { #expect(edges.contains { $0.0 == name }) }
        for (_, label) in nodes {
            let parts = String(label).components(separatedBy: separator)
            #expect(
                parts.count >= 3 && parts[1].hasPrefix("shape [") && parts[2].hasPrefix("value "))
        }
    }

    /// Lets Graphviz draw a graph, where it is installed.
    private func expectDrawn(_ text: String, nodes: Int, edges: Int) throws {
        let paths = ["/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"]
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-Tsvg"]
        let (input, output, error) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = error
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let svg = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let messages = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(messages.isEmpty, "\(String(decoding: messages, as: UTF8.self))")
        #expect(svg.components(separatedBy: "class=\"node\"").count == nodes + 1)
        #expect(svg.components(separatedBy: "class=\"edge\"").count == edges + 1)
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
