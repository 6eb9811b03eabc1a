import Classroom
import Files
import Words

/// What the command line says about a table of one's own and about what the trained model is asked.
struct DataRequest: Sendable {
    /// The file with the table.
    var path: String?
    /// The names of the input columns, between commas.
    var inputs: String?
    /// The names of the target columns.
    var targets: [String] = []
    /// Whether the inputs are scaled.
    var isStandardized = false
    /// Numbers, or a file with rows.
    var question: String?
}

extension DataRequest {
    /// The options of lessons that take a table.
    static let options: [Option] = [
        Option(
            names: ["--data"],
            argument: .text(
                Place(\.data.path), "FILE", allowed: "the path of a table, such as table.csv"),
            help: "a table of your own; --inputs A,B --target C"),
        Option(
            names: ["--inputs"],
            argument: .text(
                Place(\.data.inputs), "NAME,…", allowed: "names of columns, separated by commas"),
            help: "the table's columns to predict from", isListed: false),
        Option(
            names: ["--target"],
            argument: .text(
                Place(\.data.target), "NAME", allowed: "the name of a column", isShown: false),
            help: "the table's column to predict; crops takes several of them", isListed: false),
        Option(
            names: ["--standardize"], argument: .flag(Place(\.data.isStandardized)),
            help: "scale the table's inputs to mean 0 and deviation 1"),
    ]

    /// The option of all lessons.
    static let predict = Option(
        names: ["--predict"], group: .looking,
        argument: .text(
            Place(\.data.question), "X,…|FILE",
            allowed: "numbers separated by commas, rows separated by semicolons, or a file"),
        help: "predict new inputs with the trained model")

    /// The last target; one that is set is added.
    private var target: String? {
        get { targets.last }
        set { targets += newValue.map { [$0] } ?? [] }
    }
}

// MARK: - Reading what is asked for

extension DataRequest {
    /// Reads the table and the question into the settings, with what then is the default.
    static func read(
        into settings: inout Settings, _ lesson: LessonSignature
    ) throws(UsageError) {
        let request = settings.data
        if let path = request.path {
            try refuseBeside(settings)
            settings.table = try request.table(path, lesson)
            settings.setDefaultsForTable(isSingle: lesson.takesOneInput)
        } else if let option = ["--inputs", "--target", "--standardize"].first(
            where: settings.given.contains)
        {
            throw UsageError("\(option) needs --data FILE.")
        }
        if let text = request.question {
            let inputs = settings.table?.inputNames ?? lesson.inputNames
            let targets = settings.table?.targetNames ?? lesson.targetNames
            settings.question = try Question(text, inputs: inputs, targets: targets)
        }
    }

    private static func refuseBeside(_ settings: Settings) throws(UsageError) {
        var own = ["--samples", "--rows"].filter(settings.given.contains)
        if let mistake = settings.mistake, mistake != Mistake.largeLearningRate.name {
            own.append("--bug \(mistake)")
        }
        let start = settings[CropsOptions.self].start
        if start.isNotebooks { own.append("--start \(start.rawValue)") }
        guard let option = own.first else { return }
        throw UsageError(
            "--data and \(option) cannot be used together: that is about the lesson's own data.")
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
        var scaling: Standardization?
        if isStandardized {
            scaling = Standardization(
                inputs: try zip(names, inputs).map { name, values throws(UsageError) in
                    guard let column = Standardization.Column(values) else {
                        throw UsageError(
                            "\(reader.name): all numbers of \(quoted(name)) are "
                                + "\(Numbers.short(values[0])), so it cannot be scaled. Choose other "
                                + "columns with --inputs.")
                    }
                    return column
                },
                // The line of the lesson goes through the origin, and so does the best line through
                // points of which both means are 0.
                targetMeans: targets.map {
                    lesson.takesOneInput ? Standardization.Column.mean($0) : 0
                })
        }
        return Table(
            inputNames: names, targetNames: columns.targets.map { reader.names[$0] },
            x: Self.rowByRow(inputs) { value, column in
                scaling?.scaled(value, input: column) ?? Float(value)
            },
            y: Self.rowByRow(targets) { value, column in
                Float(value - (scaling?.targetMeans[column] ?? 0))
            },
            scaling: scaling,
            source: path == "-"
                ? "Standard input"
                : visible(path.split(separator: "/").last.map(String.init) ?? path),
            leftOut: self.inputs == nil ? columns.labels.map { reader.names[$0] } : [],
            hasRows: !lesson.takesOneInput)
    }

    /// Columns as rows, one behind the other.
    private static func rowByRow(
        _ columns: [[Double]], _ number: (Double, Int) -> Float
    ) -> [Float] {
        let (count, width) = (columns[0].count, columns.count)
        return [Float](unsafeUninitializedCapacity: count * width) { result, size in
            for (column, values) in columns.enumerated() {
                var place = column
                for value in values {
                    result[place] = number(value, column)
                    place += width
                }
            }
            size = count * width
        }
    }
}

extension Settings {
    /// More work than this takes minutes in a debug build, so that fewer epochs are the default.
    private static let mostWork = 100_000_000

    /// The learning rate for scaled inputs, and for a large table of several columns fewer epochs.
    mutating func setDefaultsForTable(isSingle: Bool) {
        guard let table = training.table else { return }
        if table.scaling != nil && !training.given.contains("--lr") { training.learningRate = 0.1 }
        if !isSingle && !training.given.contains("--epochs") {
            training.epochs = min(training.epochs, max(10, Self.mostWork / table.x.count))
        }
    }
}
