import Descent

/// A module with some parts, put together by a rule.
final class RuleModule: Module {
    let parts: [(name: String, part: ModulePart)]
    private let rule: (Tensor) -> Tensor

    init(_ parts: [(name: String, part: ModulePart)], _ rule: @escaping (Tensor) -> Tensor) {
        (self.parts, self.rule) = (parts, rule)
    }

    func callAsFunction(_ input: Tensor) -> Tensor { rule(input) }
}
