import Foundation
import Words

/// Somebody's answers to the tasks of a part.
struct Submission: Codable, Equatable {
    /// Who it is from.
    package var name: String
    /// Where it was found, in the folder that is marked.
    package var place: String
    package var part: String
    /// The texts of the tasks' files, by file name.
    package var files: [String: String]
    /// Why nothing can be marked; nil if something can.
    var refusal: String?
}

/// Finds the submissions in a folder: hand-ins, which are text files, and folders with tasks' files.
struct SubmissionReader {
    /// The files of the tasks that there are, by part.
    let tasks: [String: [String]]

    private static let longest = HandIn.longest

    /// - Returns: the submissions in the order of their names, and what was passed over.
    package func read(_ folder: URL, except output: URL) throws -> (
        submissions: [Submission], others: [String]
    ) {
        let manager = FileManager.default
        var submissions: [Submission] = []
        var others: [String] = []
        for place in try manager.contentsOfDirectory(atPath: folder.path).sorted() {
            let url = folder.appendingPathComponent(place)
            if place.hasPrefix(".") || url.standardizedFileURL == output.standardizedFileURL {
                continue
            }
            switch Self.kind(url) {
            case .typeDirectory:
                let found = self.folder(url, place)
                submissions += found
                if found.isEmpty { others.append(place) }
            case .typeRegular where place.lowercased().hasSuffix(".txt"):
                submissions.append(handIn(url, place))
            default: others.append(place)
            }
        }
        return (submissions, others)
    }

    /// What a path is, without following links: a link may lead anywhere.
    private static func kind(_ url: URL) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
    }

    private func text(_ url: URL) -> String? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        guard let size = attributes?[.size] as? Int, size <= Self.longest,
            let data = try? Data(contentsOf: url)
        else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    private func handIn(_ url: URL, _ place: String) -> Submission {
        var submission = Submission(
            name: String(place.dropLast(4)), place: place, part: "", files: [:], refusal: nil)
        guard let text = text(url) else {
            submission.refusal = "the file cannot be read, or it is longer than 1 MB"
            return submission
        }
        guard let handIn = HandIn(text) else {
            submission.refusal =
                "this is no hand-in, or it was changed: 'swift run part1 exercises --hand-in NAME' writes one"
            return submission
        }
        // Without a name in it the file's has to do.
        if handIn.name.contains(where: { !$0.isWhitespace }) { submission.name = handIn.name }
        guard let names = tasks[handIn.part] else {
            submission.refusal = "there is no part \(quoted(handIn.part))"
            return submission
        }
        submission.part = handIn.part
        // What has another name than a task's file is no task, wherever that name leads.
        for file in handIn.files where names.contains(file.name) {
            if submission.files.updateValue(file.text, forKey: file.name) != nil {
                submission.refusal = "\(file.name) is in it twice"
                return submission
            }
        }
        if submission.files.isEmpty { submission.refusal = "there is no task's file in it" }
        return submission
    }

    /// A folder may have the tasks of several parts.
    private func folder(_ url: URL, _ place: String) -> [Submission] {
        var files: [String: [String: String]] = [:]
        var tooLong: Set<String> = []
        search(url, depth: 6) { file in
            for (part, names) in tasks where names.contains(file.lastPathComponent) {
                // The same name in several places: the one in the usual folder counts.
                let isUsual = file.path.contains("/\(part)/Exercises/")
                guard files[part]?[file.lastPathComponent] == nil || isUsual else { continue }
                if let text = text(file) {
                    files[part, default: [:]][file.lastPathComponent] = text
                } else {
                    tooLong.insert(part)
                    files[part, default: [:]][file.lastPathComponent] = ""
                }
            }
        }
        return files.keys.sorted().map { part in
            Submission(
                name: place, place: place, part: part, files: files[part]!,
                refusal: tooLong.contains(part)
                    ? "a file cannot be read, or it is longer than 1 MB" : nil)
        }
    }

    private func search(_ folder: URL, depth: Int, _ take: (URL) -> Void) {
        guard depth > 0,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        else { return }
        for name in names.sorted().prefix(2000) where !name.hasPrefix(".") {
            let url = folder.appendingPathComponent(name)
            switch Self.kind(url) {
            case .typeDirectory: search(url, depth: depth - 1, take)
            case .typeRegular: take(url)
            default: break
            }
        }
    }
}
