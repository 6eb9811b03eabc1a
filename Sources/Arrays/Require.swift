/// Ends the program with a message to the programmer unless `condition` holds.
///
/// (In a release build, `precondition` prints nothing.)
@inline(__always)
package func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) {
    if !condition { fatalError(message(), file: file, line: line) }
}
