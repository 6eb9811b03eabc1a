import Foundation

/// Small numbers that are to be known in the next run: which hint comes next. They are kept beside the
/// program, where a build keeps its files.
struct ExerciseMemory {
    private let file: URL

    /// - Parameter name: what the numbers are of.
    package init(_ name: String) {
        file = Bundle.main.executableURL!.deletingLastPathComponent()
            .appendingPathComponent("exercises-\(name).json")
    }

    /// Without a place to write nothing is kept, and everything begins anew.
    package subscript(key: String) -> Int? {
        get { all[key] }
        nonmutating set {
            var all = all
            all[key] = newValue
            try? ExerciseJSON.data(all).write(to: file, options: .atomic)
        }
    }

    private var all: [String: Int] {
        (try? Data(contentsOf: file)).flatMap { ExerciseJSON.read($0) } ?? [:]
    }
}
