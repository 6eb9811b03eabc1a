import Foundation

/// Compares what a task's code gave with what it should give.
struct Examination {
    let exercise: Exercise
    let cases: [Figures]
    let expected: [Figures]

    init(_ exercise: Exercise, seed: UInt64) {
        self.exercise = exercise
        cases = exercise.cases(seed: seed)
        expected = cases.map(exercise.expected)
    }

    /// - Parameters:
    ///   - attempt: what the code gave.
    ///   - asks: whether the task's file still has the line that asks for an answer.
    func judge(_ attempt: Attempt, asks: Bool = false) -> Verdict {
        if attempt.ending != .completed { return broken(attempt) }
        let found = attempt.found
        guard let place = found.indices.first(where: { !found[$0].isNear(expected[$0]) }) else {
            return Verdict(kind: .done)
        }
        if asks { return Verdict(kind: .untouched, shown: shown(place, attempt)) }
        return Verdict(
            kind: .wrong, shown: shown(place, attempt),
            diagnosis: diagnosis(found)
                ?? (agrees(found, exercise.nothing)
                    ? "What is written there changes nothing yet: this is what the file gave at the beginning."
                    : GeneralFinding(cases, expected, found, place).sentence),
            printed: attempt.printed(place))
    }

    private func shown(_ place: Int, _ attempt: Attempt) -> Verdict.Shown {
        Verdict.Shown(
            put: cases[place], expected: expected[place],
            found: attempt.found.indices.contains(place) ? attempt.found[place] : nil)
    }

    /// What is said of code that gave no answer.
    private func broken(_ attempt: Attempt) -> Verdict {
        let place = min(attempt.found.count, cases.count - 1)
        var verdict = Verdict(
            kind: .crashed, shown: shown(place, attempt), printed: attempt.printed(place))
        verdict.shown?.found = nil
        let work = Text.count(Attempt.seconds, "second")
        switch attempt.ending {
        case .completed: break
        case .slow:
            verdict.kind = .slow
            let lines = verdict.printed.count
            verdict.diagnosis =
                lines < 1000
                ? "It was ended after \(work) of work: look for a loop without an end."
                : "It was ended after \(work) of work, and had printed more than \(lines) lines by then."
        case .waiting:
            verdict.kind = .slow
            verdict.diagnosis =
                "It was ended after \(Int(Attempt.patience / 2)) seconds in which it did little: what does "
                + "it wait for?"
        case .flood:
            verdict.kind = .slow
            verdict.diagnosis = "It was ended because it had printed more than 16 MB."
        case .greedy:
            verdict.kind = .greedy
            verdict.diagnosis =
                "It was ended at \(Attempt.memory >> 20) MB: look for something that grows in a loop."
        case .ended:
            verdict.kind = .ended
            verdict.diagnosis =
                "The program came to its end inside the task, before there was an answer."
        case .fatal(let message?, _): verdict.diagnosis = message
        case .fatal(nil, SIGSEGV), .fatal(nil, SIGBUS):
            verdict.diagnosis =
                "The system has ended it: look for a function that calls itself without an end."
        case .fatal(nil, SIGILL), .fatal(nil, SIGTRAP):
            verdict.diagnosis =
                "Swift has ended it without a word, as it does where a whole number becomes too large."
        case .fatal(nil, let signal): verdict.diagnosis = "Signal \(signal) has ended it."
        }
        return verdict
    }

    /// Whether something gives, in every case, what was found.
    private func agrees(_ found: [Figures], _ gives: (Figures) -> Figures) -> Bool {
        zip(cases, found).allSatisfy { $1.isNear(gives($0)) }
    }

    /// What a known mistake says that explains every case, if only one does.
    private func diagnosis(_ found: [Figures]) -> String? {
        let matches = Set(
            exercise.mistakes.filter { agrees(found, $0.gives) }.map(\.diagnosis))
        guard matches.count == 1, let text = matches.first else { return nil }
        let place = found.indices.first { !found[$0].isNear(expected[$0]) }!
        return text.split(separator: "{n}", omittingEmptySubsequences: false)
            .joined(separator: "\(cases[place].count)")
    }
}

/// What is true of a wrong result, where no mistake is known that explains it.
struct GeneralFinding {
    let cases: [Figures]
    let expected: [Figures]
    let found: [Figures]
    /// The first case that is wrong.
    let place: Int

    init(_ cases: [Figures], _ expected: [Figures], _ found: [Figures], _ place: Int) {
        (self.cases, self.expected, self.found, self.place) = (cases, expected, found, place)
    }

