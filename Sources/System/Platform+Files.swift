import Foundation

/// Files, as far as a run needs them to load and save; the rest is in Platform.swift.
extension Platform {
    /// What there is at a path, symbolic links followed.
    package enum FileKind: Equatable {
        case nothing
        /// With its size in bytes.
        case file(size: Int)
        case folder
        /// A device, a pipe or a socket.
        case other
    }

    /// What went wrong with a file.
    package struct FileError: Error {
        package var code: Int32

        package init(_ code: Int32 = errno) {
            self.code = code
        }

        /// In words.
        package var reason: String { Platform.reason(code) }
    }

    package static func kind(_ path: String) throws(FileError) -> FileKind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return .nothing }
            throw FileError()
        }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file(size: Int(status.st_size))
        case S_IFDIR: .folder
        default: .other
        }
    }

    /// Where a symbolic link leads; nil for anything else.
    package static func target(ofLink path: String) throws(FileError) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw FileError()
        }
        guard status.st_mode & S_IFMT == S_IFLNK else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(path, &buffer, buffer.count - 1)
        guard count >= 0 else { throw FileError() }
        return String(
            decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the process may write to what there is at a path.
    static func mayWrite(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// Reads a file, or a pipe; refuses those that are larger than a run could use.
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

    /// Makes a new file, which must not exist yet.
    static func create(_ path: String) throws(FileError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError() }
        return descriptor
    }

    /// Gives a file that is open the permissions of another one, and if possible its owner.
    static func copyPermissions(of path: String, to descriptor: Int32) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        _ = fchmod(descriptor, status.st_mode & 0o7777)
    }

    /// Puts all of an open file on the disk and closes it.
    package static func finish(_ descriptor: Int32) throws(FileError) {
        // Some file systems cannot, and some say only now that a write has failed.
        let isSynced = fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP
        let code = errno
        let isClosed = close(descriptor) == 0
        guard isSynced else { throw FileError(code) }
        guard isClosed else { throw FileError() }
    }

    /// Puts a file in the place of another one, in one step.
    package static func move(_ path: String, to other: String) throws(FileError) {
        guard rename(path, other) == 0 else { throw FileError() }
    }

    static func remove(_ path: String) { unlink(path) }

    static func closeFile(_ descriptor: Int32) { close(descriptor) }

    /// Whether a file is older than a program; nil if that cannot be told.
    package static func isOlder(_ path: String, than program: URL) -> Bool? {
        func date(_ path: String) -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
        }
        return date(path).flatMap { changed in date(program.path).map { changed <= $0 } }
    }
}
