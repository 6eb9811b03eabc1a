import Foundation

/// A learner's answers to the tasks of a part.
struct Submission: Codable, Equatable {
    /// The learner's name.
    package var name: String
    /// The path in the folder that is marked.
    package var path: String
    /// Empty if there is nothing to mark.
    package var part = ""
    /// The texts of the tasks' files, by file name.
    package var files: [String: String] = [:]

    /// The task's name in `03-name.swift`; nil for other files.
    package static func task(_ file: String) -> String? {
        file.wholeMatch(of: /\d\d-([a-z0-9-]+)\.swift/).map { String($0.1) }
    }
}

/// Finds the submissions in a folder: hand-ins, which are text files, and folders with hand-ins or with the files of
/// tasks.
struct SubmissionReader {
    /// The names of all tasks' files, by part.
    let tasks: [String: [String]]

    /// The maximum size of a file; no task is that long.
    private static let maxBytes = 1 << 20

    /// The submissions, sorted by file name.
    ///
    /// Each item in the folder is at least one submission. If there is nothing to mark in it, that one has no files.
    package func read(_ folder: URL, except output: URL) throws -> [Submission] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".csv") }
            .flatMap { path in
                let url = folder.appendingPathComponent(path)
                return url.standardizedFileURL.path == output.standardizedFileURL.path
                    ? [] : read(url, path)
            }
    }

    private func read(_ url: URL, _ path: String) -> [Submission] {
        let isFolder = Self.attributes(url)?[.type] as? FileAttributeType == .typeDirectory
        let plain = isFolder ? path : (path as NSString).deletingPathExtension
        // Learning platforms append numbers to a name: 'Ada Lovelace_12_assignsubmission_file_' and
        // 'lovelaceada_LATE_12_34_answers.txt'.
        let platform = /(?s)(.+?)_(?:LATE_)?\d+_(?:assignsubmission|\d+_).*/
        let named = path.wholeMatch(of: platform).map { String($0.1) }
        var found: [Submission] = []
        var files: [String: [String: String]] = [:]
        for file in plainFiles(url) {
            let name = file.lastPathComponent
            if name.lowercased().hasSuffix(".txt"), let handIn = HandIn(data(file)),
                let names = tasks[handIn.part]
            {
                // The name of a folder takes precedence over the name in a hand-in; a file only has the latter.
                let said = isFolder || handIn.name.allSatisfy(\.isWhitespace) ? nil : handIn.name
                found.append(
                    Submission(
                        name: named ?? said ?? plain, path: isFolder ? "\(path)/\(name)" : path,
                        part: handIn.part,
                        // Other names are ignored: they could be paths to anywhere.
                        files: handIn.texts.filter { names.contains($0.key) }))
            }
            for (part, names) in tasks where names.contains(name) {
                // If several files have the same name, the one in the usual folder counts.
                let isUsual = file.path.contains("/\(part)/Exercises/")
                if files[part]?[name] == nil || isUsual {
                    files[part, default: [:]][name] = String(decoding: data(file), as: UTF8.self)
                }
            }
        }
        for (part, files) in files.sorted(by: { $0.key < $1.key }) {
            found.append(Submission(name: named ?? plain, path: path, part: part, files: files))
        }
        return found.isEmpty ? [Submission(name: named ?? plain, path: path)] : found
    }

    /// The attributes of a file. Links aren't followed, because they could lead anywhere.
    private static func attributes(_ url: URL) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: url.path)
    }

    /// The file itself, or all files in a folder.
    private func plainFiles(_ url: URL, depth: Int = 6) -> [URL] {
        switch Self.attributes(url)?[.type] as? FileAttributeType {
        case .typeRegular: return [url]
        case .typeDirectory where depth > 0:
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            return names.sorted().prefix(2000).filter { !$0.hasPrefix(".") }.flatMap {
                plainFiles(url.appendingPathComponent($0), depth: depth - 1)
            }
        default: return []
        }
    }

    /// The contents of a file; empty if it can't be read or is too long for a task.
    private func data(_ url: URL) -> Data {
        let size = Self.attributes(url)?[.size] as? Int ?? .max
        return size <= Self.maxBytes ? (try? Data(contentsOf: url)) ?? Data() : Data()
    }
}
