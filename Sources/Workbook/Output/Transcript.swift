/// A form in which a run is printed.
protocol Transcript: AnyObject {
    /// Prints an epoch, if it is one that is shown.
    ///
    /// - Parameters:
    ///   - isLast: whether the run ends with this epoch.
    ///   - line: what people read.
    /// - Returns: whether it was printed.
    func epoch(_ record: EpochRecord, isLast: Bool, line: () -> String) -> Bool

    /// Prints what is only for people; elsewhere it is not even computed.
    func note(_ lines: @autoclosure () -> [String])
}

/// The transcript that people read: every Nth epoch, the one with which a run ends, and the
/// first if the problem has it so.
final class TextTranscript: Transcript {
    private let output: Output
    private let every: Int
    private let showsFirst: Bool

    init(_ output: Output, every: Int, showsFirst: Bool) {
        self.output = output
        self.every = every
        self.showsFirst = showsFirst
    }

    func epoch(_ record: EpochRecord, isLast: Bool, line: () -> String) -> Bool {
        let isShown =
            every > 0 && (showsFirst && record.epoch == 1 || record.epoch % every == 0 || isLast)
        if isShown { output.print(line()) }
        return isShown
    }

    func note(_ lines: @autoclosure () -> [String]) {
        for line in lines() { output.print(line) }
    }
}
