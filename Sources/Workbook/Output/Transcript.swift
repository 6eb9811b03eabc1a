/// A form in which a run is printed.
protocol Transcript: AnyObject {
    /// Prints an epoch, if it is one that is shown.
    ///
    /// - Parameters:
    ///   - line: what people read.
    ///   - isLast: whether the run ends with this epoch.
    /// - Returns: whether it was printed.
    func epoch(_ record: EpochRecord, line: () -> String, isLast: Bool) -> Bool

    /// Prints what is only for people.
    func note(_ lines: [String])
}

/// The transcript that people read: the first epoch, every Nth, and the one with which a run ends.
final class TextTranscript: Transcript {
    private let output: Output
    private let every: Int

    init(_ output: Output, every: Int) {
        self.output = output
        self.every = every
    }

    func epoch(_ record: EpochRecord, line: () -> String, isLast: Bool) -> Bool {
        let isShown = every > 0 && (record.epoch == 1 || record.epoch % every == 0 || isLast)
        if isShown { output.print(line()) }
        return isShown
    }

    func note(_ lines: [String]) {
        for line in lines { output.print(line) }
    }
}
