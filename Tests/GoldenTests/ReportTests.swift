import Foundation
import TestSupport
import Testing

/// `--plot FILE.svg` and `--report FILE.html`, from the executables.
@Suite struct ReportTests {
    private func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("pictures \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func text(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func files(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// A report is XML as well, but for the elements without an end.
    private func page(_ html: String) throws -> Element {
        var text = html.replacing("<!DOCTYPE html>", with: "")
        text = text.replacing(/<meta [^>]*>/, with: "")
        return try Element.read(text)
    }

    private static let lessons = [
        ("part1", "line"), ("part2", "line"), ("part3", "line"), ("part4", "line"),
        ("part1", "crops"), ("part2", "crops"), ("part3", "crops"), ("part4", "crops"),
        ("part1", "sine"), ("part2", "sine"), ("part3", "sine"), ("part4", "sine"),
        ("part2", "legendre"), ("part4", "network"),
    ]

    @Test(arguments: lessons)
    func everyLessonLeavesPicturesAndAReport(_ part: String, _ lesson: String) throws {
        try inFolder { folder in
            let options = [
                lesson, "--epochs", "30", "--every", "0", "--plot", folder.path + "/p.svg",
                "--plot=loss=" + folder.path + "/l.svg", "--report", folder.path + "/r.html",
            ]
            let result = try Program.run(part, options)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.error == "")
            #expect(result.output.contains("Written: "))
            let names = try files(folder)
            #expect(names == ["l.svg", "p.svg", "r.html"])
            for name in ["p.svg", "l.svg"] {
                let svg = try Element.read(try text(folder, name))
                #expect(svg.attributes["role"] == "img")
                let title = try #require(svg.all("title").first)
                #expect(title.ownText.contains("\(part) \(lesson)"))
                #expect(svg.all("desc").first?.ownText.isEmpty == false)
            }
            let html = try text(folder, "r.html")
            let root = try page(html)
            #expect(!html.contains("<script") && !html.contains("src="))
            let svgs = root.all("svg")
            #expect(svgs.count == 3)
            for svg in svgs { #expect(svg.children.first?.name == "title") }
            let ids = root.all.compactMap { $0.attributes["id"] }
            #expect(Set(ids).count == ids.count)
            let headings = root.all("h2").map(\.ownText)
            for heading in ["What the workbook printed", "Pictures", "Epoch 1, step by step"] {
                #expect(headings.contains(heading), "\(heading)")
            }
            let code = try #require(root.all("pre").last?.ownText)
            #expect(code.contains("lesson.report("))
        }
    }

    /// Also if the answer is a file of its own: then what is said about the report doesn't go there.
    @Test func aReportContainsThePredictions() throws {
        try inFolder { folder in
            let (page, inputs) = (folder.path + "/r.html", folder.path + "/new.csv")
            _ = try Program.run("part1", ["--predict", "7.5", "--report", page])
            let lines = try text(folder, "r.html").split(separator: "\n")
            let title = try #require(lines.firstIndex(of: "The trained model predicts:"))
            #expect(lines[title + 2].split(separator: " ") == ["7.5", "15</pre>"])
            try "x\n7.5\n".write(toFile: inputs, atomically: true, encoding: .utf8)
            let result = try Program.run("part1", ["--predict", inputs, "--report", page])
            #expect(result.output.hasPrefix("x,predicted y\n7.5,14.99999"))
            #expect(result.lines.count == 2)
            #expect(result.error.contains("Written: "))
        }
    }

    @Test func theLossCurveIsTheTrace() throws {
        try inFolder { folder in
            let path = folder.path + "/loss.svg"
            let result = try Program.run(
                "part3",
                ["--epochs", "12", "--lr", "0.12", "--format", "csv", "--plot=loss=" + path])
            #expect(result.status == 0)
            let losses = result.lines.dropFirst().compactMap { line in
                Double(line.split(separator: ",")[1])
            }
            let svg = try Element.read(try text(folder, "loss.svg"))
            let numbers = svg.all("path", "s0")[0].attributes["d"]!
                .split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
            let ticks = svg.all("text", "tick-y").compactMap { tick in
                Double(tick.ownText).map { (log10($0), tick.number("y") - 5) }
            }
            let isLogarithmic = svg.all("title")[0].ownText.contains("logarithmic")
            #expect(isLogarithmic)
            #expect(losses.count == 12 && numbers.count == 24)
            let (first, last) = (ticks[0], ticks[ticks.count - 1])
            for (index, loss) in losses.enumerated() {
                let y = first.1 + (log10(loss) - first.0) / (last.0 - first.0) * (last.1 - first.1)
                #expect(abs(numbers[2 * index + 1] - y) < 0.6, "\(index + 1)")
            }
        }
    }

    @Test(arguments: ["p.svg", "r.html"])
    func whatCannotBeWrittenIsAnErrorBeforeTheTraining(_ name: String) throws {
        try inFolder { folder in
            let option = name.hasSuffix(".svg") ? "--plot" : "--report"
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + name, withIntermediateDirectories: false)
            for path in [folder.path + "/" + name, folder.path + "/none/" + name] {
                let result = try Program.run("part1", [option, path])
                #expect(result.status == 64)
                #expect(result.output == "")
                #expect(result.error.hasPrefix("error: \(option) cannot be '"))
                #expect(result.error.split(separator: "\n").count == 1)
            }
            #expect(try files(folder) == [name])
        }
    }

