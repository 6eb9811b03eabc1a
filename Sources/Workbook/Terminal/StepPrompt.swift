import Foundation
import System
import Words

/// Waits for Enter, on a terminal.
enum StepPrompt {
    /// True if input and output are a terminal.
    static var isPossible: Bool {
        Platform.isTerminal(STDIN_FILENO) && Platform.isTerminal(STDOUT_FILENO)
    }

    /// Shows the prompt, waits for a line, and erases the prompt.
    ///
    /// - Returns: true to continue; false after q, at the end of the input, or after control-C.
    static func wait(_ output: Output) -> Bool {
        let terminal = Terminal.current
        output.write(terminal.style("Enter: continue, q: end ", .dim).utf8)
        let answer = Platform.readLine()
        if terminal.canErase {
            // Pressing Enter has moved the cursor to the next line.
            output.write(((answer == nil ? "" : "\u{1B}[1A") + "\r\u{1B}[2K").utf8)
        } else if answer == nil {
            output.write("\n".utf8)
        }
        return answer.map { !$0.lowercased().hasPrefix("q") } ?? false
    }
}
