import Foundation
import System
import Words

/// Waits for Enter, on a terminal.
enum StepPrompt {
    /// Whether there is a terminal, to read from and to write to.
    static var isPossible: Bool {
        Platform.isTerminal(STDIN_FILENO) && Platform.isTerminal(STDOUT_FILENO)
    }

    /// Shows what to press, waits for it, and takes the prompt away.
    ///
    /// - Returns: whether to go on: not after q, the end of the input, or control-C.
    static func wait(_ output: Output) -> Bool {
        let terminal = Terminal.current
        output.write(terminal.style("Enter: go on, q: end ", .dim).utf8)
        let answer = Platform.readLine()
        if terminal.canErase {
            // The Enter that was pressed has moved the cursor to the next line.
            output.write(((answer == nil ? "" : "\u{1B}[1A") + "\r\u{1B}[2K").utf8)
        } else if answer == nil {
            output.write("\n".utf8)
        }
        return answer.map { !$0.lowercased().hasPrefix("q") } ?? false
    }
}
