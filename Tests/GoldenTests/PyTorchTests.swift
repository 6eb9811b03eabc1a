import Foundation
import TestSupport
import Testing

/// An interpreter that has PyTorch.
enum Python {
    static let path: String? = {
        guard let python = ProcessInfo.processInfo.environment["PYTHON"] else { return nil }
        let result = try? Program.shell("\(python) -c 'import torch, safetensors, numpy'")
        return result?.status == 0 ? python : nil
    }()
}

/// Runs that go from the workbook to PyTorch and back, with `scripts/continue_in_pytorch.py`.
///
/// The environment variable PYTHON names an interpreter that has torch, safetensors and numpy; without it
/// there is nothing to run them with, and they are skipped.
@Suite(
    .recordedLessons,
    .enabled(if: Python.path != nil, "PYTHON names no interpreter that has PyTorch"))
struct PyTorchTests {
    private static let script = Reference.package
        .appendingPathComponent("scripts/continue_in_pytorch.py").path

    struct Record: Decodable {
        let epoch: Int
        /// Between its predictions and those that the file has.
        let difference: Double?
        let loss: Double
        let losses: [Double]
    }

    struct Line: Decodable {
        let epoch: Int
        let loss: Double
        let loss_bits: Bits
    }

    private func python(_ arguments: String) throws -> Program.Result {
        // -B: nothing is left in the folder of the scripts.
        try Program.shell("OMP_NUM_THREADS=1 \(try #require(Python.path)) -B \(arguments)")
    }

    private func record(_ arguments: String) throws -> Record {
        let result = try python(arguments + " --json")
        try #require(result.status == 0, "\(arguments): \(result.error)")
        return try JSONDecoder().decode(Record.self, from: Data(result.output.utf8))
    }

