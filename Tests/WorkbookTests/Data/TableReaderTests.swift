import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Tables as they are found and tables made to break a reader: each is read right, or refused with the
/// place of what is wrong.
@Suite struct TableReaderTests {
    /// The columns of all numbers; or the message.
    private static func read(_ bytes: [UInt8], _ chosen: [Int]? = nil) -> Result {
        do throws(UsageError) {
            var reader = try TableReader(TableFile("t.csv", bytes: bytes))
            let names = reader.names
            if chosen == nil, let fault = reader.headerFault { throw fault }
            let columns = try reader.read(chosen ?? Array(names.indices))
            return Result(names: names, columns: columns)
        } catch {
            return Result(error: error.message)
        }
    }

    struct Result: Equatable {
        var names: [String] = []
        var columns: [[Double]] = []
        var error: String?
    }

    struct Sheet: CustomTestStringConvertible, Sendable {
        var text: String
        var names: [String]
        var columns: [[Double]]

        init(_ text: String, _ names: [String], _ columns: [[Double]]) {
            (self.text, self.names, self.columns) = (text, names, columns)
        }

        var testDescription: String { "\(text.prefix(40).debugDescription)" }
    }

    static let plain: [[Double]] = [[1, 3], [2, 4]]

    static let good: [Sheet] = [
        Sheet("a,b\n1,2\n3,4\n", ["a", "b"], plain),
        Sheet("1,2\n3,4\n", ["x1", "x2"], plain),
        // A missing last line end, empty lines, spaces.
        Sheet("a,b\n1,2\n3,4", ["a", "b"], plain),
        Sheet("\n\na,b\n\n1,2\n\n\n3,4\n\n", ["a", "b"], plain),
        Sheet("a , b\n 1, 2 \n3 ,4\t\n", ["a", "b"], plain),
        Sheet("a,b\n1,2\n3,4\n   \n,\n", ["a", "b"], plain),
        // Line ends and the mark of UTF-8.
        Sheet("a,b\r\n1,2\r\n3,4\r\n", ["a", "b"], plain),
        Sheet("a,b\r1,2\r3,4", ["a", "b"], plain),
        Sheet("a,b\r1,2\r3,4\n", ["a", "b"], plain),
        Sheet("a,b\n1,2\r3,4\r\n", ["a", "b"], plain),
        Sheet("a,\"b\rc\"\r1,2\r3,4\n", ["a", "b c"], plain),
        Sheet("\u{FEFF}a,b\n1,2\n3,4\n", ["a", "b"], plain),
        Sheet("\u{FEFF}1,2\r\n3,4", ["x1", "x2"], plain),
        // Separators.
        Sheet("a;b\n1;2\n3;4\n", ["a", "b"], plain),
        Sheet("a\tb\n1\t2\n3\t4\n", ["a", "b"], plain),
        Sheet("sep=;\na;b\n1;2\n3;4\n", ["a", "b"], plain),
        Sheet("a|b\n1\n", ["a|b"], [[1]]),
        Sheet("sep=\t\r\na\tb\r\n1\t2\r\n3\t4\r\n", ["a", "b"], plain),
        Sheet("\u{FEFF}SEP=|\na|b\n1|2\n3|4\n", ["a", "b"], plain),
        Sheet("# one; two\n\nsep=,\n# a;b\na,b\n1,2\n3,4\n", ["a", "b"], plain),
        // A decimal comma.
        Sheet("a;b\n1,5;-2,25\n", ["a", "b"], [[1.5], [-2.25]]),
        Sheet("1,5;2\n,5;3,\n", ["x1", "x2"], [[1.5, 0.5], [2, 3]]),
        Sheet("a\tb\n1,5\t1,234\n", ["a", "b"], [[1.5], [1.234]]),
        Sheet("a\tb\n1,234\t0,234\n", ["a", "b"], [[1.234], [0.234]]),
        Sheet("a\tb\n1.234\t-998.5\n", ["a", "b"], [[1.234], [-998.5]]),
        Sheet("a\tb\n1.234\t5.678\n", ["a", "b"], [[1.234], [5.678]]),
        Sheet("a;b\n1.234;5.6\n", ["a", "b"], [[1.234], [5.6]]),
        // Quotes, with separators and line ends between them.
        Sheet("\"a\",\"b\"\n\"1\",\"2\"\n3,4\n", ["a", "b"], plain),
        Sheet("\"a, or c\",\"b\"\n1,2\n3,4\n", ["a, or c", "b"], plain),
        Sheet("\"a\nin m\",\"b \"\"c\"\"\"\r\n1,2\n3,4\n", ["a in m", "b \"c\""], plain),
        Sheet("\"a;b\",c\n1,2\n3,4\n", ["a;b", "c"], plain),
        Sheet("a,\"b;c\"\n1,2\n3,4\n", ["a", "b;c"], plain),
        Sheet("a;\"b\tc\"\n1;2\n3;4\n", ["a", "b c"], plain),
        Sheet("a,b\n  \"1\"  ,2\n3,\" 4 \"\n", ["a", "b"], plain),
        Sheet("5'10\",b\n1,2\n3,4\n", ["5'10\"", "b"], plain),
        Sheet("5'10\";b\n1;2\n3;4\n", ["5'10\"", "b"], plain),
        Sheet("\"5'10\"\"\";b\n1;2\n3;4\n", ["5'10\"", "b"], plain),
        // Numbers as people and programs write them.
        Sheet("a,b\n+1,2.\n3e0,0.4E+1\n", ["a", "b"], plain),
        Sheet("a,b\n.5,-.5\n1e-3,1E5\n", ["a", "b"], [[0.5, 0.001], [-0.5, 100_000]]),
        Sheet(
            "a;b\n1 234;12 345,5\n-1\u{A0}000\u{A0}000;1\u{202F}000\n", ["a", "b"],
            [[1234, -1_000_000], [12345.5, 1000]]),
        Sheet("a,b\n\u{2212}1,\u{2212}2.5e-1\n", ["a", "b"], [[-1], [-0.25]]),
        Sheet("a,b\n-0,1e-400\n", ["a", "b"], [[0], [0]]),
        Sheet("a,b\n0.1,123456789.123456789\n", ["a", "b"], [[0.1], [123456789.123456789]]),
        // A half in the last place of a Float64, decided by the 1,000th digit.
        Sheet(
            "a\n1.00000000000000011102230246251565404236316680908203125\n"
                + "1.00000000000000011102230246251565404236316680908203125"
                + String(repeating: "0", count: 950) + "1\n", ["a"], [[1, 1.0000000000000002]]),
        Sheet(
            "a,b\n" + String(repeating: "0", count: 3000) + "7," + "0."
                + String(repeating: "3", count: 5000)
                + "\n", ["a", "b"], [[7], [0.3333333333333333]]),
        // Names.
        Sheet("a,,b\n1,2,3\n", ["a", "x2", "b"], [[1], [2], [3]]),
        Sheet("a,b,\n1,2,\n3,4,\n", ["a", "b"], plain),
        Sheet("1,2,\n3,4,\n", ["x1", "x2"], plain),
        Sheet("# from the sea\n# in m\na,b\n1,2\n3,4\n", ["a", "b"], plain),
        Sheet("größe,年\n1,2\n3,4\n", ["größe", "年"], plain),
    ]

