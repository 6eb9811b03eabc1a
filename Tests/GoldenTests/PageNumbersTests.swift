import Foundation
import TestSupport
import Testing

/// `scripts/check-pages` notices each digit that gets lost, and says where.
@Suite struct PageNumbersTests {
    private static let pages = ["README.md", "docs/part1.md", "docs/crops.md", "docs/teaching.md"]

    @Test func thePagesAreRight() throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try check(folder, Self.pages) == "")
    }

    @Test(arguments: pages)
    func aLostDigitIsNoticed(_ page: String) throws {
        let folder = try copy()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(page)
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        var isFilled = false
        var tried = 0
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("<!-- computed") { break }
            if line.hasPrefix("<!-- ") { isFilled = !line.hasPrefix("<!-- end") }
            guard !isFilled, index % 14 == 0, let digit = line.lastIndex(where: \.isNumber),
                line[digit].isASCII
            else { continue }
            var changed = lines
            changed[index].remove(at: digit)
            try changed.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let said = try check(folder, [page])
            #expect(said.contains("\(page):\(index + 1): "), "\(line)\n\(said)")
            tried += 1
        }
        #expect(tried > 0)
    }

    /// The pages and what they are checked with, in a folder of its own.
    private func copy() throws -> URL {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("pages-\(UUID().uuidString)")
        try files.createDirectory(
            at: folder.appendingPathComponent("scripts"), withIntermediateDirectories: true)
        for name in ["README.md", "docs", "scripts/check-pages", "scripts/transcript"] {
            try files.copyItem(
                at: Reference.package.appendingPathComponent(name),
                to: folder.appendingPathComponent(name))
        }
        try files.createSymbolicLink(
            at: folder.appendingPathComponent("Tests"), withDestinationURL: Reference.tests)
        try files.createDirectory(
            at: folder.appendingPathComponent(".build"), withIntermediateDirectories: true)
        try files.createSymbolicLink(
            at: folder.appendingPathComponent(".build/debug"),
            withDestinationURL: Program.executable("part1").deletingLastPathComponent())
        return folder
    }

    private func check(_ folder: URL, _ pages: [String]) throws -> String {
        try Program.shell(
            "'\(folder.path)/scripts/check-pages' \(pages.joined(separator: " ")) 2>&1"
        ).output
    }
}
