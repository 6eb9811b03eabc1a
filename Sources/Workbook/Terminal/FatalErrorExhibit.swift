import System
import Words

/// Demonstrates a fatal error: the same program runs once more, silently, and really ends with it.
enum FatalErrorExhibit {
    /// The lines to print.
    static var lines: [String] {
        let result = SecondProcess.run(Array(CommandLine.arguments.dropFirst()))
        let text =
            result?.fatalError.map { "Fatal error: \($0)" }
            ?? "(Here the program would end with a fatal error. It could not be started a second time to "
            + "show it.)"
        return Text.wrap(text).map { Terminal.current.style($0, .red) }
    }
}
