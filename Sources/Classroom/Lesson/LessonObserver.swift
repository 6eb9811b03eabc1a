import Descent

/// Somebody who watches a run while it happens: the terminal, a page, an experiment.
///
/// Everything else that is said of a run is a function of what its recorder has kept; see ``Run``.
public protocol LessonObserver: AnyObject {
    /// Whether notes are read by people. They are not computed where they are not.
    var isForPeople: Bool { get }

    /// Is asked before each epoch whether the run has to end.
    ///
    /// - Parameter hasReported: whether there is an epoch to sum up.
    func begins(hasReported: Bool) -> Ending?

    /// The epoch is over; what follows is only told.
    func ends()

    /// Has the numbers of an update, before the parameters change.
    func looked(_ moment: Moment)

    /// Has the loss and the parameters of an epoch.
    ///
    /// - Returns: whether the whole record is wanted.
    func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool

    /// Has the record of an epoch that somebody looks at.
    ///
    /// - Returns: why the run has to end; nil if it goes on.
    func finished(_ record: EpochRecord, isLast: Bool) -> Ending?

    /// Has lines for people, in the course of the run.
    func note(_ lines: [String])

    /// Has a line for people after the training, unless it diverged.
    func noteAfter(_ line: String)

    /// Has lines for people at the very end of a run.
    func explain(_ lines: [String])

    /// Does what ends the program with a fatal error where that can be shown.
    ///
    /// - Returns: the lines that show it; nil if nobody reads them.
    func exhibit(_ body: () -> Void) -> [String]?

    /// The run cannot go on.
    ///
    /// - Parameter isUsage: whether the command line is to blame.
    func refuse(_ message: String, isUsage: Bool) -> Never
}

extension LessonObserver {
    /// False, unless somebody says otherwise.
    public var isForPeople: Bool { false }
    /// It goes on, unless somebody says otherwise.
    public func begins(hasReported: Bool) -> Ending? { nil }
    /// Nothing happens, unless somebody says otherwise.
    public func ends() {}
    /// Nothing happens, unless somebody says otherwise.
    public func looked(_ moment: Moment) {}
    /// Not wanted, unless somebody says otherwise.
    public func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool {
        false
    }
    /// It goes on, unless somebody says otherwise.
    public func finished(_ record: EpochRecord, isLast: Bool) -> Ending? { nil }
    /// Nothing happens, unless somebody says otherwise.
    public func note(_ lines: [String]) {}
    /// Nothing happens, unless somebody says otherwise.
    public func noteAfter(_ line: String) {}
    /// Nothing happens, unless somebody says otherwise.
    public func explain(_ lines: [String]) {}
    /// Nobody reads them, unless somebody says otherwise.
    public func exhibit(_ body: () -> Void) -> [String]? { nil }
    /// Ends the program.
    public func refuse(_ message: String, isUsage: Bool) -> Never { fatalError(message) }
}

/// How a run ended.
public enum Ending: Equatable {
    case completed, lossBelowThreshold, diverged
    /// Somebody has asked for it at the prompt.
    case stopped
    /// A signal has asked for it.
    case interrupted
}

/// An experiment: nobody watches.
package final class NoObserver: LessonObserver {
    package init() {}
}
