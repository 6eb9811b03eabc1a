import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What the axes of plots are labelled with.
@Suite struct AxisTests {
    /// The labels of the y axis from top to bottom.
    private func labels(_ values: [Double], isLogarithmic: Bool = false, rows: Int = 10) -> [String]
    {
        Axis.vertical(values, isLogarithmic, rows: rows).ticks.sorted { $0.value > $1.value }
            .map(\.label)
    }

    @Test func theYAxisIsLabelledWithRoundNumbers() {
        #expect(labels([0, 10]) == ["10", "5", "0"])
        #expect(labels([-0.98, 0.97]) == ["1.0", "0.5", "0.0", "-0.5", "-1.0"])
        #expect(labels([0.9, 6.1]) == ["6", "4", "2", "0"])
        #expect(labels([1, 1.00000001]) == ["2.0", "1.5", "1.0", "0.5", "0.0"])
        #expect(
            labels([999_999, 1_000_001]) == [
                "1000001.0", "1000000.5", "1000000.0", "999999.5", "999999.0",
            ])
        #expect(labels([1e30, 3e30]) == ["3.0e30", "2.5e30", "2.0e30", "1.5e30", "1.0e30"])
        #expect(labels([1e-12, 3e-12]) == ["3.0e-12", "2.5e-12", "2.0e-12", "1.5e-12", "1.0e-12"])
        #expect(labels([-1e300, 1e300]) == ["1.0e300", "0.5e300", "0", "-0.5e300", "-1.0e300"])
        #expect(labels([0, .leastNonzeroMagnitude]) == ["1.0", "0.5", "0.0", "-0.5", "-1.0"])
    }

    @Test func aLogarithmicAxisIsLabelledWithPowersOfTen() {
        func labels(_ values: Double...) -> [String] { self.labels(values, isLogarithmic: true) }
        #expect(labels(1, 1000) == ["1000", "100", "10", "1"])
        #expect(labels(2e-9, 30) == ["1", "0.001", "1e-6"])
        #expect(labels(1e-30, 1e30) == ["1e20", "1", "1e-20"])
        #expect(labels(0.3, 30) == ["10", "5", "1", "0.5"])
        #expect(labels(1e-300, 1e300) == ["1e200", "1", "1e-200"])
    }

    @Test func theXAxisHasAsManyLabelsAsFit() {
        func labels(_ values: Double...) -> [String] {
            Axis.within(values, space: 60).ticks.map(\.label)
        }
        #expect(labels(1, 100) == ["20", "40", "60", "80", "100"])
        #expect(labels(1, 2) == ["1", "2"])
        #expect(labels(1, 4) == ["1", "2", "3", "4"])
        #expect(labels(7) == ["7"])
        #expect(labels(-.pi, .pi) == ["-3", "-2", "-1", "0", "1", "2", "3"])
        #expect(labels(1, 16_000_000) == ["0", "0.5e7", "1.0e7", "1.5e7"])
        #expect(labels(0.001, 0.0023456) == ["0.0010", "0.0015", "0.0020"])
        #expect(labels(-1e30, 1e30) == ["-1.0e30", "-0.5e30", "0", "0.5e30", "1.0e30"])
        #expect(labels(.leastNonzeroMagnitude, .leastNormalMagnitude) == ["0"])
    }
}