    @Test func anInterruptedRunWritesWhatThereIs() throws {
        try inFolder { folder in
            let path = folder.path + "/r.html"
            let result = try Program.run(
                "part2", ["--epochs", "1000000000", "--every", "0", "--report", path],
                interruptAfter: 1)
            #expect(result.status == 130)
            let html = try text(folder, "r.html")
            #expect(html.contains("Interrupted after epoch "))
            _ = try page(html)
            #expect(try files(folder) == ["r.html"])
        }
    }

    @Test func aRunThatDivergesSaysSo() throws {
        try inFolder { folder in
            let result = try Program.run(
                "part2", ["--lr", "1", "--report", folder.path + "/r.html"])
            #expect(result.status == 1)
            let html = try text(folder, "r.html")
            #expect(html.contains("The run failed: the training diverged"))
            #expect(html.contains("The fit is not drawn: not all numbers are finite at the end."))
            _ = try page(html)
        }
    }

    /// Epochs go on from those of a saved run, in the pictures, too.
    @Test func aRunThatGoesOnCountsOn() throws {
        try inFolder { folder in
            let (file, report) = (folder.path + "/run.safetensors", folder.path + "/r.html")
            let first = try Program.run("part2", ["--epochs", "6", "--save", file])
            let second = try Program.run(
                "part2", ["--epochs", "4", "--load", file, "--report", report])
            #expect(first.status == 0 && second.status == 0, "\(second.error)")
            let page = try text(folder, "r.html")
            #expect(page.contains("Epoch 10/10: "))
            #expect(page.contains("Epoch 7, step by step"))
        }
    }

