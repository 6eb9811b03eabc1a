extension SafeTensors {
    /// The `safetensors` package reads no longer headers.
    private static let longestHeader = 100_000_000
    /// More numbers than this no model of a workbook has.
    static let mostNumbers = 1 << 24

    /// Reads a file. Nothing of it is believed before it is checked, and no more memory is taken than the
    /// file has bytes.
    ///
    /// - Parameters:
    ///   - size: how many bytes there are.
    ///   - read: the bytes from a place on; fewer where the file ends.
    init(
        size: Int, read: (_ start: Int, _ count: Int) throws(FileFault) -> [UInt8]
    ) throws(FileFault) {
        guard size >= 8 else {
            throw FileFault(
                "it has \(Text.count(size, "byte")), but a safetensors file begins with eight for "
                    + "the length of its header")
        }
        let length = LittleEndian.number(UInt64.self, try read(0, 8))
        guard length <= UInt64(size - 8) else {
            throw FileFault(
                "its header should have \(length) bytes, but only \(size - 8) follow; it is damaged, "
                    + "or not a safetensors file")
        }
        guard length <= UInt64(Self.longestHeader) else {
            throw FileFault(
                "its header has \(length) bytes, more than the \(Self.longestHeader) that are allowed"
            )
        }
        guard length >= 2, try read(8, 1) == [UInt8(ascii: "{")] else {
            throw FileFault("its header does not begin with a brace; it is not a safetensors file")
        }
        let header = try SafeTensorsHeader(read(8, Int(length)))
        let start = 8 + Int(length)
        try Self.check(header.entries, available: size - start)
        let data = try read(start, size - start)
        guard data.count == size - start else { throw FileFault("it could not be read whole") }
        entries = header.entries.map { entry in
            Entry(
                name: entry.name, shape: entry.shape,
                values: LittleEndian.floats(data[entry.offsets[0]..<entry.offsets[1]]))
        }
        metadata = header.metadata
    }

    /// Checks that the tensors are Float32 and fill the rest of the file, without holes and overlaps.
    private static func check(
        _ entries: [SafeTensorsHeader.Entry], available: Int
    ) throws(FileFault) {
        guard available <= 4 * mostNumbers else {
            throw FileFault(
                "it has \(available / 4) numbers, but the workbook loads at most \(mostNumbers)")
        }
        var end = 0
        for entry in entries.sorted(by: {
            ($0.offsets[0], $0.offsets[1]) < ($1.offsets[0], $1.offsets[1])
        }) {
            let name = quoted(entry.name)
            guard entry.type == "F32" else {
                throw FileFault(
                    "\(name) has numbers of the type \(quoted(entry.type)), but the workbook's are "
                        + "F32: tensor.float() in PyTorch, array.astype('float32') in NumPy")
            }
            var count = 1
            for length in entry.shape {
                let (product, overflows) = count.multipliedReportingOverflow(by: length)
                guard !overflows else {
                    throw FileFault("the shape of \(name) has more numbers than can be counted")
                }
                count = product
            }
            let (from, to) = (entry.offsets[0], entry.offsets[1])
            guard from <= to, to <= available else {
                throw FileFault(
                    "\(name) should be at bytes \(from) to \(to) of \(available), so the file is "
                        + "damaged or not whole")
            }
            guard (to - from) % 4 == 0, (to - from) / 4 == count else {
                throw FileFault(
                    "\(name) has the shape \(entry.shape), but \(Text.count(to - from, "byte"))")
            }
            guard from == end else {
                throw FileFault(
                    from < end
                        ? "\(name) overlaps another tensor" : "there is a hole before \(name)")
            }
            end = to
        }
        guard end == available else {
            throw FileFault("\(Text.count(available - end, "byte")) at its end belong to no tensor")
        }
    }
}
