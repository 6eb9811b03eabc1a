// What the terminal's classroom has and a page does not need: signals, a prompt, colours, a clock.

/// Nobody interrupts a run from within.
enum Interruption {
    enum Cause {
        case interrupt

        var word: String { "Interrupted" }
    }

    enum Phase { case indivisible, training, ending }

    static var cause: Cause? { nil }
    static var phase: Phase {
        get { .training }
        set {}
    }

    static func sleep(_ seconds: Double) {}
}

struct Progress {
    init(total: Int, delay: Double) {}

    func update(_ step: Int) {}
    func clear() {}
    func finish(_ step: Int) {}
}

struct Timing {
    var summary: String { "" }

    mutating func begin() {}
    mutating func end() {}
}

struct StepPrompt {
    func wait() -> Bool { true }
}

/// Text is plain; the page colours it.
struct Style {
    enum Colour { case bold, dim, red, green, yellow, cyan }

    func callAsFunction(_ text: String, _ colour: Colour) -> String { text }
}

struct Terminal {
    let style = Style()

    static var current: Terminal { Terminal() }
}

/// What lessons print goes nowhere; the page shows what they hand over.
struct Output {
    func print(_ line: String) {}
    func flush() {}
}

/// An experiment needs no isolation: nothing that a lesson prints is seen.
enum Isolation {
    static func run<Result>(_ output: Output, _ body: () -> Result) -> Result { body() }
}

enum ExitStatus { case success, failure, usage }

func printError(_ line: String) {}

/// Ends the run: the page reads the sentence and starts the module anew.
func fail(_ message: String, status: ExitStatus) -> Never {
    fatalError(message)
}

/// Words in a list: "a, b and c".
func list(_ words: [String], _ last: String) -> String {
    guard let final = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(last) \(final)"
}

// MARK: - Pictures are the page's own

struct Descent {
    var runs: Int { 0 }
    var missing: String? { nil }

    func lines(steps: Int, _ terminal: Terminal) -> [String] { [] }
}

struct RunPlots {
    init(
        insight: Insight, history: History, predict: (([Float], [Int]) -> [Float])?,
        latest: Moment?, last: EpochRecord, descent: Descent?, epochsBefore: Int
    ) {}

    func lines(_ form: Settings.PlotForm, _ terminal: Terminal) -> [String] { [] }
}

extension Lesson {
    /// Does what ends the program with a fatal error: here it ends the module, and the page asks again.
    /// The second time the lesson goes on, as it does in the terminal.
    public func showFatalError(then sentence: String? = nil, _ body: () -> Void) {
        if settings.hasShownError {
            if let sentence { note(Text.wrap(sentence) + [""]) }
        } else {
            body()
        }
    }
}

extension String {
    /// The text with every occurrence of a piece replaced.
    func replacing(_ piece: String, with other: String) -> String {
        let (text, piece, other) = (Array(utf8), Array(piece.utf8), Array(other.utf8))
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if index + piece.count <= text.count,
                text[index..<index + piece.count].elementsEqual(piece)
            {
                result += other
                index += piece.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Double {
    /// A number as `Numbers.scientific` writes it, "1.5e-01". Embedded Swift cannot read others.
    ///
    /// Up to 10²² powers of ten are exact, so that the quotient has the bits that reading would give.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: 101).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
        let mantissa = parts[0].utf8.split(separator: 46)
        let decimals = mantissa.count == 2 ? mantissa[1].count : 0
        guard let digits = Int(String(decoding: mantissa.joined(), as: UTF8.self)) else {
            return nil
        }
        let places = exponent - decimals
        let power = (0..<abs(places)).reduce(1.0) { power, _ in power * 10 }
        self = places < 0 ? Double(digits) / power : Double(digits) * power
    }
}
