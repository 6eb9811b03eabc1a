import Foundation

/// The file operations that a run needs to load and save.
extension Platform {
    /// An error with a file.
    package struct FileError: Error {
        package var code: Int32

        package init(_ code: Int32 = errno) {
            self.code = code
        }

        /// A description of the error.
        package var reason: String { Platform.reason(code) }
    }

    /// Reads a file or a pipe. Throws if it is larger than a run could use.
    package static func bytes(of path: String) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError() }
            if count == 0 { return bytes }
            bytes += piece[..<count]
            if bytes.count > 100_000_000 { throw FileError(EFBIG) }
        }
    }

    /// A description of an error with a file: the system's, if it has one.
    package static func reason(_ error: any Error) -> String {
        let code = ((error as? CocoaError)?.underlying ?? error) as? POSIXError
        return code.map { reason($0.code.rawValue) } ?? error.localizedDescription
    }

    /// True if a file is older than a program; nil if that can't be determined.
    package static func isOlder(_ path: String, than program: URL) -> Bool? {
        func date(_ path: String) -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
        }
        return date(path).flatMap { changed in date(program.path).map { changed <= $0 } }
    }
}
