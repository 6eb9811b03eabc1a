import Workbook
import part1
import part2
import part3
import part4

/// A request of the page, and then the answer to it.
nonisolated(unsafe) private var bytes: [UInt8] = []

/// Registers the lessons.
@_cdecl("start")
public func start() {
    part1.register()
    part2.register()
    part3.register()
    part4.register()
}

/// Allocates a request of this many bytes.
@_cdecl("request")
public func request(_ count: Int) -> UnsafeMutableRawPointer? {
    use([UInt8](repeating: 0, count: count))
}

/// Answers the request, with a zero at the end.
@_cdecl("answer")
public func answer() -> UnsafeMutableRawPointer? { use(Page.answer(bytes) + [0]) }

/// Keeps bytes where the page can reach them.
private func use(_ new: [UInt8]) -> UnsafeMutableRawPointer? {
    bytes = new
    return bytes.withUnsafeMutableBytes { $0.baseAddress }
}
