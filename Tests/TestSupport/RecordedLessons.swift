import Foundation

/// The lessons as they were when their runs were recorded.
///
/// A lesson is meant to be changed. One that differs from the recorded one is no error: what was recorded
/// of it is skipped, in one line, and everything else is tested. `scripts/update-docs` records the
/// lessons, in `scripts/lessons.txt`: what `cksum` prints of each file.
public enum RecordedLessons {
    /// A run of a lesson that is not the recorded one.
    public struct Edited: Error {
        public var path: String
    }

    /// The recorded check sums, by the path in `Sources`.
    public static let recorded: [String: UInt32] = {
        let file = Reference.package.appendingPathComponent("scripts/lessons.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var sums: [String: UInt32] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let sum = UInt32(words[0]) else { continue }
            sums[String(words[2].dropFirst("Sources/".count))] = sum
        }
        return sums
    }()

    /// The lessons that differ from the recorded ones. Each is named once, on standard error.
    ///
    /// In CI none counts as edited: there a changed lesson fails what was recorded of it.
    public static let edited: Set<String> = {
        if ProcessInfo.processInfo.environment["CI"] != nil { return [] }
        let edited = recorded.filter { path, sum in
            let file = Reference.package.appendingPathComponent("Sources/\(path)")
            return (try? Data(contentsOf: file)).map(checkSum) != sum
        }
        for path in edited.keys.sorted() {
            let line =
                "note: Sources/\(path) differs from the recorded lesson, so what was recorded of it is "
                + "skipped; 'git restore Sources/\(path)' gets it back.\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        return Set(edited.keys)
    }()

    /// Throws if a command line runs a lesson that is not the recorded one.
    public static func require(_ name: String, _ arguments: [String]) throws {
        if name == "edited-lesson" { return try LessonEdit.require(arguments.first) }
        if let path = sources(name, arguments).first(where: edited.contains) {
            throw Edited(path: path)
        }
    }

    /// The same for each command of a script.
    public static func require(script: String) throws {
        for command in script.split(whereSeparator: { ";|&()\n".contains($0) }) {
            let words = command.split(separator: " ").map(String.init)
            guard let place = words.firstIndex(where: { $0.hasPrefix("part") }) else { continue }
            try require(words[place], Array(words[(place + 1)...]))
        }
    }

    /// The files that a command line runs, in `Sources`.
    public static func sources(_ name: String, _ arguments: [String]) -> [String] {
        guard name.hasPrefix("part") else { return [] }
        // These run nothing, but name the lessons.
        let list = "\(name)/Part\(name.dropFirst(4)).swift"
        if arguments.contains("--version") { return [] }
        if arguments.contains(where: ["--help", "-h"].contains) { return [list] }
        let others = ["crops", "sine", "legendre", "network"]
        if let word = arguments.first, !word.hasPrefix("-"), !(["line"] + others).contains(word) {
            return [list]
        }
        let lesson = others.first(where: arguments.contains) ?? "line"
        // Not every part has every lesson.
        guard recorded["\(name)/\(lesson.capitalized).swift"] != nil else { return [list] }
        var files = ["\(lesson.capitalized).swift"]
        let text = arguments.joined(separator: " ")
        if text.contains("--bias") { files.append("Bias.swift") }
        if text.contains("custom") { files.append("CustomModel.swift") }
        if text.contains("rmsprop") { files.append("RMSprop.swift") }
        if text.contains("by-hand") { files.append("UpdateByHand.swift") }
        if lesson == "legendre" { files.append("LegendrePolynomial3.swift") }
        if text.contains("--bug") {
            files += recorded.keys.filter { $0.hasPrefix("\(name)/Mistakes/") }
                .map { String($0.dropFirst(name.count + 1)) }.sorted()
        }
        return files.map { "\(name)/\($0)" }
    }

    /// The check sum of POSIX's `cksum`.
    public static func checkSum(_ data: Data) -> UInt32 {
        var sum: UInt32 = 0
        func add(_ byte: UInt8) {
            sum ^= UInt32(byte) << 24
            for _ in 0..<8 {
                sum = sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7
            }
        }
        for byte in data { add(byte) }
        var length = data.count
        while length > 0 {
            add(UInt8(length & 0xFF))
            length >>= 8
        }
        return ~sum
    }
}
