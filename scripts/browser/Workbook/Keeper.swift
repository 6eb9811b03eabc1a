import Descent

/// A page has no files: nothing is loaded, and nothing saved.
final class Keeper {
    let misfit: String? = nil
    let hasLooked = true
    let finalMisfit: String? = nil
    let opening: [String] = []
    let unusedStates: [String] = []

    init(_ settings: Settings) {}

    func know(_ model: some Module) {}
    func beginTraining() {}
    func meet(_ parameters: [Parameter]) {}

    func start(_ name: String, _ shape: [Int], _ values: [Float]) -> [Float] { values }
    func startOfLayer(_ name: String, _ values: [Float]) -> [Float] { values }

    func start(_ parameter: Tensor, _ name: String, _ value: Float?) {
        if let value { withNoGrad { parameter.fill(value) } }
    }

    /// What a file would have of a run.
    struct Run {
        var reported: [Reported]
        var values: [Float]
        var epoch: Int
        var isFinite: Bool
        var unknown: Int
        var insight: () -> Insight
    }

    func save(_ run: Run) -> (lines: [String], fault: String?) { ([], nil) }
}

extension Settings {
    var epochsBefore: Int { 0 }
    var firstEpoch: Int { 1 }
    var lastEpoch: Int { epochs }
    var recordedEpochs: Set<Int> { explain.map { [$0] } ?? [] }
}
