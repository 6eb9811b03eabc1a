import Foundation
import TestSupport
import Testing

/// What the pages tell a reader to type works.
///
/// A command is a line of a console block, or `code` that begins like one. A block under a mark is a
/// transcript, which is checked elsewhere, and so is a run that has a golden file. What is a run of a part
/// and nothing else is run as it is. All others are run by the shell in a copy of the package, page by page, in the page's order, as one may need
/// the file of another; nothing is built there, see ``swift``.
@Suite(.recordedLessons) struct DocumentationTests {
    struct Command: Sendable, Hashable, CustomTestStringConvertible {
        var page: String
        var line: String
        var testDescription: String { "\(page): \(line)" }

        /// `part2 --graph` for `swift run part2 --graph`; nil if there is more to it.
        var run: String? {
            // These write files, ask, or lead on from another one.
            let others = ["--hand-in", "--save", "--load", ".svg", ".html"]
            guard line.hasPrefix("swift run part"), !others.contains(where: line.contains),
                !line.contains(where: "|&<>;\"".contains)
            else { return nil }
            return String(line.dropFirst("swift run ".count))
        }
    }

    /// Every command of the pages.
    static let commands: [Command] = {
        let docs = Reference.package.appendingPathComponent("docs")
        let files = (FileManager.default.enumerator(atPath: docs.path)?.allObjects ?? [])
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".md") || $0 == "handout.html" }
        var commands: [Command] = []
        for page in ["README.md"] + files.sorted().map({ "docs/\($0)" }) {
            let file = Reference.package.appendingPathComponent(page)
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            for line in page.hasSuffix(".html") ? codes(ofHTML: text) : lines(ofMarkdown: text) {
                let command = Command(page: page, line: line)
                if !commands.contains(command) { commands.append(command) }
            }
        }
        return commands
    }()

    private static func lines(ofMarkdown text: String) -> [String] {
        var commands: [String] = []
        var (prose, language) = ("", String?.none)
        var (isMarked, isTranscript) = (false, false)
        for line in text.components(separatedBy: "\n") {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("```") {
                commands += codes(ofProse: prose)
                prose = ""
                language = language == nil ? String(line.dropFirst(3)) : nil
                (isTranscript, isMarked) = (isMarked, false)
            } else if let language {
                guard ["console", "sh", "bash"].contains(language), !isTranscript, !line.isEmpty
                else { continue }
                commands.append(line.replacing(#/^\$ /#, with: "").replacing(#/ +# .*/#, with: ""))
            } else if line.wholeMatch(of: /<!-- (run|excerpt|tested by) .*-->/) != nil {
                isMarked = true
            } else {
                if !line.isEmpty { isMarked = false }
                prose += line + "\n"
            }
        }
        return commands + codes(ofProse: prose)
    }

    /// The `code` of a text that begins like a command and has more than one word.
    private static func codes(ofProse text: String) -> [String] {
        text.matches(of: /`([^`]+)`/).compactMap { match in
            let words = match.1.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                .replacing("\\|", with: "|")
            return isCommand(words) ? words : nil
        }
    }

    private static func codes(ofHTML text: String) -> [String] {
        text.matches(of: /<code>([^<]+)<\/code>/).map { String($0.1) }.filter(isCommand)
    }

    private static func isCommand(_ text: String) -> Bool {
        let first =
            /([A-Z_]+=\S+ )*(swift|git|cp|tar|head|docker|export|wsl|scripts\/\S+|\.build\/\S+|part[1-4]) \S.*/
        // A part and a number of words without an option, such as "part1 and part2", is a text.
        return text.wholeMatch(of: first) != nil
    }

    /// What is run in place of a command that cannot be run here as it stands; "" for nothing.
    private static let instead = [
        // Names that a reader is to replace.
        "scripts/mark FOLDER": "scripts/mark ../class",
        // They would write into the checkout: an answer is lost, or a hand-in is left.
        "cp docs/tasks/part1/03-gradient.swift Sources/part1/Exercises": "",
        ".build/debug/part1 exercises --hand-in NAME": ".build/debug/part1 exercises --help",
        // See MarkingTests.
        "scripts/mark FOLDER --class ROSTER.csv --part 1": "",
        // It waits for Enter, at a terminal; see ClassroomTests.
        "swift run part1 --step --explain": "",
        "swift run part1 --step --explain --epochs 2": "",
        // Of other systems.
        "xcode-select --install": "",
        "wsl --install": "",
        "docker save": "",
        // On the laptop that gets a stick; see CourseTests.
        "tar -xzf descent.tar.gz": "",
        // What needs a build of its own, minutes or a browser; scripts/check and CI run them, or a maintainer.
        "scripts/build-browser": "",
        "scripts/random-programs COUNT SEED": "",
        "scripts/benchmark --quick": "",
        "scripts/benchmark --compiled": "",
        "swift run -c release -Xcc -march=native part2 line --samples 1000000 --lr 1e-14 --every 0 --timing":
            "swift run -c release -Xcc -march=native part2 line --samples 1000 --lr 1e-14 --every 0 --timing",
        // PyTorch's half; see PyTorchTests.
        "scripts/continue_in_pytorch.py net.safetensors --epochs 500 --save further.safetensors":
            "cp net.safetensors further.safetensors",
        "torchrun --nproc-per-node 2 scripts/continue_in_pytorch.py net.safetensors --epochs 500":
            "",
    ]

    /// Runs of which the page says that they end with an error.
    private static let failing = ["swift run part4 crops --lr 0.1"]

    /// What a page has from elsewhere.
    private static let before = [
        "docs/saving.md": "part4 network --epochs 1 --save net.safetensors"
    ]

    /// `swift` and `docker` as the pages have them, with what is built already. It knows the words
    /// that the pages have, and no others.
    private static let swift = #"""
        #!/bin/bash
        fail() { echo "error: the pages' $tool: $*" >&2; exit 64; }
        tool=$(basename "$0")
        PATH=${PATH#*:}
        products=$(dirname "$(command -v part1)")
        case "$tool ${1:-}" in
        "swift --version") exec swift --version ;;
        "swift run")
            shift
            while :; do
                case "${1:-}" in
                -c) [[ ${2:-} == release || ${2:-} == debug ]] || fail "-c $2"; shift 2 ;;
                -Xcc) [[ ${2:-} == -march=native ]] || fail "-Xcc $2"; shift 2 ;;
                --skip-build) shift ;;
                *) break ;;
                esac
            done
            [ -x "$products/${1:-}" ] || fail "there is no product $1"
            if [ $# -gt 0 ]; then exec "$products/$1" "${@:2}"; fi
            ;;
        "swift build")
            shift
            while [ $# -gt 0 ]; do
                case "$1" in
                --product) grep -q "name: \"$2\"" Package.swift || fail "there is no product $2"; shift ;;
                --package-path) cd "$2" || fail "there is no folder $2"; shift ;;
                --jobs) [ "$2" -gt 0 ] || fail "--jobs $2"; shift ;;
                --show-bin-path) echo "$products" ;;
                *) fail "build $1" ;;
                esac
                shift
            done
            ;;
        "swift test")
            [ $# = 1 ] && exit 0
            [ $# = 3 ] && [ "$2" = --filter ] || fail "$*"
            for name in ${3//./ }; do
                [ -d "Tests/$name" ] || grep -rqE "struct $name( |\b)" Tests || fail "there are no tests $name"
            done
            ;;
        "swift package") [ "$*" = "package clean" ] || fail "$*" ;;
        "docker run")
            shift
            while [[ ${1:-} == -* ]]; do
                case "$1" in
                -v | -w) shift 2 ;;
                -it | --rm) shift ;;
                *) fail "run $1" ;;
                esac
            done
            # The image is the one of the checks.
            grep -rqF "container: $1" .github || fail "no check runs in $1"
            shift
            PATH=$(dirname "$0"):$PATH exec "$@"
            ;;
        *) fail "$*" ;;
        esac
        """#

    @Test func thePagesHaveCommandsForEveryPart() {
        #expect(Self.commands.count >= 150)
        for part in 1...4 {
            #expect(Self.commands.contains { $0.run?.hasPrefix("part\(part)") == true })
        }
        let lines = Self.commands.map(\.line)
        for line in Self.instead.keys + Self.failing {
            #expect(lines.contains(line), "no page has it: \(line)")
        }

    }

    private static let golden = Set(
        GoldenTests.files.compactMap { file in
            try? String(contentsOf: file, encoding: .utf8).prefix { $0 != "\n" }.dropFirst(2)
        })

    @Test(
        .slow,
        arguments: commands.filter {
            $0.run.map { !golden.contains($0[...]) } ?? false && instead[$0.line] == nil
        })
    func theCommandRuns(_ command: Command) throws {
        let result = try Program.run(#require(command.run))
        if Self.failing.contains(command.line) {
            #expect(result.status == 1 && result.error.hasPrefix("error: "))
            return
        }
        // Tasks are there to be done, and not all are.
        let allowed: [Int32] = command.line.contains(" exercises") ? [0, 1] : [0]
        #expect(allowed.contains(result.status), "\(result.error)")
        #expect(result.error.isEmpty)
        #expect(!result.output.isEmpty)
    }

    private static let others = Dictionary(grouping: commands.filter { $0.run == nil }, by: \.page)

    @Test(.slow, arguments: others.keys.sorted())
    func theOtherCommandsRun(_ page: String) throws {
        // Watching goes on until somebody ends it; see ExerciseTests.
        let commands = Self.others[page, default: []].map { Self.instead[$0.line] ?? $0.line }
            .filter { !$0.hasPrefix("scripts/watch ") }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("page-\(UUID().uuidString)", isDirectory: true)
        let tools = folder.appendingPathComponent("tools", isDirectory: true)
        try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for tool in ["swift", "docker"] {
            let file = tools.appendingPathComponent(tool)
            try Self.swift.write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        // The copy, a learner's copy, and a class of one.
        let isVersioned = commands.contains { $0.hasPrefix("git ") }
        let setUp = try Program.shell(
            """
            set -e; package=$PWD; cd '\(folder.path)'; mkdir -p descent/.build class/Ada; cd descent
            cp -R "$package"/{.devcontainer,.gitattributes,.gitignore,.swift-format,.vscode} .
            cp -R "$package"/{README.md,Package.swift,Sources,docs,scripts} .
            ln -s "$package"/{.github,Tests} .
            ln -s "$(dirname "$(command -v part1)")" .build/debug
            cp Sources/part1/Exercises/0* ../class/Ada; ln -s descent ../learner
            if \(isVersioned); then
                git init -q; git add .; git -c user.name=Ada -c user.email=ada@example.org commit -qm All
            fi
            \(Self.before[page] ?? "")
            """)
        try #require(setUp.status == 0, "\(setUp.error)")
        for command in commands where !command.isEmpty {
            // The whole folder is packed from outside.
            let place = command.hasPrefix("tar ") ? folder.path : "\(folder.path)/descent"
            let result = try Program.shell(
                "PATH='\(tools.path)':$PATH; cd '\(place)'\n\(command)\n")
            let mayFail =
                command.contains(" exercises") || command.hasPrefix("scripts/classroom")
            #expect(
                result.status == 0 || mayFail && result.status == 1,
                "\(command): \(result.output)\(result.error)")
            #expect(!result.error.contains("error:"), "\(command): \(result.error)")
        }
    }
}
