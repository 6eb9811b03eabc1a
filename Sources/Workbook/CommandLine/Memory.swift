import Foundation

/// Refuses runs that would need more memory than there is.
enum Memory {
    /// An array each for x, y, the prediction and what is computed with them, and some room.
    static let ofASample = 4 * 16

    /// - Parameters:
    ///   - samples: how many samples there are, at most 2²⁴.
    ///   - bytes: about how many bytes each of them takes.
    static func check(
        _ settings: Settings, samples: Int, bytes: Int = ofASample
    ) throws(UsageError) {
        // This is no more than 2⁵³.
        let memory = samples * bytes
        guard UInt64(memory) > ProcessInfo.processInfo.physicalMemory else { return }
        let cause = settings.mistake.map { " with --bug \($0)" } ?? ""
        throw UsageError(
            "--samples cannot be \(samples) on this computer\(cause): that takes up to "
                + "\((memory >> 30) + 1) GB of memory.")
    }
}
