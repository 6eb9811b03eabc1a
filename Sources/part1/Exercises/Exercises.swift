// Exported for the tasks, which import only Descent.
@_exported import MixedNumbers
import Workbook

/// The tasks of this part; each is solved in its own file.
func exercises() -> ExerciseList {
    ExerciseList([
        .prediction(predictions),
        .meanAbsoluteError(meanAbsoluteError),
        .gradient(gradient),
        .update(updated),
        .bias(gradients),
        // scripts/own-task puts new ones here.
    ])
}
