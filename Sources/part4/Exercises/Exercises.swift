// Exported for the tasks, which import only Descent.
@_exported import MixedNumbers
import Workbook

/// The tasks of this part; each is solved in its own file.
func exercises() -> ExerciseList {
    ExerciseList([
        .ownParameter { Scale(features: $0) },
        .twoLayers {
            TwoLayers(inFeatures: $0, hiddenFeatures: $1, outFeatures: $2)
        },
        .batches(fit),
        .standardize(standardized),
        .eightCurves(curves),
        .coolingTea(train),
        // scripts/own-task puts new ones here.
    ])
}