    @Test func aSweepHasItsTableAndItsPicture() throws {
        try inFolder { folder in
            let result = try Program.run(
                "part2",
                [
                    "--sweep", "0.01,0.05,1", "--report",
                    folder.path + "/r.html", "--plot", folder.path + "/p.svg",
                ])
            #expect(result.status == 0, "\(result.error)")
            let root = try page(try text(folder, "r.html"))
            let drawn = try #require(root.all("svg").first)
            #expect(drawn.all("text").map(\.ownText).contains("0.05"))
            let printed = try #require(root.all("pre").dropFirst().first).ownText
            for (rate, verdict) in [
                ("0.01", "converged"), ("0.05", "converged"), ("1", "diverges"),
            ] {
                #expect(
                    printed.split(separator: "\n").contains {
                        $0.split(separator: " ").first.map(String.init) == rate
                            && $0.hasSuffix("  \(verdict)")
                    }, "\(rate)")
            }
            let svg = try Element.read(try text(folder, "p.svg"))
            #expect(svg.all("text").map(\.ownText).contains("0.05"))
        }
    }

    @Test(arguments: ["part1", "part2", "part3"])
    func aMysteryKeepsItsName(_ part: String) throws {
        let list = try Program.run(part, ["--bug", "list"])
        let names = list.lines.compactMap { line -> String? in
            guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
            return line.split(separator: " ").first.map(String.init)
        }
        .filter { !$0.hasPrefix("part") }
        #expect(names.count > 1)
        try inFolder { folder in
            for seed in 0..<3 {
                _ = try Program.run(
                    part,
                    ["--bug", "mystery", "--seed", "\(seed)", "--report", folder.path + "/r.html"])
                let html = try text(folder, "r.html")
                for name in names { #expect(!html.contains(name), "\(name)") }
                #expect(html.contains("With a mistake on purpose: mystery."))
            }
        }
    }

    @Test func whatTheLearnerNamesIsEscaped() throws {
        try inFolder { folder in
            let name = "<b>'x' & $HOME.html"
            let result = try Program.run(
                "part1", ["--every", "0", "--report", folder.path + "/" + name])
            #expect(result.status == 0)
            let html = try text(folder, name)
            #expect(!html.contains("<b>"))
            let command = try #require(try page(html).all("pre").first)
            #expect(command.ownText.hasPrefix("swift run part1 --every 0 --report '/"))
            #expect(command.ownText.hasSuffix("/<b>'\\''x'\\'' & $HOME.html'"))
        }
    }

    @Test func whatDoesNotGoTogether() throws {
        for (options, phrase) in [
            (["--bug", "tracked-update", "--report", "a.html"], "cannot be used together"),
            (["--sweep", "1,2", "--plot", "fit=a.svg"], "--sweep draws only the losses"),
            (["--format", "csv", "--plot"], "--format csv and --plot cannot be used together"),
        ] {
            let result = try Program.run("part2", options)
            #expect(result.status == 64)
            #expect(result.error.contains(phrase), "\(result.error)")
        }
    }

    private static let pictures = Reference.package.appendingPathComponent("docs/pictures")

    /// The pictures of the pages; RECORD_GOLDEN=1 writes them.
    @Test(arguments: [
        ("part2", "descent=descent.svg", ""),
        ("part2", "graph=graph.svg", "--epochs 10"),
        ("part4", "descent=map.svg", "--bias"),
        ("part2", "fit=sine.svg", "sine"),
        ("part4", "fit=network.svg", "network --epochs 300"),
        ("part4", "descent=valley-unscaled.svg", "\(rainfall) --lr 1e-4"),
        ("part4", "descent=valley-scaled.svg", "\(rainfall) --lr 0.1 --standardize"),
    ])
    func thePicturesOfThePagesAreTheWorkbooks(
        _ part: String, _ picture: String, _ options: String
    ) throws {
        let parts = picture.split(separator: "=").map(String.init)
        try inFolder { folder in
            // Apples from rainfall: two columns of the crops.
            try "rainfall,apples\n67,56\n88,81\n134,119\n43,22\n96,103\n".write(
                to: folder.appendingPathComponent("rain.csv"), atomically: true, encoding: .utf8)
            let words = options.split(separator: " ").map {
                $0 == "rain.csv" ? "\(folder.path)/rain.csv" : String($0)
            }
            let result = try Program.run(
                part,
                words + ["--every", "0", "--plot", "\(parts[0])=\(folder.path)/\(parts[1])"])
            #expect(result.status == 0, "\(result.error)")
            let made = try text(folder, parts[1])
            if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
                let kept = Self.pictures.appendingPathComponent(parts[1])
                try made.write(to: kept, atomically: true, encoding: .utf8)
            }
            #expect(try made == text(Self.pictures, parts[1]))
        }
    }

    private static let rainfall =
        "line --bias --seed 3 --epochs 60 --data rain.csv --inputs rainfall --target apples"
}
