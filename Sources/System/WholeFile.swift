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
    private var place: String {
        var path = path
        for _ in 0..<40 {
            guard let target = try? Platform.target(ofLink: path) else { break }
            path = target.hasPrefix("/") ? target : Self.folder(path) + target
        }
        return path
    }

    /// Whether a path names a file with that ending, in small or capital letters, and something before it.
    package static func isName(_ path: String, ending: String) -> Bool {
        let name = path.dropFirst(folder(path).count)
        return name.count > ending.count && name.lowercased().hasSuffix(ending)
    }

    /// A path's folder, with its slash; empty for the one where the program runs.
    private static func folder(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// A new name in the same folder.
    private static func temporary(_ place: String) -> String {
        "\(folder(place)).writing-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    /// Why it cannot be written, as a clause: found out by making a file beside it and taking it away again.
    package var obstacle: String? {
        let place = place
        do throws(Platform.FileError) {
            switch try Platform.kind(place) {
            case .folder: return "that is a folder"
            case .other: return "that is not a regular file"
            case .file where !Platform.mayWrite(place): return "the file there is protected"
            case .file, .nothing: break
            }
            let temporary = Self.temporary(place)
            Platform.closeFile(try Platform.create(temporary))
            Platform.remove(temporary)
            return nil
        } catch {
            return error.reason
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
        let head = (try? FileHandle(forReadingAtPath: place)?.read(upToCount: 1000)) ?? Data()
        return !head.isEmpty && !String(decoding: head, as: UTF8.self).contains(mark)
    }

    /// Writes it.
    ///
    /// - Returns: what went wrong, as a clause; nil if nothing did.
    package func write(_ text: String) -> String? { write(Array(text.utf8)) }

    /// The same with bytes.
    package func write(_ bytes: [UInt8]) -> String? {
        let place = place
        let temporary = Self.temporary(place)
        do throws(Platform.FileError) {
            let isThere = try Platform.kind(place) != .nothing
            let descriptor = try Platform.create(temporary)
            if isThere { Platform.copyPermissions(of: place, to: descriptor) }
            if let code = Platform.write(bytes, to: descriptor) {
                Platform.closeFile(descriptor)
                throw Platform.FileError(code)
            }
            try Platform.finish(descriptor)
            try Platform.move(temporary, to: place)
            return nil
        } catch {
            Platform.remove(temporary)
            return error.reason
        }
    }
}
