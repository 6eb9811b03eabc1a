import Foundation
import Words

extension Terminal {
    /// Standard output.
    package static var current: Terminal { on(STDOUT_FILENO, columns: Platform.terminalColumns) }

    /// Standard error, where progress is shown.
    package static var error: Terminal { on(STDERR_FILENO, columns: nil) }

    private static func on(_ descriptor: Int32, columns: Int?) -> Terminal {
        Terminal(
            environment: ProcessInfo.processInfo.environment,
            isTerminal: Platform.isTerminal(descriptor), columns: columns)
    }

    /// - Parameters:
    ///   - environment: the process's environment.
    ///   - isTerminal: whether the output is a terminal.
    ///   - columns: the width of that terminal, if known.
    package init(environment: [String: String], isTerminal: Bool, columns: Int?) {
        /// The value of the first variable that is set and not empty.
        func value(_ names: String...) -> String? {
            names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        let widths = [isTerminal ? columns : nil, value("COLUMNS").flatMap { Int($0) }]
        // A terminal that doesn't know its width reports 0.
        let known = widths.lazy.compactMap { $0 }.first { $0 > 0 }

        let terminal = value("TERM")
        let canErase = isTerminal && terminal != nil && terminal != "dumb"
        // The Linux console's font lacks most of the characters that plots use.
        let isLimited = isTerminal && (terminal == "dumb" || terminal == "linux")
        let locale = value("LC_ALL", "LC_CTYPE", "LANG")
        self.init(
            width: min(max(known ?? 80, 40), 200),
            style: Style(isColored: canErase && value("NO_COLOR") == nil),
            characters: isLimited || locale.map(Self.isUTF8) == false ? .ascii : .unicode,
            canErase: canErase)
    }

    /// True if a locale such as `de_DE.UTF-8@euro` uses UTF-8 or doesn't name a charset.
    private static func isUTF8(_ locale: String) -> Bool {
        let name = locale.prefix { $0 != "@" }
        if name == "C" || name == "POSIX" { return false }
        guard let dot = name.firstIndex(of: ".") else { return true }
        let charset = name[dot...].dropFirst().lowercased()
        return charset == "utf-8" || charset == "utf8"
    }
}
