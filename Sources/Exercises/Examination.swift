import Foundation
import Words

/// Compares the results of a task's code with the right ones.
struct Examination {
    let exercise: Exercise
    package let cases: [Figures]
    package let expected: [Figures]

    package init(_ exercise: Exercise, seed: UInt64) {
        self.exercise = exercise
        cases = exercise.cases(seed: seed)
        expected = cases.map(exercise.expected)
    }

    /// - Parameters:
    ///   - attempt: the results of the code.
    ///   - asks: true while the task's file has the line that asks for an answer.
    package func judge(_ attempt: Attempt, asks: Bool = false) -> Verdict {
        if attempt.ending.kind != .done {
            // If the code ended without an answer, the case in which it ended is shown.
            let index = min(attempt.found.count, cases.count - 1)
            var verdict = attempt.ending
            verdict.shown = Verdict.Shown(put: cases[index], expected: expected[index])
            verdict.printed = attempt.printed(index)
            return verdict
        }
        let found = attempt.found
        func shown(_ index: Int) -> Verdict.Shown {
            Verdict.Shown(put: cases[index], expected: expected[index], found: found[index])
        }
        let last = shown(cases.count - 1)
        guard let index = found.indices.first(where: { !found[$0].isNear(expected[$0]) }) else {
            return Verdict(kind: .done, last: last)
        }
        if asks { return Verdict(kind: .untouched, shown: shown(index)) }
        return Verdict(
            kind: .wrong, shown: shown(index), diagnosis: diagnosis(found, index),
            printed: attempt.printed(index), last: last)
    }

    /// The diagnosis of the only known mistake that explains every case; if there isn't one, a general finding.
    private func diagnosis(_ found: [Figures], _ index: Int) -> String? {
        func agrees(_ gives: (Figures) -> Figures) -> Bool {
            zip(cases, found).allSatisfy { $1.isNear(gives($0)) }
        }
        let matches = Set(exercise.mistakes.filter { agrees($0.gives) }.map(\.diagnosis))
        if matches.count == 1 {
            return matches.first!.replacingOccurrences(of: "{n}", with: "\(cases[index].count)")
        }
        return agrees(exercise.nothing)
            ? "Your change has no effect yet: the original file gives the same result."
            : GeneralFinding(expected: expected, found: found, index: index).sentence
    }
}

/// A statement about a wrong result that no known mistake explains.
struct GeneralFinding {
    package let expected: [Figures]
    package let found: [Figures]
    /// The first case that is wrong.
    package let index: Int

    /// The statement; nil if the numbers say it all.
    package var sentence: String? {
        shape ?? notANumber ?? nearly ?? factor ?? parts
    }

    /// The figures of the first wrong case.
    private var pairs: [(name: String, expected: Figure, found: Figure)] {
        zip(expected[index].entries, found[index].entries).map { ($0.name, $0.figure, $1.figure) }
    }

    /// The numbers of all cases; none if the shapes differ somewhere.
    private var numbers: [(expected: Double, found: Double)] {
        let pairs = zip(expected, found).flatMap { zip($0.entries, $1.entries) }
        guard pairs.allSatisfy({ $0.figure.shape == $1.figure.shape }) else { return [] }
        return pairs.flatMap { zip($0.figure.numbers, $1.figure.numbers) }.map { ($0, $1) }
    }

    private var shape: String? {
        guard let (name, expected, found) = pairs.first(where: { $1.shape != $2.shape }),
            found.absence == nil, expected.absence == nil
        else { return nil }
        guard expected.shape.count == 1, found.shape.count == 1 else {
            return "\(name) has the shape \(found.shape), but should have \(expected.shape)."
        }
        let count = Text.count(found.shape[0], "number")
        return "\(name) has \(count), but should have \(expected.shape[0])."
    }

    private var notANumber: String? {
        pairs.first { $0.found.numbers.contains { !$0.isFinite } }.map {
            "\($0.name) is infinite or not a number (nan): look for a division by 0."
        }
    }

    /// For results that are off by less than half a percent, such as a slope from two points, or a division by s plus
    /// a small number.
    private var nearly: String? {
        let isNear = numbers.allSatisfy { abs($1 - $0) <= 5e-3 * abs($0) + 1e-5 }
        return isNear && numbers.count > 3
            ? "Nearly right, but not exact: do you approximate something, or add a small number?"
            : nil
    }

    private var factor: String? {
        let largest = numbers.max { abs($0.expected) < abs($1.expected) }
        guard numbers.count > 3, let largest, abs(largest.expected) > 1e-3 else { return nil }
        let factor = largest.found / largest.expected
        let tolerance = 1e-4 * abs(largest.found) + 1e-5
        guard abs(factor) > 1e-3,
            numbers.allSatisfy({ abs($0.found - factor * $0.expected) <= tolerance })
        else { return nil }
        return abs(factor + 1) < 1e-3
            ? "The sign is reversed everywhere."
            : "Everywhere, the result is \(Numbers.short(factor)) times the right value."
    }

    /// For several figures: those that are right in all cases.
    private var parts: String? {
        let names = expected[index].entries.map(\.name)
        let right = names.filter { name in
            zip(expected, found).allSatisfy { $1.only([name]).isNear($0.only([name])) }
        }
        let wrong = names.filter { !right.contains($0) }
        if right.isEmpty { return nil }
        return "Right: \(list(right, "and")). Not right: \(list(wrong, "and"))."
    }
}
