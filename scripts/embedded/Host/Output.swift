/// Prints text on the host, with WASI's `fd_write`.
public enum Output {
    /// The location of the bytes of a piece of text.
    private struct Bytes {
        var start: UnsafePointer<UInt8>
        var count: Int
    }

    public static func print(_ text: String) {
        for piece in [text, "\n"] { write(piece) }
    }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            guard var next = utf8.baseAddress else { return }
            let end = next + utf8.count
            while next < end {
                var bytes = Bytes(start: next, count: end - next)
                var written = 0
                if fdWrite(1, &bytes, 1, &written) != 0 { return }
                next += written
            }
        }
    }

    /// Prints the message of a `fatalError` for the standard library.
    static func put(_ byte: UInt8) {
        withUnsafePointer(to: byte) { byte in
            var bytes = Bytes(start: byte, count: 1)
            var written = 0
            _ = fdWrite(2, &bytes, 1, &written)
        }
    }
}

@_extern(wasm, module: "wasi_snapshot_preview1", name: "fd_write")
@_extern(c)
private func fdWrite(
    _ file: Int32, _ pieces: UnsafeRawPointer, _ count: Int, _ written: UnsafeMutableRawPointer
) -> Int32
