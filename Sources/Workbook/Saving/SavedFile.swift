/// A file that a run is loaded from or saved to.
struct SavedFile {
    /// As the command line has it.
    let path: String

    static let ending = ".safetensors"

    /// What the system says of a file, as a fault.
    private func asking<Answer>(
        _ question: () throws(Platform.FileError) -> Answer
    ) throws(FileFault) -> Answer {
        do throws(Platform.FileError) { return try question() } catch {
            throw FileFault(error.reason)
        }
    }

    private func kind(_ path: String) throws(FileFault) -> Platform.FileKind {
        try asking { () throws(Platform.FileError) in try Platform.kind(path) }
    }

    // MARK: - Loading

    func read() throws(FileFault) -> SafeTensors {
        let kind = try kind(path)
        guard case .file(let size) = kind else {
            throw FileFault(
                kind == .folder
                    ? "that is a folder"
                    : kind == .other ? "that is no file" : "there is no such file")
        }
        return try SafeTensors(size: size) { start, count throws(FileFault) in
            let bytes = try asking { () throws(Platform.FileError) in
                try Platform.bytes(of: path, from: start, count)
            }
            guard bytes.count == count else { throw FileFault("it could not be read whole") }
            return bytes
        }
    }

    // MARK: - Saving

    /// Whether a file can be saved there, found out by making one beside it and taking it away again.
    func checkWritable() throws(FileFault) {
        let place = try destination()
        let temporary = place.temporary
        let descriptor = try asking { () throws(Platform.FileError) in
            try Platform.create(temporary)
        }
        Platform.closeFile(descriptor)
        Platform.remove(temporary)
    }

    /// Saves a file whole or not at all: it is written beside the old one, and then takes its place.
    func write(_ bytes: [UInt8]) throws(FileFault) {
        let place = try destination()
        let temporary = place.temporary
        do throws(Platform.FileError) {
            let descriptor = try Platform.create(temporary)
            if place.exists { Platform.copyPermissions(of: place.path, to: descriptor) }
            if let code = Platform.write(bytes, to: descriptor) {
                Platform.closeFile(descriptor)
                throw Platform.FileError(code)
            }
            try Platform.finish(descriptor)
            try Platform.move(temporary, to: place.path)
        } catch {
            Platform.remove(temporary)
            throw FileFault(error.reason)
        }
    }

    private struct Destination {
        var path: String
        var exists: Bool

        /// A new file in the same folder, so that it can take the other one's place in one step. Its name
        /// is short, whatever the other one's.
        var temporary: String {
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
            let folder = slash.map { String(path[...$0]) } ?? ""
            return "\(folder).saving-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        }
    }

    /// Where the file goes: a symbolic link stays, and what it leads to is replaced.
    private func destination() throws(FileFault) -> Destination {
        var path = path
        for _ in 0..<40 {
            let current = path
            let target = try asking { () throws(Platform.FileError) in
                try Platform.target(ofLink: current)
            }
            guard let target else { break }
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
            let isAbsolute = target.utf8.first == UInt8(ascii: "/")
            path = isAbsolute ? target : (slash.map { String(path[...$0]) } ?? "") + target
        }
        switch try kind(path) {
        case .nothing: return Destination(path: path, exists: false)
        case .folder: throw FileFault("that is a folder")
        case .other: throw FileFault("that is no file")
        case .file:
            guard Platform.mayWrite(path) else { throw FileFault("the file there is protected") }
            return Destination(path: path, exists: true)
        }
    }
}
