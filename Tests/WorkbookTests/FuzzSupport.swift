extension String {
    /// Whether it has these bytes; `contains` would look for whole characters, with their accents.
    func utf8Contains(_ text: String) -> Bool {
        Array(utf8).firstRange(of: Array(text.utf8)) != nil
    }
}
