import Classroom
import Files
import Looking
import System
import Words

/// The files that a run writes: pictures with `--plot FILE.svg`, and a page with `--report FILE.html`.
struct LeftFiles: Sendable {
    var pictures: [(form: PlotForm, path: String)] = []
    var report: String?
    /// The arguments after the name of the program.
    var arguments: [String] = []

    var isEmpty: Bool { pictures.isEmpty && report == nil }

    // MARK: - The option

    private static let forms: [PlotForm] = [.loss, .fit, .w, .descent]
    private static let words = forms.map(\.rawValue) + ["FILE.svg"]

    static let plot = Option(
        names: ["--plot"], placeholder: words.joined(separator: "|"),
        allowed: "\(list(words, "or")), or both: loss=FILE.svg", absent: PlotForm.all.rawValue,
        read: { text, settings in
            if let form = (forms + [.all]).first(where: { $0.rawValue == text }) {
                settings.plot = form
                return true
            }
            let form = (forms + [.graph]).first { text.hasPrefix("\($0.rawValue)=") }
            let path = form.map { String(text.dropFirst($0.rawValue.count + 1)) } ?? text
            // A word before an equals sign must be a form, but ./a=b.svg is a file.
            let isOther = form == nil && !text.prefix { $0 != "=" }.contains { "./".contains($0) }
            guard WholeFile.isName(path, ending: ".svg"), !isOther else { return false }
            // As with other options, the last one counts.
            settings.leaves.pictures.removeAll { $0.path == path }
            settings.leaves.pictures.append((form ?? .all, path))
            return true
        }, help: "draw loss and fit, or one; to a file: loss=FILE.svg")

    // MARK: - Before the run

    /// Rejects files that couldn't be written at the end, before anything is trained.
    func checkWritable() throws(UsageError) {
        for picture in pictures {
            try WholeFile(path: picture.path).checkWritable("--plot", "class=\"picture\"")
        }
        if let report { try WholeFile(path: report).checkWritable("--report", ReportPage.mark) }
    }

    // MARK: - The command

    /// The command that repeats the run, quoted for a shell.
    func command(_ stage: Stage) -> String {
        (["swift", "run", stage.name] + arguments.map(Self.shellQuoted)).joined(separator: " ")
    }

    /// A word quoted so that the shell doesn't change it.
    static func shellQuoted(_ word: String) -> String {
        let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"
        if !word.isEmpty && word.consists(of: plain) { return word }
        return "'\(word.replacing("'", with: "'\\''"))'"
    }
}
