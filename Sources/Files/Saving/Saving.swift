/// What a run loads and saves.
struct Saving: Sendable {
    /// The file to go on from.
    var load: String?
    /// The file to save to.
    var save: String?
    /// What the first one has.
    var loaded: SavedState?
    /// What is said of the run in a file.
    var words: [SavedState.Word: String] = [:]
}
