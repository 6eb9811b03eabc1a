import TestSupport
import Testing

/// Ends a test, without an issue, where it comes to a lesson that is not the recorded one.
struct RecordedLessonsTrait: TestTrait, SuiteTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        do {
            try await function()
        } catch is RecordedLessons.Edited {
            // It has been named already.
        }
    }
}

extension Trait where Self == RecordedLessonsTrait {
    /// Skips what was recorded of a lesson that somebody has changed.
    static var recordedLessons: Self { Self() }
}
