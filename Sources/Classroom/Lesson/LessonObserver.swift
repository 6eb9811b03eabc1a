import Descent

/// An observer of a run while it happens: the terminal, a page or an experiment.
///
/// Everything else that is reported about a run is a function of what its recorder has kept; see ``Run``.
public protocol LessonObserver: AnyObject {
    /// True if people read the notes. Otherwise they are not computed.
    var isForPeople: Bool { get }

    /// Called before each epoch.
    ///
    /// - Parameter hasReported: whether there is an epoch to sum up.
    /// - Returns: the reason why the run has to end; nil if it continues.
    func begins(hasReported: Bool) -> Ending?

    /// Called at the end of an epoch, before it is reported.
    func ends()

    /// Called with the numbers of an update, before the parameters change.
    func looked(_ update: Update)

    /// Called with the loss and the parameters of an epoch.
    ///
    /// - Returns: true if the observer needs the whole record.
    func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool

    /// Called with the record of an epoch, if one was made.
    ///
    /// - Returns: the reason why the run has to end; nil if it continues.
    func finished(_ record: EpochRecord, isLast: Bool) -> Ending?

    /// Shows lines in the course of the run.
    func note(_ lines: [String])

    /// Shows a line after the training, unless it diverged.
    func noteAfter(_ line: String)

    /// Shows lines at the very end of a run.
    func explain(_ lines: [String])

    /// Runs code that ends the program with a fatal error, if that can be demonstrated.
    ///
    /// - Returns: the lines that show the error; nil if nobody would read them.
    func exhibit(_ body: () -> Void) -> [String]?

    /// Ends the program because the run cannot continue.
    ///
    /// - Parameter isUsage: true if the command line is to blame.
    func refuse(_ message: String, isUsage: Bool) -> Never
}

extension LessonObserver {
    /// False by default.
    public var isForPeople: Bool { false }
    /// Lets the run continue by default.
    public func begins(hasReported: Bool) -> Ending? { nil }
    /// Does nothing by default.
    public func ends() {}
    /// Does nothing by default.
    public func looked(_ update: Update) {}
    /// Needs no record by default.
    public func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool {
        false
    }
    /// Lets the run continue by default.
    public func finished(_ record: EpochRecord, isLast: Bool) -> Ending? { nil }
    /// Does nothing by default.
    public func note(_ lines: [String]) {}
    /// Does nothing by default.
    public func noteAfter(_ line: String) {}
    /// Does nothing by default.
    public func explain(_ lines: [String]) {}
    /// Shows nothing by default.
    public func exhibit(_ body: () -> Void) -> [String]? { nil }
    /// Ends the program with the message by default.
    public func refuse(_ message: String, isUsage: Bool) -> Never { fatalError(message) }
}

/// The way a run ended.
public enum Ending: Equatable {
    case completed, lossBelowThreshold, diverged
    /// The user stopped it at the prompt.
    case stopped
    /// A signal interrupted it.
    case interrupted
}

/// The observer of an experiment, which shows nothing.
package final class NoObserver: LessonObserver {
    package init() {}
}
