import Descent
import Foundation

// Reads programs, runs each, and writes the numbers that it shows. A program begins with "program NUMBER
// MODES…" and ends with "end"; between them is an instruction a line (see Machine). A mode repeats the program
// in another way, which may not change a bit: "tape", "threads1".

/// What is shown of a program that runs in one mode.
func run(_ lines: [String], _ mode: String) -> [UInt32] {
    let machine = Machine()
    func run() {
        for (number, line) in lines.enumerated() { machine.execute(line, number) }
    }
    if mode == "tape" {
        let tape = Tape()
        withTape(tape, run)
        // They can all be read, too.
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
