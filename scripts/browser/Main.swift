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

/// Room for a request of so many bytes.
@_cdecl("request")
public func request(_ count: Int32) -> UnsafeMutableRawPointer? {
    bytes = [UInt8](repeating: 0, count: Int(count))
    return address()
}

/// Answers the request.
///
/// - Returns: the number of bytes of the answer.
@_cdecl("answer")
public func answer() -> Int32 {
    bytes = Page.answer(bytes)
    return Int32(bytes.count)
}

/// The place of the answer.
@_cdecl("address")
public func address() -> UnsafeMutableRawPointer? {
    bytes.withUnsafeMutableBytes { $0.baseAddress }
}
