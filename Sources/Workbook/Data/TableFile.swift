import Foundation

/// The bytes of a file, with a zero behind them.
///
/// A comma is a point for a moment, while a number is read; nobody else looks then.
final class TableFile: @unchecked Sendable {
    /// The path as the command line has it, for messages.
    let name: String
    let base: UnsafeMutablePointer<UInt8>
    let count: Int

    /// - Parameter bytes: what the file has.
    init(_ name: String, bytes: [UInt8]) {
        self.name = name
        count = bytes.count
        base = .allocate(capacity: count + 1)
        bytes.withUnsafeBufferPointer { base.initialize(from: $0.baseAddress!, count: count) }
        base[count] = 0
    }

    /// Reads a file, or standard input for "-". Throws if that is not possible, or if the file does not
    /// fit into the memory.
    convenience init(reading path: String, option: String) throws(UsageError) {
        let name = "\(option) \(Self.shown(path))"
        self.init(name, bytes: try Self.read(path, name))
    }

    deinit { base.deallocate() }

    /// The path without what a terminal would act on.
    private static func shown(_ path: String) -> String {
        String(quoted(path).dropFirst().dropLast())
    }

    private static func read(_ path: String, _ name: String) throws(UsageError) -> [UInt8] {
        let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY)
        guard file >= 0 else {
            throw UsageError("\(name) cannot be read: \(Platform.reason(errno)).")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw UsageError("\(name) cannot be read: \(Platform.reason(errno)).")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            throw UsageError("\(name) is a folder, not a file.")
        }
        let available = Platform.availableMemory
        func check(_ size: Int) throws(UsageError) {
            // The bytes are there twice for a moment.
            guard size > 1 << 20, 2 * size + RunMemory.ofProgram > available else { return }
            throw UsageError(
                "\(name) has \(RunMemory.size(size)): to read it takes about "
                    + "\(RunMemory.size(2 * size + RunMemory.ofProgram)) of memory, and there are "
                    + "\(RunMemory.size(available)).")
        }
        try check(Int(status.st_size))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { piece.deallocate() }
        while true {
            let got = Foundation.read(file, piece.baseAddress, piece.count)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                throw UsageError("\(name) cannot be read: \(Platform.reason(errno)).")
            }
            if got == 0 { return bytes }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<got]))
            try check(bytes.count)
        }
    }
}
