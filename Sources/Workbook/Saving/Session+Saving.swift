import Classroom
import Files
import Looking
import System
import Words

/// A look at what a lesson computes with what is saved.
extension Session {
    /// What the lesson computes with the parameters of a run that is over, in an epoch that nobody sees.
    func measure(_ state: SavedState, isHeavy: Bool) -> [SavedState.Word: String] {
        // After an interrupt somebody waits.
        if isHeavy && Interruption.hasHappened { return [:] }
        var settings = settings
        settings.saving.load = settings.saving.save
        settings.saving.loaded = state
        var experiments = experiments
        experiments.keeper = { [settings] in makeKeeper(settings) }
        // A start of the model's own would not be the saved one.
        if var own = setup.options as? CropsOptions, own.start == .linear {
            own.start = .randn
            experiments.setup.options = own as! P.Options
        }
        let rehearsal = experiments.run()
        guard rehearsal.misfit == nil, let moment = rehearsal.moments.first else { return [:] }
        let predictions = moment.prediction?.values.prefix(Self.mostPredictions) ?? []
        return [
            .loss: Numbers.shortest(moment.loss),
            .predictions: predictions.map { Numbers.shortest($0) }.joined(separator: " "),
        ]
    }

    /// These are enough to see it.
    private static var mostPredictions: Int { 16 }
}
