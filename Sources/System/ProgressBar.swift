import Foundation
import Words

/// A progress bar on standard error, where that is a terminal.
package final class ProgressBar {
    private let total: Int
    private let isEnabled: Bool
    private let start = Date()
    private let delay: TimeInterval
    private var nextDrawing: Date
    private var isDrawn = false

    /// - Parameters:
    ///   - total: how many steps there are.
    ///   - delay: after how many seconds the bar appears.
    package init(total: Int, delay: TimeInterval) {
        self.total = total
        self.delay = delay
        nextDrawing = start + delay
        isEnabled = Terminal.error.canErase && total > 0
    }

    /// Draws the bar anew, ten times a second at most.
    package func update(_ step: Int) {
        guard isEnabled else { return }
        let now = Date()
        guard now >= nextDrawing else { return }
        nextDrawing = now + 0.1
        draw(step)
    }

    /// Takes the bar away, so that something else can be printed.
    package func clear() {
        guard isDrawn else { return }
        isDrawn = false
        write(Terminal.error.eraser)
    }

    /// Leaves the full bar standing, if it is one that appears at once.
    package func finish(_ step: Int) {
        guard isEnabled, delay == 0 else { return clear() }
        draw(step)
        write("\n")
        isDrawn = false
    }

    private func draw(_ step: Int) {
        let width = 40
        let filled = step * width / total
        let bar =
            String(repeating: "█", count: filled) + String(repeating: " ", count: width - filled)
        let seconds = Numbers.fixed(Date().timeIntervalSince(start), 1)
        write(
            "\(Terminal.error.eraser)\(step * 100 / total)%|\(bar)| \(step)/\(total) [\(seconds) s]"
        )
        isDrawn = true
    }

    private func write(_ text: String) {
        _ = Platform.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
