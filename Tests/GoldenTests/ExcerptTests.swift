import TestSupport
import Testing

/// An excerpt matches what it holds, where it holds it, and nothing else.
@Suite struct ExcerptTests {
    private static let output = ["head", "one", "two", "one", "three = 3 or 4", "end"]

    @Test(arguments: [
        output, ["[...]"], ["head", "[...]"], ["[...]", "end"], ["[...]", "two", "[...]"],
        ["head", "[...]", "one", "three = 3 or 4", "[...]"], ["head", "one", "[...]", "end"],
        ["[...]", "three = [...]", "end"], ["[...]", "[...] 3 [...] 4", "[...]"],
        ["[...]", "one", "[...]", "one", "[...]"],
    ])
    func matches(_ lines: [String]) {
        #expect(Excerpt(lines).mismatch(Self.output) == nil)
    }

    @Test(arguments: [
        ([], "head"), (["head"], "one"), (["[...]", "two"], "end"), (["two", "[...]"], "head"),
        (["head", "[...]", "one", "two", "three", "[...]"], "one"),
        (["[...]", "end", "[...]", "head", "[...]"], "nothing"), (output + ["more"], "nothing"),
        (["[...]", "three = [...] 5", "end"], "three"),
        (["[...]", "thr[...] 4x", "[...]"], "head"),
        (["[...]", "one", "[...]", "one", "[...]", "one", "[...]"], "three = 3 or 4"),
    ])
    func doesNotMatch(_ lines: [String], _ found: String) {
        let mismatch = Excerpt(lines).mismatch(Self.output)
        #expect(mismatch?.contains(found) == true, "\(mismatch ?? "matched")")
    }
}
