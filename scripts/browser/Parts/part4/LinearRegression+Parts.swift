import Descent

extension LinearRegression {
    /// Without reflection a model names its parts.
    public var parts: [(name: String, part: ModulePart)] { [("lin", .module(lin))] }
}
