import Descent
// Exported for the tasks, which import only Descent.
@_exported import MixedNumbers
import Workbook

/// The tasks of this part; each is solved in its own file.
func exercises() -> ExerciseList {
    ExerciseList([
        .rootMeanSquaredError(rootMeanSquaredError),
        .twoLines(train),
        .cube { Cube.apply($0) },
        .absoluteError(meanAbsoluteError),
        // scripts/own-task puts new ones here.
    ])
}
