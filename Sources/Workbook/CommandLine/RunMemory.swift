/// How much memory a run needs, as far as it grows with the number of samples.
///
/// A run that needs more than there is would be ended by the system, without a word. The numbers are
/// measured, with `--timing`; a test compares them with runs.
struct RunMemory {
    let stage: Stage
    let settings: Settings
    let samples: Int
    /// Whether x², x³ and more come from each x.
    let hasPowers: Bool

    /// What each program needs, whatever it does.
    static let ofProgram = 24 << 20

    /// About how many bytes the samples take at most.
    var ofSamples: Int { samples * bytesOfASample }

    /// The options that make it so much.
    var causes: [String] {
        let looking = ["--explain", "--check-gradient", "--graph"].filter(settings.given.contains)
        return (settings.mistake.map { ["--bug \($0)"] } ?? []) + looking
    }

    /// Looking at a run keeps what a lesson shows and what autograd records, and compares it with other
    /// ways: more arrays as long as the data.
    private var bytesOfASample: Int {
        let isLine = !hasPowers
        let looksAtAll =
            settings.explain != nil || settings.checkGradient && stage == .part1
        let looking =
            looksAtAll ? (isLine ? 60 : 112) : settings.graph != nil ? (isLine ? 40 : 88) : 0
        switch settings.mistake {
        case Mistake.wrongShape.name:
            // The difference of every prediction to every target, and what is computed with it.
            let keepsAll = settings.explain != nil || settings.graph != nil
            return samples * (keepsAll ? 28 : settings.checkGradient ? 16 : 8) + 100
        case Mistake.assignGradient.name, Mistake.recursiveOrder.name:
            // Some objects.
            return 600
        default:
            if looking > 0 { return looking }
            if settings.checkGradient { return isLine ? 24 : 40 }
            return isLine ? 12 : 24
        }
    }

    /// Refuses the run if it cannot be.
    func check() throws(UsageError) {
        if let refusal = refusal(available: Platform.availableMemory) { throw UsageError(refusal) }
    }

    /// A sentence on why the run cannot be; nil if it can.
    func refusal(available: @autoclosure () -> Int) -> String? {
        // A few samples are no reason to refuse anything.
        if ofSamples <= 1 << 20 { return nil }
        let (needed, available) = (Self.ofProgram + ofSamples, available())
        if needed <= available { return nil }
        let with = causes.isEmpty ? "" : " with \(list(causes, "and"))"
        return "--samples cannot be \(samples) on this computer\(with): that takes about "
            + "\(Self.size(needed)) of memory, and there are \(Self.size(available))."
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10 << 30 ? "\(bytes >> 20) MB" : "\(bytes >> 30) GB"
    }
}
