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
        let found = attempt.found
        func shown(_ index: Int) -> Verdict.Shown {
            Verdict.Shown(
                put: cases[index], expected: expected[index],
                found: index < found.count ? found[index] : nil)
        }
        let last = shown(cases.count - 1)
        if attempt.ending.kind != .done {
            // If the code ended without an answer, the case in which it ended is shown.
            let index = min(found.count, cases.count - 1)
            var verdict = attempt.ending
            (verdict.shown, verdict.printed) = (shown(index), attempt.printed(index))
            return verdict
        }
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
            : finding(found, index)
    }

    /// A statement about a wrong result that no known mistake explains; nil if the numbers say it all.
    private func finding(_ found: [Figures], _ index: Int) -> String? {
        let pairs = Array(zip(expected[index].entries, found[index].entries))
        if let (right, wrong) = pairs.first(where: { $0.figure.shape != $1.figure.shape }),
            right.figure.absence == nil, wrong.figure.absence == nil
        {
            let (shape, wrongShape) = (right.figure.shape, wrong.figure.shape)
            return shape.count == 1 && wrongShape.count == 1
                ? "\(right.name) has \(Text.count(wrongShape[0], "number")), but should have \(shape[0])."
                : "\(right.name) has the shape \(wrongShape), but should have \(shape)."
        }
        if let pair = pairs.first(where: { $1.figure.numbers.contains { !$0.isFinite } }) {
            return "\(pair.0.name) is infinite or not a number (nan): look for a division by 0."
        }
        if let sentence = factor(found) { return sentence }
        // For several figures: those that are right in all cases.
        let names = expected[index].entries.map(\.name)
        let right = names.filter { name in
            zip(expected, found).allSatisfy { $1.only([name]).isNear($0.only([name])) }
        }
        let wrong = names.filter { !right.contains($0) }
        if right.isEmpty { return nil }
        return "Right: \(list(right, "and")). Not right: \(list(wrong, "and"))."
    }

    /// A statement about results that are nearly right, or all wrong by the same factor.
    private func factor(_ found: [Figures]) -> String? {
        let pairs = zip(expected, found).flatMap { zip($0.entries, $1.entries) }
        let numbers = pairs.flatMap { zip($0.figure.numbers, $1.figure.numbers) }
        guard pairs.allSatisfy({ $0.figure.shape == $1.figure.shape }), numbers.count > 3,
            let largest = numbers.max(by: { abs($0.0) < abs($1.0) })
        else { return nil }
        // Off by less than half a percent, such as a slope from two points, or a division by s plus a small number.
        if numbers.allSatisfy({ abs($1 - $0) <= 5e-3 * abs($0) + 1e-5 }) {
            return
                "Nearly right, but not exact: do you approximate something, or add a small number?"
        }
        let factor = largest.1 / largest.0
        let tolerance = 1e-4 * abs(largest.1) + 1e-5
        guard abs(largest.0) > 1e-3, abs(factor) > 1e-3,
            numbers.allSatisfy({ abs($1 - factor * $0) <= tolerance })
        else { return nil }
        return abs(factor + 1) < 1e-3
            ? "The sign is reversed everywhere."
            : "Everywhere, the result is \(Numbers.short(factor)) times the right value."
    }
}
