import Classroom
import Files
import Looking
import System
import Words

/// Checks what a lesson computes with its saved state.
extension Session {
    /// The lesson's results with the parameters of a finished run, in a hidden epoch.
    func measure(_ state: SavedState, isHeavy: Bool) -> [SavedState.Word: String] {
        // After an interrupt, the user is waiting.
        if isHeavy && Interruption.hasHappened { return [:] }
        var settings = settings
        settings.saving.load = settings.saving.save
        settings.saving.loaded = state
        var experiments = experiments
        experiments.checkpoint = { [settings] in makeCheckpoint(settings) }
        // The model's own start would not be the saved one.
        if var own = setup.options as? CropsOptions, own.start == .linear {
            own.start = .randn
            experiments.setup.options = own as! P.Options
        }
        let firstEpochs = experiments.run()
        guard firstEpochs.misfit == nil, let update = firstEpochs.updates.first else { return [:] }
        // This many predictions suffice for the comparison.
        let predictions = update.prediction?.values.prefix(16) ?? []
        return [
            .loss: Numbers.shortest(update.loss),
            .predictions: predictions.map { Numbers.shortest($0) }.joined(separator: " "),
        ]
    }
}
