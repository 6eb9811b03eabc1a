import Classroom
import Files
import Words

/// The options about the user's own table and about predictions.
struct DataRequest: Sendable {
    /// The path of the table.
    var path: String?
    /// The names of the input columns, separated by commas.
    var inputs: String?
    /// The names of the target columns.
    var targets: [String] = []
    /// True to scale the inputs.
    var isStandardized = false
    /// The inputs to predict: numbers, or the path of a file with rows.
    var question: String?
}

extension DataRequest {
    /// The options of lessons that accept a table.
    static let options: [Option] = [
        Option(
            "--data", \.data.path,
            .optional(.text("FILE", "the path of a table, such as table.csv")),
            "your own table; --inputs A,B --target C"),
        Option(
            "--inputs", \.data.inputs,
            .optional(.text("NAME,…", "names of columns, separated by commas")),
            "the table's columns to predict from", isListed: false),
        Option(
            "--target", \.data.target, .optional(.text("NAME", "the name of a column")),
            "the table's column to predict; crops takes several of them", isListed: false),
        Option(
            "--standardize", \.data.isStandardized, .flag,
            "scale the table's inputs to mean 0 and deviation 1"),
    ]

    /// The last target. Setting it adds another one.
    fileprivate var target: String? {
        get { targets.last }
        set { targets += newValue.map { [$0] } ?? [] }
    }
}

// MARK: - Reading the request

extension DataRequest {
    /// The work beyond which a debug build would take minutes, so that fewer epochs are the default.
    private static let maxWork = 100_000_000

    /// Reads the table and the question into the settings, and adjusts the defaults.
    static func read(into settings: inout Settings, _ lesson: LessonSignature) throws(UsageError) {
        let request = settings.data
        if let path = request.path {
            try refuseBeside(settings)
            let table = try request.table(path, lesson)
            settings.table = table
            // With standardized inputs, the limit is about 1.
            if request.isStandardized && !settings.given.contains("--lr") {
                settings.learningRate = 0.1
            }
            if !lesson.takesOneInput && !settings.given.contains("--epochs") {
                settings.epochs = min(settings.epochs, max(10, maxWork / table.x.count))
            }
        } else if let option = ["--inputs", "--target", "--standardize"].first(
            where: settings.given.contains)
        {
            throw UsageError("\(option) needs --data FILE.")
        }
        if let text = request.question {
            let inputs = settings.table?.inputNames ?? lesson.problem.inputNames
            let targets = settings.table?.targetNames ?? lesson.problem.targetNames
            settings.question = try Question(text, inputs: inputs, targets: targets)
        }
    }

    private static func refuseBeside(_ settings: Settings) throws(UsageError) {
        var own = ["--samples", "--rows"].filter(settings.given.contains)
        if let mistake = settings.mistake, mistake != Mistake.largeLearningRate.name {
            own.append("--bug \(mistake)")
        }
        let start = settings.crops.start
        if start.isNotebooks { own.append("--start \(start.rawValue)") }
        guard let option = own.first else { return }
        throw UsageError(
            "--data and \(option) cannot be used together: \(option) is for a lesson's own data.")
    }

    private func table(_ path: String, _ lesson: LessonSignature) throws(UsageError) -> Table {
        var reader = try TableReader(TableFile(reading: path, option: "--data"))
        if let fault = reader.headerFault { throw fault }
        let columns = try TableColumns(
            reader.names, inputs: inputs, targets: targets, labels: reader.labels,
            isLine: lesson.takesOneInput, source: reader.name)
        let numbers = try reader.read(columns.inputs + columns.targets)
        let inputs = Array(numbers.prefix(columns.inputs.count))
        let targets = Array(numbers.dropFirst(columns.inputs.count))
        let names = columns.inputs.map { reader.names[$0] }
        // The lesson's line goes through the origin. So does the best line if the means of inputs and targets are 0.
        let scaling =
            isStandardized
            ? Standardization(inputs, targets, centersTargets: lesson.takesOneInput) : nil
        if let constant = scaling?.inputs.firstIndex(where: { $0.deviation == 0 }) {
            throw UsageError(
                "\(reader.name): all numbers in \(quoted(names[constant])) are the same, so it cannot be "
                    + "scaled. Choose other columns with --inputs.")
        }
        let file = visible(path.split(separator: "/").last.map(String.init) ?? path)
        return Table(
            inputNames: names, targetNames: columns.targets.map { reader.names[$0] },
            x: Self.rowByRow(inputs) { scaling?.scaled($0, input: $1) ?? Float($0) },
            y: Self.rowByRow(targets) { Float($0 - (scaling?.targetMeans[$1] ?? 0)) },
            scaling: scaling, source: path == "-" ? "Standard input" : file,
            leftOut: self.inputs == nil ? columns.labels.map { reader.names[$0] } : [])
    }

    /// The numbers of columns, row by row in a flat list.
    static func rowByRow<Number>(
        _ columns: [[Double]], _ number: (_ value: Double, _ column: Int) -> Number
    ) -> [Number] {
        var rows: [Number] = []
        for row in columns[0].indices {
            for column in columns.indices { rows.append(number(columns[column][row], column)) }
        }
        return rows
    }
}
