import Foundation
import System
import Words

/// Shows how a program would end: the same program runs once more, silently, and does end there.
enum FatalErrorExhibit {
    /// What is printed of it.
    static var lines: [String] {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let text =
            switch SecondProcess.run(arguments).map(\.fatalError) {
            case .some(.some(let message)): "Fatal error: \(message)"
            case .some(.none): "There was no fatal error, although one was expected here."
            case .none:
                "(Here the program would end with a fatal error. To show it, the program has to be "
                    + "started a second time, and that was not possible.)"
            }
        return Text.wrap(text).map { Terminal.current.style($0, .red) }
    }
}
