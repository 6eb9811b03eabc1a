import Foundation
import Words

/// A progress bar on standard error, shown only on a terminal and only after the first second.
package final class ProgressBar {
    private let total: Int
    private let isEnabled: Bool
    private let start = Date()
    private var nextDrawing = Date() + 1
    private var isDrawn = false

    /// - Parameter total: the number of steps.
    package init(total: Int) {
        self.total = total
        isEnabled = Terminal.error.canErase && total > 0
    }

    /// Redraws the bar, at most ten times a second.
    package func update(_ step: Int) {
        guard isEnabled else { return }
        let now = Date()
        guard now >= nextDrawing else { return }
        nextDrawing = now + 0.1
        let width = 40
        let bar = Text.padded(String(repeating: "█", count: step * width / total), width)
        let seconds = Numbers.fixed(now.timeIntervalSince(start), 1)
        write(
            "\(Terminal.error.eraser)\(step * 100 / total)%|\(bar)| \(step)/\(total) [\(seconds) s]"
        )
        isDrawn = true
    }

    /// Erases the bar so that something else can be printed.
    package func clear() {
        guard isDrawn else { return }
        isDrawn = false
        write(Terminal.error.eraser)
    }

    private func write(_ text: String) {
        _ = Platform.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
