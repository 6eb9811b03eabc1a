import Foundation
import Words

/// A file that is written completely or not at all: it is written next to the old one and then replaces it.
package struct WholeFile {
    /// The path from the command line.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// The file to write. Symbolic links remain, and their target is replaced.
    private var destination: URL {
        var destination = URL(fileURLWithPath: path)
        for _ in 0..<40 {
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: destination.path)
            guard let target else { break }
            destination = URL(
                fileURLWithPath: target, relativeTo: destination.deletingLastPathComponent())
        }
        return destination.absoluteURL
    }

    /// True if a path's last component ends with `ending`, in any case, and has something before it.
    package static func isName(_ path: String, ending: String) -> Bool {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return name.count > ending.count && name.lowercased().hasSuffix(ending)
    }

    /// The reason why the file can't be written, as a clause; found by creating and removing a file next to it.
    private var obstacle: String? {
        let destination = destination
        let files = FileManager.default
        if let attributes = try? files.attributesOfItem(atPath: destination.path) {
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            if isFolder { return "that is a folder" }
            if !files.isWritableFile(atPath: destination.path) {
                return "that file is write-protected"
            }
        }
        let beside = destination.deletingLastPathComponent().appendingPathComponent(".\(UUID())")
        do {
            try Data().write(to: beside)
            try files.removeItem(at: beside)
            return nil
        } catch {
            return Platform.reason(error)
        }
    }

    /// Rejects an option's file before training if it couldn't be written at the end, or if another program wrote it.
    ///
    /// - Parameter mark: text near the beginning of every file that the workbook writes.
    package func checkWritable(_ option: String, _ mark: String) throws(UsageError) {
        let head = (try? FileHandle(forReadingFrom: destination).read(upToCount: 1000)) ?? Data()
        let isOthers = !head.isEmpty && !String(decoding: head, as: UTF8.self).contains(mark)
        if let obstacle = obstacle ?? (isOthers ? "that would replace your own file" : nil) {
            throw UsageError("\(option) cannot be \(quoted(path)): \(obstacle).")
        }
    }

    /// Writes the file.
    ///
    /// - Returns: the reason for a failure, as a clause; nil if there was none.
    package func write(_ bytes: some Sequence<UInt8>) -> String? {
        do {
            let (files, destination) = (FileManager.default, destination)
            let permissions = try? files.attributesOfItem(atPath: destination.path)[
                .posixPermissions]
            try Data(bytes).write(to: destination, options: .atomic)
            if let permissions {
                try files.setAttributes(
                    [.posixPermissions: permissions], ofItemAtPath: destination.path)
            }
            return nil
        } catch {
            return Platform.reason(error)
        }
    }
}
