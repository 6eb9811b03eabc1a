import Foundation
import System
import Words

/// Waits for Enter, on a terminal.
struct StepPrompt {
    private let output: Output
    private let terminal = Terminal.current

    init(_ output: Output) {
        self.output = output
    }

    /// Whether there is a terminal, to read from and to write to.
    static var isPossible: Bool {
        Platform.isTerminal(STDIN_FILENO) && Platform.isTerminal(STDOUT_FILENO)
    }

    /// Shows what to press, waits for it, and takes the prompt away.
    ///
    /// - Returns: whether to go on: not after q, the end of the input, or control-C.
    func wait() -> Bool {
        output.write(terminal.style("Enter: go on, q: end ", .dim))
        let answer = Platform.readLine()
        if terminal.canErase {
            // The Enter that was pressed has moved the cursor to the next line.
            output.write((answer == nil ? "" : "\u{1B}[1A") + "\r\u{1B}[2K")
        } else if answer == nil {
            output.write("\n")
        }
        guard let answer else { return false }
        return !answer.lowercased().hasPrefix("q")
    }
}
