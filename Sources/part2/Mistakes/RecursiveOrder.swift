import Workbook

/// A classic mistake: an autograd that goes back recursively, in the wrong
/// order; see ``Value``.
func lineWithRecursiveOrder(_ lesson: LineLesson) {
    // The smallest example: b and c each use their operand twice, so dc/da = 4.
    let a = Value(1)
    func c() -> Value {
        let b = a + a
        return b + b
    }
    func derivative(_ way: Value.Way) -> Float {
        c().backward(way)
        defer { a.grad = 0 }
        return a.grad
    }
    lesson.compare(
        "dc/da for b = a + a, c = b + b:",
        [
            "recursively": derivative(.recursive),
            "correct": derivative(.right),
            "central difference": centralDifference(a, c),
        ])

    trainLine(lesson, goingBack: .recursive, named: "recursively")
}
