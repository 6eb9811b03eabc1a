/// The files that a run loads from and saves to.
package struct Saving: Sendable {
    package init() {}

    /// The path of the file to continue from.
    package var load: String?
    /// The path of the file to save to.
    package var save: String?
    /// The contents of the file to continue from.
    package var loaded: SavedState?
    /// The information about the run to save.
    package var words: [SavedState.Word: String] = [:]
}