    @Test(arguments: good)
    func readsWhatIsThere(_ table: Sheet) {
        let result = Self.read(Array(table.text.utf8))
        #expect(result == Result(names: table.names, columns: table.columns))
    }

    static let broken: KeyValuePairs<String, String> = [
        "": "t.csv is empty.",
        "\n \n\r\n": "t.csv is empty.",
        "\u{FEFF}": "t.csv is empty.",
        "a,b\n1,2\n3,abc\n": "t.csv: line 3, column 2 (b): 'abc' is not a number.",
        "1,2\n3,4x\n": "t.csv: line 2, column 2: '4x' is not a number.",
        "1,2\n\n3,0x10\n": "t.csv: line 3, column 2: '0x10' is not a number.",
        "a,b\r\n1,2\r\n3,\r\n": "t.csv: line 3, column 2 (b) is empty: a value is missing.",
        "a,b\n1,\"\"\n": "t.csv: line 2, column 2 (b) is empty: a value is missing.",
        "a,b\n1,NA\n": "t.csv: line 2, column 2 (b) is 'NA': a value is missing.",
        "a,b\nNaN,1\n": "t.csv: line 2, column 1 (a) is 'NaN': a value is missing.",
        "a,b\n1,-inf\n":
            "t.csv: line 2, column 2 (b): '-inf' is beyond the range of a Float32, 3.403e+38.",
        "a,b\n1,1e39\n":
            "t.csv: line 2, column 2 (b): '1e39' is beyond the range of a Float32, 3.403e+38.",
        "a,b\n1,-1e999\n":
            "t.csv: line 2, column 2 (b): '-1e999' is beyond the range of a Float32, 3.403e+38.",
        "a,b\n\"1,5\",2\n":
            "t.csv: line 2, column 1 (a): '1,5' is not a number. Write numbers with a decimal "
            + "point, and with nothing between thousands.",
        // pandas reads these as words, or with the wrong one of its options as other numbers.
        "x\ty\n1\t998.5\n2\t1,997\n3\t2,996\n":
            "t.csv has '998.5' in line 2 and '1,997' in line 3: use decimal points or "
            + "decimal commas throughout a file, and neither between thousands.",
        "a;b\n0,5;1.234\n":
            "t.csv has '0,5' in line 2 and '1.234' in line 2: use decimal points or "
            + "decimal commas throughout a file, and neither between thousands.",
        "x;y\n1;998\n2;1,997\n3;-12,996\n":
            "t.csv: '1,997' in line 3 could be thousands or have three decimals. Write 1997 or 1,9970.",
        "x;y\n1;1.998\n2;1.000\n":
            "t.csv: '1.998' in line 2 could be thousands or have three decimals. Write 1998 or 1.9980.",
        "a,b\n1,\"1,143\"\n":
            "t.csv: line 2, column 2 (b): '1,143' is not a number. Write numbers with a decimal "
            + "point, and with nothing between thousands.",
        "a,b\n1,\"-1,234,567.5\"\n":
            "t.csv: line 2, column 2 (b): '-1,234,567.5' is not a number. Write numbers with a "
            + "decimal point, and with nothing between thousands.",
        "a;b\n1.234,5;2\n": "t.csv: line 2, column 1 (a): '1.234,5' is not a number.",
        "a;b\n12 34;2\n": "t.csv: line 2, column 1 (a): '12 34' is not a number.",
        "time,1,2\n0,5,6\n":
            "t.csv: line 1, column 1: 'time' is not a number. If this is a header, give every column a "
            + "name that is not a number.",
        "a,b\n1,2\n# below\n3,4\n":
            "t.csv: line 3 has 1 cell, but the header has 2. Lines with a # may only come before "
            + "the table.",
        "a,b\n1,2\n# 3,4\n":
            "t.csv: line 3, column 1 (a): '# 3' is not a number. Lines with a # may only come before "
            + "the table.",
        "a,b\n1,2\n3\n": "t.csv: line 3 has 1 cell, but the header has 2.",
        "1,2\n3,4,5\n": "t.csv: line 2 has 3 cells, but the first row has 2.",
        "1,2,\n3,4,5\n": "t.csv: line 2 has 3 cells, but the first row has 2.",
        "a,b\n1,\"2\n3,4\n":
            "t.csv: line 2, column 2: a quotation mark is opened but never closed.",
        "a,b\n1,\"2\"3\n":
            "t.csv: line 2, column 2 (b): '\"2\"3' is not a number.",
        "\"a\n\nb\",c\n1,2\n\"1\n\",x\n": "t.csv: line 6, column 2 (c): 'x' is not a number.",
        "1,2\nx,\u{1B}[31m\n": "t.csv: line 2, column 1: 'x' is not a number.",
        "a,b\n1,\u{1B}[31m\n": "t.csv: line 2, column 2 (b): '\u{FFFD}[31m' is not a number.",
        "x,1990\n1,2\n":
            "t.csv: line 1, column 1: 'x' is not a number. If this is a header, give every column a "
            + "name that is not a number.",
        "a,b\n1,50%\n": "t.csv: line 2, column 2 (b): '50%' is not a number.",
        "a,b\n1,--2\n": "t.csv: line 2, column 2 (b): '--2' is not a number.",
        "a,b\n1,1e\n": "t.csv: line 2, column 2 (b): '1e' is not a number.",
        "a,b\n1,2 e5\n": "t.csv: line 2, column 2 (b): '2 e5' is not a number.",
    ]