    /// One sentence; nil if there is nothing to say but the numbers.
    var sentence: String? {
        remark ?? shape ?? notANumber ?? nearly ?? factor ?? constant ?? sample ?? parts
    }

    /// The figures of the first wrong case, with what was found.
    private var pairs: [(name: String, expected: Figure, found: Figure)] {
        zip(expected[place].entries, found[place].entries).map { ($0.name, $0.figure, $1.figure) }
    }

    private var remark: String? {
        pairs.lazy.compactMap(\.found.remark).first
    }

    private var shape: String? {
        for (name, expected, found) in pairs where expected.shape != found.shape {
            if found.absence != nil || expected.absence != nil { return nil }
            if expected.shape.count == 1, found.shape.count == 1 {
                return "\(name) has \(Text.count(found.shape[0], "number")) where "
                    + "\(Text.count(expected.shape[0], "number")) \(expected.shape[0] == 1 ? "is" : "are") expected."
            }
            return
                "\(name) has the shape \(found.shape), and the shape \(expected.shape) is expected."
        }
        return nil
    }

    private var notANumber: String? {
        for (name, expected, found) in pairs {
            for (e, f) in zip(expected.numbers, found.numbers) where e.isFinite && !f.isFinite {
                return f.isNaN
                    ? "\(name) is not a number there (nan): look for 0/0, ∞ · 0 or a root of something "
                        + "negative."
                    : "\(name) is infinite there: look for a division by 0."
            }
        }
        return nil
    }

    /// All numbers, of all cases; nil if the shapes differ somewhere.
    private var numbers: [(expected: Double, found: Double)]? {
        var all: [(Double, Double)] = []
        for (e, f) in zip(expected, found) {
            guard e.entries.count == f.entries.count else { return nil }
            for (one, other) in zip(e.entries, f.entries) {
                guard one.figure.shape == other.figure.shape, !one.figure.isYesOrNo else {
                    return nil
                }
                all += zip(one.figure.numbers, other.figure.numbers)
            }
        }
        return all
    }

    /// What is off by less than half a percent: a slope from two points, or a small number added against a
    /// division by 0.
    private var nearly: String? {
        guard let numbers, numbers.count > 3 else { return nil }
        let isNear = numbers.allSatisfy { expected, found in
            abs(found - expected) <= 5e-3 * abs(expected) + 1e-5
        }
        return isNear
            ? "Nearly right everywhere, but not as exact as it can be: is something approximated?"
            : nil
    }

    private var factor: String? {
        guard let numbers, let largest = numbers.max(by: { abs($0.expected) < abs($1.expected) }),
            abs(largest.expected) > 1e-3
        else { return nil }
        let factor = largest.found / largest.expected
        guard abs(factor) > 1e-3, numbers.count > 3 else { return nil }
        let scaled = zip(expected, found).allSatisfy { e, f in
            zip(e.entries, f.entries).allSatisfy { e, f in
                f.figure.isNear(e.figure.map { $0 * factor })
            }
        }
        guard scaled else { return nil }
        if abs(factor + 1) < 1e-3 { return "The sign is reversed, everywhere." }
        return "Everywhere exactly \(Numbers.short(factor)) times the right value."
    }

    private var constant: String? {
        guard found.count > 2, found.allSatisfy({ $0.isNear(found[0]) }),
            !expected.allSatisfy({ $0.isNear(expected[0]) }),
            found[0].entries.allSatisfy({ $0.figure.absence == nil })
        else { return nil }
        return "The result is the same whatever is put in."
    }

    private var sample: String? {
        let right = cases.indices.filter { found[$0].isNear(expected[$0]) }
        let single = cases.indices.filter { cases[$0].count == 1 }
        // One case may be right by chance, and 0 is easily right.
        let telling = single.filter { place in
            expected[place].entries.contains { $0.figure.numbers.contains { $0 != 0 } }
        }
        guard telling.count > 3, single.count < cases.count, right == single else { return nil }
        return "Right for one sample, wrong for several."
    }

    /// Which of several figures are right in all cases.
    private var parts: String? {
        let names = expected[place].entries.map(\.name)
        let right = names.indices.filter { index in
            zip(expected, found).allSatisfy { e, f in
                e.entries.indices.contains(index) && f.entries.indices.contains(index)
                    && f.entries[index].figure.isNear(e.entries[index].figure)
            }
        }
        if right.isEmpty { return nil }
        let wrong = names.indices.filter { !right.contains($0) }
        func words(_ places: [Int]) -> String { list(places.map { names[$0] }, "and") }
        return "\(words(right)) \(right.count == 1 ? "is" : "are") right, "
            + "\(words(wrong)) \(wrong.count == 1 ? "is" : "are") not."
    }
}
