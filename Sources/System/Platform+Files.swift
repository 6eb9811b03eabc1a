import Foundation

/// The file operations that a run needs to load and save.
extension Platform {
    /// Reads a file or a pipe. Throws if it is larger than a run could use.
    package static func bytes(of path: String) throws(FileFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(reason(errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(reason(errno)) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
            if bytes.count > 100_000_000 { throw FileFault(reason(EFBIG)) }
        }
    }

    /// A description of an error with a file: the system's, if it has one.
    package static func reason(_ error: any Error) -> String {
        let code = ((error as? CocoaError)?.underlying ?? error) as? POSIXError
        return code.map { reason($0.code.rawValue) } ?? error.localizedDescription
    }
}

/// A clause that says why a file cannot be loaded.
package struct FileFault: Error, Equatable {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
