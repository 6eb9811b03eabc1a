// Exported for the tasks, which import only Descent.
@_exported import MixedNumbers
import Workbook

/// The tasks of this part; each is solved in its own file.
func exercises() -> ExerciseList {
    ExerciseList([
        .momentum { Momentum($0, learningRate: $1, momentum: $2) },
        .weightDecay { DecayingSGD($0, learningRate: $1, weightDecay: $2) },
        .reduction { HalfSquaredLoss(reduction: $0)($1, $2) },
        .earlyStop(shouldStop),
        // scripts/own-task puts new ones here.
    ])
}
