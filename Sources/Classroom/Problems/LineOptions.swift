/// The options of the line.
public struct LineOptions: ProblemOptions {
    /// The model to train in part 4.
    package enum Model: String, CaseIterable, Sendable {
        case linear, custom
    }

    /// The starting values of the notebooks' random models.
    package enum Start: String, CaseIterable, Sendable {
        case notebook000 = "notebook-000"
        case notebook002 = "notebook-002"

        /// The values, recovered from what the notebooks print.
        package var numbers: (w: Float, b: Float) {
            switch self {
            // The second nn.Linear(1, 1) after torch.manual_seed(2376853816).
            case .notebook000: (Float(bitPattern: 0x3F7C_9644), Float(bitPattern: 0xBE81_8990))
            case .notebook002: (Float(bitPattern: 0xBEF9_013C), Float(bitPattern: 0x3EAB_3268))
            }
        }
    }

    package var samples = 4
    package var w0 = 0.0
    package var b0 = 0.0
    package var bias = false
    package var model = Model.linear
    package var start: Start?

    /// Creates the default options.
    public init() {}
}
