import Foundation
import TestSupport
import Testing

/// The command line of the tasks. What the checks say of answers is in WorkbookTests.
@Suite struct ExerciseTests {
    static let parts = ["part1", "part2", "part3", "part4"]
    static let counts = ["part1": 5, "part2": 4, "part3": 4, "part4": 6]

    /// Whether nobody has begun the tasks of this checkout.
    private var areUntouched: Bool {
        Self.parts.allSatisfy { part in
            let archive = Reference.package.appendingPathComponent("docs/tasks/\(part)").path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: archive)) ?? []
            return !names.isEmpty
                && names.allSatisfy {
                    FileManager.default.contentsEqual(
                        atPath: "\(archive)/\($0)",
                        andPath: "\(Reference.package.path)/Sources/\(part)/Exercises/\($0)")
                }
        }
    }

    @Test(arguments: parts)
    func shippedTasksAreNotBegun(_ part: String) throws {
        guard areUntouched else { return }
        let result = try Program.run("\(part) exercises")
        #expect(result.status == 1 && result.error.isEmpty)
        #expect(
            result.lines.count <= 24 && result.lines.allSatisfy { $0.count <= 80 },
            "\(result.output)")
        let count = try #require(Self.counts[part])
        #expect(result.lines.filter { $0.hasSuffix(" not begun") }.count == count)
        #expect(result.lines.contains("0 of \(count)"))
        #expect(result.output.contains("Run again: swift run \(part) exercises"))
    }

    @Test(arguments: parts)
    func hasAFileForEachTask(_ part: String) throws {
        let archive = Reference.package.appendingPathComponent("docs/tasks/\(part)")
        let files = try FileManager.default.contentsOfDirectory(atPath: archive.path)
        #expect(files.count == Self.counts[part])
        for file in files {
            let url = Reference.package.appendingPathComponent("Sources/\(part)/Exercises/\(file)")
            #expect(FileManager.default.fileExists(atPath: url.path), "\(file)")
            // A shell completes the file's name, so that is a name of the task, too.
            let hint = try Program.run("\(part) exercises --hint \(file)")
            #expect(hint.status == 0 && hint.output.contains(", hint "), "\(hint.error)")
        }
    }

    /// What the tasks tell a learner to reread.
    @Test(arguments: parts)
    func thePagesToRereadAreThere(_ part: String) throws {
        let folder = Reference.package.appendingPathComponent("Sources/\(part)/Exercises")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.wholeMatch(of: /\d\d-.*\.swift/) != nil {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            let paths = text.matches(of: /(?:Sources|docs)\/[\w\/.-]*\w/).map { String($0.output) }
            for path in paths {
                let url = Reference.package.appendingPathComponent(path)
                #expect(FileManager.default.fileExists(atPath: url.path), "\(file): \(path)")
            }
        }
    }

    /// Hints come one after the other, and begin anew.
    @Test func hintsFollowOneAnother() throws {
        let numbers = try (0..<6).map { _ in
            try #require(
                Program.run("part4 exercises --hint standardize").output.firstMatch(
                    of: /hint (\d) of 3/)
            ).1
        }
        // Other tests may ask for hints of this part meanwhile, and count on.
        #expect(Set(numbers) == ["1", "2", "3"])
    }

    @Test(arguments: [
        ("part1 exercises --only gradeint", "Did you mean 'gradient'?"),
        ("part1 exercises gradient", "Did you mean '--only gradient'?"),
        ("part1 exercises --hnit", "Did you mean '--hint'?"),
        ("part1 exercise", "Did you mean 'exercises'?"),
        ("part1 exercises --only", "--only needs a value: a number from 1 to 5, or prediction, "),
        ("part1 exercises --only 9", "cannot be '9': it takes a number from 1 to 5, or prediction"),
        ("part1 exercises --hand-in ''", "--hand-in needs a value"),
        ("part1 exercises --seed -1", "--seed cannot be '-1': it takes a whole number from 0."),
        ("part1 exercises --seed x", "--seed cannot be 'x': it takes a whole number from 0."),
        ("part1 exercises --seed", "--seed needs a value: a whole number from 0."),
        ("part1 exercises --hint 7", "--hint cannot be '7': it takes a number from 1 to 5"),
        ("part1 network", "it has line, crops and sine. part4 has it."),
        ("part1 exercises --hint --hand-in Ada", "--hint cannot be used together with other"),
        ("part1 exercises --only=9", "cannot be '9'"),
    ])
    func refuses(_ command: String, _ reason: String) throws {
        let result = try Program.run(command)
        #expect(result.status == 64 && result.output.isEmpty, "\(result.output)")
        #expect(result.error.contains(reason), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
    }

    @Test func aHandInHasTheFiles() throws {
        let script = """
            d=$(mktemp -d); cd "$d"; part3 exercises --hand-in 'Ada L'; echo "$?"; cat part3-Ada-L.txt; rm -r "$d"
            """
        let result = try Program.shell(script)
        #expect(result.lines[0].hasPrefix("Wrote part3-Ada-L.txt: 4 tasks."))
        #expect(result.lines[1] == "0")
        for line in [
            #"  "name" : "Ada L","#, #"  "part" : "part3""#, #"    "01-momentum.swift" : ["#,
            #"      "import Descent","#,
        ] {
            #expect(result.lines.contains(line), "\(line)")
        }
    }

    /// scripts/watch, beside a compiler that finds something, and then nothing; and its keys.
    @Test func watchingShowsErrorsAndThenTheTasks() throws {
        let script = """
            d=$(mktemp -d); mkdir -p "$d/scripts" "$d/bin" "$d/Sources/part1"
            cp scripts/watch "$d/scripts"; cp -R Sources/part1/Exercises "$d/Sources/part1"; cd "$d"
            file=$d/Sources/part1/Exercises/01-prediction.swift
            cat >bin/swift <<'END'
            #!/bin/sh
            case "$*" in
            *--show-bin-path*) dirname "$(command -v part1)" ;;
            *) [ ! -e log ] || { cat log; exit 1; } ;;
            esac
            END
            chmod +x bin/swift; export PATH="$d/bin:$PATH"
            for _ in 1 2; do cat >>log <<END
            [1/2] Compiling part1
            $file:2:5: warning: unused
            1 | let a = 1
            $file:3:7: error: var 'total' is not concurrency-safe because of this
            2 |
            3 | var total = 0
              |     ^ not concurrency-safe
            END
            done
            wait_for() { for _ in $(seq 200); do ! grep -q "$1" out || return 0; sleep 0.1; done; }
            mkfifo keys; scripts/watch part1 prediction <keys >out & exec 3>keys
            wait_for Waiting; rm log; echo >>"$file"
            wait_for 'Part 1: exercises'; printf h >&3
            wait_for ', hint '; printf q >&3
            wait; cat out; cd /; rm -r "$d"
            """
        let lines = try Program.shell(script).lines
        #expect(lines[0] == "This does not compile yet:")
        let error =
            "01-prediction.swift:3:7: error: var 'total' is not concurrency-safe because of this"
        #expect(lines.count { $0 == error } == 1)
        #expect(lines.count { $0.contains("must be declared inside a function") } == 1)
        #expect(lines.contains { $0.contains(", hint ") })
        #expect(lines.contains { $0.contains("Press h for a hint") })
        #expect(!lines.contains { $0.hasPrefix("Run again: ") || $0.hasPrefix("A hint: ") })
        #expect(lines.contains("3 | var total = 0") && !lines.contains { $0.contains("unused") })
    }

    /// Nothing that somebody has in the environment changes a check or starts one.
    @Test func theEnvironmentChangesNothing() throws {
        let plain = try Program.run("part2 exercises")
        let word = "--exhibit=\(UUID().uuidString)"
        let script =
            "export SWIFT_BACKTRACE=enable=no EXHIBIT=\(word); part2 exercises"
        #expect(try Program.shell(script).output == plain.output)
        // The word alone, without the first process on standard input, is a wrong option.
        #expect(try Program.run("part2 exercises \(word)").status == 64)
    }
}
