import Descent
import Foundation

// Reads programs, runs them, and writes the numbers that they show. A program begins with "program NUMBER MODES…"
// and ends with "end". Each line between them is an instruction (see Machine). A mode, such as "tape" or "threads1",
// repeats the program in a way that must not change a bit.

/// The output of a program in one mode.
func run(_ lines: [String], _ mode: String) -> [UInt32] {
    let machine = Machine()
    func run() {
        for (number, line) in lines.enumerated() { machine.execute(line, number) }
    }
    if mode == "tape" {
        let tape = Tape()
        withTape(tape, run)
        // All entries can be read, too.
        for entry in tape.entries { _ = (entry.value.count, entry.gradient?.scalars.count) }
    } else if mode.hasPrefix("threads") {
        withThreads(Int(mode.dropFirst("threads".count))!, run)
    } else {
        run()
    }
    return machine.output
}

func write(_ words: [UInt32]) {
    words.withUnsafeBytes { FileHandle.standardOutput.write(Data($0)) }
}

if CommandLine.arguments.dropFirst().first == "stress" { exit(Stress.run() ? 0 : 1) }

var header: [String] = []
var lines: [String] = []
while let line = readLine() {
    if line.hasPrefix("program ") {
        header = line.split(separator: " ").map(String.init)
        lines = []
    } else if line == "end" {
        let number = UInt32(header[1])!
        let words = run(lines, "plain")
        write(words)
        for (place, mode) in header.dropFirst(2).enumerated() where run(lines, mode) != words {
            write([Machine.modeDiffers, UInt32(place)])
        }
        write([Machine.end, number])
    } else {
        lines.append(line)
    }
}
