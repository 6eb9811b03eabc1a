import System
import Words

/// Shows how a program would end: the same program runs once more, silently, and does end there.
enum FatalErrorExhibit {
    /// What is printed of it.
    static var lines: [String] {
        let result = SecondProcess.run(Array(CommandLine.arguments.dropFirst()))
        let text =
            result?.fatalError.map { "Fatal error: \($0)" }
            ?? "(Here the program would end with a fatal error. It could not be started a second time to "
            + "show it.)"
        return Text.wrap(text).map { Terminal.current.style($0, .red) }
    }
}
