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
    /// How many numbers a sample has, with its targets.
    var numbers = 2
    /// The table that the samples come from, as messages name it.
    var table: String? = nil

    /// What each program needs, whatever it does.
    static let ofProgram = 24 << 20

    /// About how many bytes the samples take at most.
    var ofSamples: Int { samples * bytesOfASample }

    /// The options that make it so much.
    var causes: [String] {
        let looking = ["--explain", "--check-gradient", "--graph", "--report"].filter(
            settings.given.contains)
        return (settings.shownMistake.map { ["--bug \($0)"] } ?? []) + looking
    }

    /// The classroom keeps what a lesson shows of its first epoch and its last. Looking at a run keeps
    /// what autograd records as well, and a check of the gradient runs the lesson again.
    private var bytesOfASample: Int {
        if table != nil { return bytesOfARow }
        return bytesOfAPoint
    }

    /// A row is kept as Float64 while it is read, and then as arrays and tensors.
    private var bytesOfARow: Int {
        let isSingle = numbers == 2
        return isSingle ? 32 + bytesOfAPoint : 200 + numbers * (30 + bytesOfAPoint / 4)
    }

    private var bytesOfAPoint: Int {
        // Part 1 hands over arrays, which are copied where tensors are shared.
        let usesArrays = stage == .part1
        let hasReport = settings.leaves.report != nil
        let isRecorded = settings.explain != nil || settings.graph || hasReport
        switch settings.mistake {
        case Mistake.wrongShape.name:
            // The difference of every prediction to every target, and what is computed with it.
            return samples * (isRecorded ? 40 : settings.checkGradient ? 16 : 8) + 100
        case Mistake.assignGradient.name, Mistake.recursiveOrder.name:
            // Some objects.
            return 600
        default:
            // x, x² and x³ instead of x.
            if settings.checkGradient || hasReport {
                return hasPowers ? (usesArrays ? 560 : 360) : 288
            }
            if isRecorded { return hasPowers ? 320 : 180 }
            return hasPowers ? (usesArrays ? 120 : 88) : (usesArrays ? 64 : 40)
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
        let cause =
            table.map { "\($0) has about \(samples) rows, too many for this computer\(with)" }
            ?? "--samples cannot be \(samples) on this computer\(with)"
        return "\(cause): that takes about "
            + "\(Self.size(needed)) of memory, but only \(Self.size(available)) are free."
    }

    static func size(_ bytes: Int) -> String {
        bytes < 10 << 30 ? "\(bytes >> 20) MB" : "\(bytes >> 30) GB"
    }
}
