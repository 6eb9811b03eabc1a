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
                    : kind == .other ? "that is not a regular file" : "there is no such file")
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

    func write(_ bytes: [UInt8]) throws(FileFault) {
        if let reason = WholeFile(path: path).write(bytes) { throw FileFault(reason) }
    }
}
