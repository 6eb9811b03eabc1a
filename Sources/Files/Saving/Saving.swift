/// What a run loads and saves.
package struct Saving: Sendable {
    package init() {}

    /// The file to go on from.
    package var load: String?
    /// The file to save to.
    package var save: String?
    /// What the first one has.
    package var loaded: SavedState?
    /// What is said of the run in a file.
    package var words: [SavedState.Word: String] = [:]
}