    @Test(arguments: Array(broken).map(\.key))
    func namesThePlaceOfWhatIsWrong(_ text: String) throws {
        let expected = Self.broken.first { $0.key == text }?.value
        let result = Self.read(Array(text.utf8))
        #expect(result.error == expected)
        #expect(expected != nil)
    }

    /// UTF-16 with and without its mark, a zip archive as spreadsheets are, and what is no text.
    @Test(
        arguments: [
            [0xff, 0xfe, 0x31, 0x00], [0x61, 0, 0x2c, 0, 0x62, 0], [0, 0x61, 0, 0x2c, 0, 0x62],
            [0x50, 0x4b, 3, 4, 20, 0], [0x31, 0, 0x32],
        ] as [[UInt8]])
    func otherKindsOfFilesAreNamed(_ bytes: [UInt8]) {
        #expect(
            Self.read(bytes).error
                == "t.csv is not UTF-8 text. If it is a spreadsheet or UTF-16 text, save it as CSV "
                + "in UTF-8.")
    }

    /// Only what is used has to be a number, and only there a value may not be missing.
    @Test func otherColumnsMayHaveAnything() {
        let text = "name,a,note,b\nx,1,\"one\ntwo\",2\ny,3,,4\n"
        let result = Self.read(Array(text.utf8), [1, 3])
        #expect(result.columns == Self.plain)
    }

    /// Bytes that are not UTF-8 do no harm in columns that are not used; elsewhere they are named.
    @Test func latin1IsNamedWhereItIsUsed() {
        func latin1(_ text: String) -> [UInt8] {
            text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        }
        let unused = latin1("note,a,b\ngr\u{F6}n,1,2\n\u{F6},3,4\n")
        #expect(Self.read(unused, [1, 2]).columns == Self.plain)
        let used = Self.read(latin1("a,b\n1,2\u{A0}000\n")).error ?? ""
        #expect(used.hasSuffix("Perhaps it is Latin-1: save the table as CSV in UTF-8."))
        let header = Self.read(latin1("gr\u{F6}sse,b\n1,2\n")).error ?? ""
        #expect(
            header
                == "t.csv: the header is not UTF-8. Perhaps it is Latin-1: save the table as CSV in UTF-8."
        )
    }

    // MARK: - Size

    /// What is too large is refused, at once and by its line.
    @Test func sizesAreBounded() {
        func read(_ text: String) -> String { Self.read(Array(text.utf8)).error ?? "" }
        func repeated(_ text: String, _ count: Int) -> String {
            String(repeating: text, count: count)
        }
        func isRefused(_ text: String, line: Int) -> Bool {
            read(text).hasPrefix("t.csv: line \(line) is too long: the workbook reads lines of ")
        }
        #expect(isRefused("a,b\n1,2\n" + repeated("3", 2_000_000), line: 3))
        #expect(isRefused(repeated("1,", 4_000_000), line: 1))
        #expect(isRefused("a,b\n1,\"" + repeated("x\n", 600_000) + "\"\n", line: 2))
        #expect(isRefused(repeated("1,", 20_001), line: 1))
        #expect(isRefused("a,b\n1," + repeated("2", 100_001), line: 2))
        #expect(read("a,b\n1," + repeated("2", 30) + repeated(",", 9000)) == "")
    }

    /// Whatever the bytes are, there is a table or a message; never a trap.
    @Test func anyBytesAreReadOrRefused() {
        var state: UInt64 = 0x853c_49e6_748f_ea9b
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let alphabet = Array("0123456789.,;\t\"\"\n\r -+eExNA#".utf8) + [0xc3, 0xa0, 0xff]
        var (tables, refused) = (0, 0)
        for _ in 0..<3000 {
            let bytes = (0..<next(40)).map { _ in alphabet[next(alphabet.count)] }
            let result = Self.read(bytes)
            if result.error == nil { tables += 1 } else { refused += 1 }
            for column in result.columns {
                #expect(column.count == result.columns[0].count)
                let isFinite = column.allSatisfy { $0.isFinite }
                #expect(isFinite)
            }
        }
        #expect(tables > 50 && refused > 500, "\(tables) tables, \(refused) refused")
    }

    // MARK: - Columns

    private static func columns(
        _ names: [String], _ inputs: String? = nil, _ targets: [String] = [], isLine: Bool = true,
        labels: Set<Int> = []
    ) -> String {
        do throws(UsageError) {
            let columns = try TableColumns(
                names, inputs: inputs, targets: targets, labels: labels, isLine: isLine,
                source: "t.csv")
            return "\(columns.inputs) \(columns.targets) \(columns.labels)"
        } catch {
            return error.message
        }
    }

    @Test func columnsAreChosenByNameOrPlace() {
        let names = ["a", "b", "C", "d, e"]
        #expect(Self.columns(names) == "[0] [3] []")
        #expect(Self.columns(names, "b") == "[1] [3] []")
        #expect(Self.columns(names, nil, ["a"]) == "[1] [0] []")
        #expect(Self.columns(names, "d, e", ["c"]) == "[3] [2] []")
        #expect(Self.columns(names, isLine: false) == "[0, 1, 2] [3] []")
        #expect(Self.columns(names, nil, ["C", "a"], isLine: false) == "[1, 3] [2, 0] []")
        #expect(Self.columns(names, " C , a", isLine: false) == "[2, 0] [3] []")
        #expect(Self.columns(names, labels: [0, 3]) == "[1] [2] [0, 3]")
        #expect(Self.columns(names, isLine: false, labels: [1]) == "[0, 2] [3] [1]")
        // Asked for, it is taken, and then it is said what is wrong with it.
        #expect(Self.columns(names, "a", labels: [0]) == "[0] [3] []")
    }

    @Test func wrongColumnsAreRefused() {
        let names = ["a", "b", "b"]
        #expect(
            Self.columns(names, "xyz")
                == "t.csv has no column 'xyz': it has a, b and b.")
        #expect(
            Self.columns(["apples", "b"], nil, ["aples"])
                == "t.csv has no column 'aples': it has apples and b. Did you mean 'apples'?"
        )
        #expect(Self.columns(names, "b") == "t.csv has 2 columns called 'b'.")
        #expect(
            Self.columns(names, " , ")
                == "--inputs cannot be ' , ': it takes names of columns, separated by commas.")
        #expect(
            Self.columns(["a", "b"], "a", ["a"]) == "'a' cannot be used twice.")
        #expect(
            Self.columns(["a", "b", "c"], "a,b")
                == "line has one input and one target, but --inputs names 2. Use crops for several."
        )
        #expect(
            Self.columns(["a", "b", "c"], nil, ["a", "b"])
                == "line has one input and one target, but --target names 2. Use crops for several."
        )
        #expect(
            Self.columns(["a", "b", "c"], "a,a", isLine: false) == "'a' cannot be used twice.")
        #expect(
            Self.columns(["a", "b"], "a,b", isLine: false)
                == "t.csv: no column is left for --target.")
        #expect(
            Self.columns(["a", "b"], nil, ["a", "b"], isLine: false)
                == "t.csv: no column is left for --inputs.")
        #expect(
            Self.columns(["a"])
                == "t.csv has only one column, but a lesson needs an input and a target. "
                + "Separate columns with commas, semicolons or tabs; for others add a first line such as "
                + "sep=|")
    }
}
