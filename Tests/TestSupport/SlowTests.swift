import Foundation
import Testing

extension Trait where Self == ConditionTrait {
    /// For tests that take seconds: `swift test` skips them and says so, `scripts/check` runs them.
    public static var slow: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["SLOW_TESTS"] != nil,
            "slow; SLOW_TESTS=1 runs it")
    }
}
