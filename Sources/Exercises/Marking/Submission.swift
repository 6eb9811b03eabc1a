import Foundation

/// Somebody's answers to the tasks of a part.
struct Submission: Codable, Equatable {
    /// Who it is from.
    package var name: String
    /// Where it was found, in the folder that is marked.
    package var place: String
    /// Empty where nothing can be marked.
    package var part = ""
    /// The texts of the tasks' files, by file name.
    package var files: [String: String] = [:]
}

/// Finds the submissions in a folder: hand-ins, which are text files, and folders with hand-ins or tasks'
/// files.
struct SubmissionReader {
    /// The files of the tasks that there are, by part.
    let tasks: [String: [String]]

    /// No task is as long as that.
    private static let maxBytes = 1 << 20

    /// The submissions in the order of their names.
    ///
    /// Whatever is in the folder is at least one; with nothing to mark in it, it has no files.
    package func read(_ folder: URL, except output: URL) throws -> [Submission] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".csv") }
            .flatMap { place in
                let url = folder.appendingPathComponent(place)
                return url.standardizedFileURL.path == output.standardizedFileURL.path
                    ? [] : read(url, place)
            }
    }

    private func read(_ url: URL, _ place: String) -> [Submission] {
        let isFolder = Self.attributes(url)?[.type] as? FileAttributeType == .typeDirectory
        let plain = isFolder ? place : (place as NSString).deletingPathExtension
        // Learning platforms put numbers behind a name: 'Ada Lovelace_12_assignsubmission_file_' and
        // 'lovelaceada_LATE_12_34_answers.txt'.
        let platform = /(?s)(.+?)_(?:LATE_)?\d+_(?:assignsubmission|\d+_).*/
        let named = place.wholeMatch(of: platform).map { String($0.1) }
        var found: [Submission] = []
        var files: [String: [String: String]] = [:]
        for file in plainFiles(url) {
            let name = file.lastPathComponent
            if name.lowercased().hasSuffix(".txt"), let handIn = HandIn(data(file)),
                let names = tasks[handIn.part]
            {
                // Whose folder it is counts more than what is written there; a file has no other name.
                let said = isFolder || handIn.name.allSatisfy(\.isWhitespace) ? nil : handIn.name
                found.append(
                    Submission(
                        name: named ?? said ?? plain, place: isFolder ? "\(place)/\(name)" : place,
                        part: handIn.part,
                        // What has another name than a task's file is no task, wherever that name leads.
                        files: handIn.texts.filter { names.contains($0.key) }))
            }
            for (part, names) in tasks where names.contains(name) {
                // The same name in several places: the one in the usual folder counts.
                let isUsual = file.path.contains("/\(part)/Exercises/")
                if files[part]?[name] == nil || isUsual {
                    files[part, default: [:]][name] = String(decoding: data(file), as: UTF8.self)
                }
            }
        }
        for (part, files) in files.sorted(by: { $0.key < $1.key }) {
            found.append(Submission(name: named ?? plain, place: place, part: part, files: files))
        }
        return found.isEmpty ? [Submission(name: named ?? plain, place: place)] : found
    }

    /// What a path is, without following links: a link may lead anywhere.
    private static func attributes(_ url: URL) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: url.path)
    }

    /// A file itself, or the files in a folder.
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

    /// What is in a file; nothing if it cannot be read, or is longer than any task.
    private func data(_ url: URL) -> Data {
        let size = Self.attributes(url)?[.size] as? Int ?? .max
        return size <= Self.maxBytes ? (try? Data(contentsOf: url)) ?? Data() : Data()
    }
}