    private func losses(_ run: String) throws -> [Line] {
        let result = try Program.shell(run + " --format jsonl")
        try #require(result.status == 0, "\(run): \(result.error)")
        return try result.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    /// The largest relative distance between the losses of two runs.
    private func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).map { abs($0 - $1) / max(abs($0), 1e-30) }.max() ?? .infinity
    }

    /// Half of each here, half there, and one epoch here again. PyTorch adds in another order, so the last
    /// places differ, and Adam's and RMSprop's steps let that grow.
    @Test(arguments: [
        ("part1", 1e-5), ("part2 --samples 8 --lr 0.001", 1e-5), ("part4 --bias", 1e-5),
        ("part4 --model custom", 1e-5), ("part1 crops", 1e-5), ("part3 crops --rows 15", 1e-5),
        ("part4 crops --rows 15 --batch-size 2 --shuffle --seed 3", 1e-4),
        ("part1 sine", 1e-5), ("part4 sine", 1e-5), ("part4 sine --optimizer rmsprop", 1e-5),
        ("part2 legendre", 1e-5), ("part4 network", 1e-4),
        ("edited-lesson part3-momentum", 1e-4), ("edited-lesson part3-sine-rmsprop", 1e-4),
    ])
    func pyTorchGoesOnAndHandsBack(run: String, bound: Double) throws {
        let folder = try Folder()
        let (here, there) = (folder.file("here.safetensors"), folder.file("there.safetensors"))
        // An edited lesson's own steps are no options that PyTorch could know.
        let whole = try losses("\(run) --epochs 31")
        _ = try losses("\(run) --epochs 15 --save \(here)")
        let record = try record("\(Self.script) \(here) --epochs 15 --save \(there)")
        #expect(record.epoch == 30)
        #expect(try #require(record.difference) <= 1e-6)
        try #require(record.losses.count == 15 && whole.count == 31)
        #expect(distance(whole[15..<30].map(\.loss), record.losses) <= bound)
        let further = try losses("\(run) --epochs 1 --load \(there)")
        #expect(further.map(\.epoch) == [31])
        #expect(distance([whole[30].loss], further.map(\.loss)) <= bound)
    }

    /// Every step's samples are shared among the processes, also where they cannot be shared evenly, or are
    /// fewer than the processes. What differs is the order in which gradients are added.
    @Test(arguments: [
        ("part2", 2), ("part2", 3), ("part4 --bias --samples 7 --lr 0.001", 2), ("part3 crops", 3),
        ("part4 crops --rows 15 --batch-size 2 --shuffle", 3), ("part3 sine --samples 500", 2),
        ("part4 network --samples 500", 2), ("part4 network --samples 500", 3),
    ])
    func severalProcessesTrainAsOne(run: String, processes: Int) throws {
        let folder = try Folder()
        let (file, out) = (folder.file("run.safetensors"), folder.file("out.safetensors"))
        _ = try losses("\(run) --epochs 10 --save \(file)")
        let alone = try record("\(Self.script) \(file) --epochs 20")
        let together = try record(
            "-m torch.distributed.run --nproc-per-node \(processes) --master-port "
                + "\(Int.random(in: 20_000...50_000)) \(Self.script) \(file) --epochs 20 --save \(out)"
        )
        try #require(alone.losses.count == 20 && together.losses.count == 20)
        #expect(distance(alone.losses, together.losses) <= 1e-4)
        #expect(distance([alone.loss], [together.loss]) <= 1e-4)
        #expect(try losses("\(run) --epochs 1 --load \(out)").map(\.epoch) == [31])
    }

    /// What PyTorch itself saves, of a model of its own, is a start here; and the other way round.
    @Test func modelsAreExchangedWithoutTheScript() throws {
        let folder = try Folder()
        let file = folder.file("model.safetensors")
        let save = """
            import torch
            from safetensors.torch import save_file
            torch.manual_seed(5)
            model = torch.nn.Sequential(torch.nn.Linear(1, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
            save_file(model.state_dict(), '\(file)')
            """
        #expect(try python("-c \"\(save)\"").status == 0)
        // The layers of --seed 5 start at the same numbers.
        let own = try losses("part4 network --seed 5 --epochs 3 --samples 50")
        let loaded = try losses(
            "part4 network --load \(file) --epochs 3 --samples 50 --save \(file)")
        #expect(own.map(\.loss_bits) == loaded.map(\.loss_bits))
        let load = """
            import torch
            from safetensors.torch import load_file
            model = torch.nn.Sequential(torch.nn.Linear(1, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
            print(model.load_state_dict(load_file('\(file)')))
            """
        let result = try python("-c \"\(load)\"")
        #expect(result.output == "<All keys matched successfully>\n")
    }

    @Test func aTableTakesThePlaceOfTheSamples() throws {
        let folder = try Folder()
        let (file, table) = (folder.file("run.safetensors"), folder.file("table.csv"))
        _ = try losses("part4 --bias --epochs 5 --save \(file)")
        let content = "\u{FEFF}size;note;price\r\n1;0;2,5\r\n2;0;4,5\r\n\r\n3;0;6,5"
        try content.write(toFile: table, atomically: true, encoding: .utf8)
        let record = try record(
            "\(Self.script) \(file) --data \(table) --inputs size --target price --lr 0.1 --epochs 400"
        )
        #expect(record.loss < 1e-4)
        for (content, error) in [
            ("x,y\n1,a\n", "has 1 columns of numbers, but 2 are needed."), ("", "is empty."),
            ("x,y\n1,2\n3,a\n", "row 3, column y: 'a' is not a number."),
            ("1,2\n1\n", "row 2: 1 columns"), ("x,y\n", "has no rows."),
        ] {
            try content.write(toFile: table, atomically: true, encoding: .utf8)
            let result = try python("\(Self.script) \(file) --data \(table)")
            #expect(result.status == 64)
            #expect(result.error.contains(error), "\(result.error)")
        }
    }

    /// A run on a table, scaled: the same columns, the same numbers.
    @Test(arguments: ["line", "crops"]) func aRunOnATableGoesOn(problem: String) throws {
        let folder = try Folder()
        let (file, table) = (folder.file("run.safetensors"), folder.file("a table.csv"))
        let content = "name,x,z,y\na,1,5,2.5\nb,2,1,4\nc,3,2,7\nd,4,9,7.5\n"
        try content.write(toFile: table, atomically: true, encoding: .utf8)
        let part = problem == "line" ? "part2" : "part4"
        let run = "\(part) \(problem) --data '\(table)' --standardize"
        _ = try losses("\(run) --epochs 5 --save \(file)")
        let record = try record("\(Self.script) \(file) --data '\(table)' --epochs 5")
        let difference = try #require(record.difference)
        #expect(difference < 1e-6)
        let rest = try losses("\(run) --epochs 6 --load \(file)")
        #expect(rest.count == 6 && abs(record.loss - rest[5].loss) < 1e-5 * record.loss)
        let without = try python("\(Self.script) \(file)")
        #expect(without.status == 64 && without.error.contains("--data FILE.csv is needed"))
    }

    /// It sees that it does not understand a file: the predictions are those of other numbers.
    @Test func anotherPredictionIsAnError() throws {
        let folder = try Folder()
        let file = folder.file("run.safetensors")
        _ = try losses("part3 --epochs 5 --save \(file)")
        let url = URL(fileURLWithPath: file)
        var data = try Data(contentsOf: url)
        // Another w, in the last four bytes.
        data[data.count - 1] = 0x40
        try data.write(to: url)
        let result = try python("\(Self.script) \(file)")
        #expect(result.status == 1)
        #expect(result.error.hasPrefix("error: the model does not predict what it did"))
    }
}
