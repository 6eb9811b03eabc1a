import Foundation
import Words

/// A file that is written whole or not at all: beside the old one, whose place it then takes.
package struct WholeFile {
    /// As the command line has it.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Where it goes: a symbolic link stays, and what it leads to is replaced.
    private var place: URL {
        var place = URL(fileURLWithPath: path)
        for _ in 0..<40 {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place.path)
            guard let target else { break }
            place = URL(fileURLWithPath: target, relativeTo: place.deletingLastPathComponent())
        }
        return place.absoluteURL
    }

    /// Whether a path names a file with that ending, in small or capital letters, and something before it.
    package static func isName(_ path: String, ending: String) -> Bool {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return name.count > ending.count && name.lowercased().hasSuffix(ending)
    }

    /// Why it cannot be written, as a clause: found out by making a file beside it and taking it away again.
    private var obstacle: String? {
        let place = place
        let files = FileManager.default
        if let attributes = try? files.attributesOfItem(atPath: place.path) {
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            if isFolder { return "that is a folder" }
            if !files.isWritableFile(atPath: place.path) { return "the file there is protected" }
        }
        let beside = place.deletingLastPathComponent().appendingPathComponent(".\(UUID())")
        do {
            try Data().write(to: beside)
            try files.removeItem(at: beside)
            return nil
        } catch {
            return Platform.reason(error)
        }
    }

    /// Refuses an option's file that could not be written in the end, or that another program wrote, before
    /// anything is trained.
    ///
    /// - Parameter mark: what stands near the beginning of each file that the workbook writes.
    package func checkWritable(_ option: String, _ mark: String) throws(UsageError) {
        if let obstacle = obstacle ?? (isOthers(mark) ? "that would replace a file of yours" : nil)
        {
            throw UsageError("\(option) cannot be \(quoted(path)): \(obstacle).")
        }
    }

    private func isOthers(_ mark: String) -> Bool {
        let head = (try? FileHandle(forReadingFrom: place).read(upToCount: 1000)) ?? Data()
        return !head.isEmpty && !String(decoding: head, as: UTF8.self).contains(mark)
    }

    /// Writes it.
    ///
    /// - Returns: what went wrong, as a clause; nil if nothing did.
    package func write(_ bytes: some Sequence<UInt8>) -> String? {
        do {
            let (files, place) = (FileManager.default, place)
            let permissions = try? files.attributesOfItem(atPath: place.path)[.posixPermissions]
            try Data(bytes).write(to: place, options: .atomic)
            if let permissions {
                try files.setAttributes([.posixPermissions: permissions], ofItemAtPath: place.path)
            }
            return nil
        } catch {
            return Platform.reason(error)
        }
    }
}
