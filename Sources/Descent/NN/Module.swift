/// A model or a part of one: something with parameters that is called like a function.
///
/// The parameters are the stored properties that are leaves requiring a gradient, and those of the
/// stored properties that are modules themselves, or arrays of modules. They are found by
/// reflection, so a model needs no more than this:
///
/// ```swift
/// final class LinearRegression: Module {
///     let lin = Linear(inFeatures: 1, outFeatures: 1)
///
///     func callAsFunction(_ x: Tensor) -> Tensor {
///         lin(x)
///     }
/// }
/// ```
public protocol Module: AnyObject, CustomStringConvertible {
    /// The forward pass: computes the output for an input.
    func callAsFunction(_ input: Tensor) -> Tensor

    /// What ``description`` shows between the parentheses of a module without parts.
    var settings: String { get }
}

extension Module {
    /// Empty, unless a module says otherwise.
    public var settings: String { "" }

    /// The parameters with their names, in a fixed order: a module's own first, in the order in which
    /// they are declared, then those of its parts, with dotted names such as `lin.weight`.
    ///
    /// A tensor that is found in two places, such as a weight that two layers share, is named once.
    public var namedParameters: [(name: String, parameter: Tensor)] {
        let own = storedProperties.compactMap { property in
            (property.value as? Tensor).map { (name: property.name, parameter: $0) }
        }
        let nested = modules.flatMap { name, module in
            module.namedParameters.map { (name: "\(name).\($0.name)", parameter: $0.parameter) }
        }
        var found: Set<ObjectIdentifier> = []
        // A result that a module has kept is no parameter, though it may require a gradient.
        return (own + nested).filter { _, parameter in
            parameter.requiresGrad && parameter.isLeaf
                && found.insert(ObjectIdentifier(parameter)).inserted
        }
    }

    /// The parameters, in the order of ``namedParameters``.
    public var parameters: [Tensor] {
        namedParameters.map(\.parameter)
    }

    /// Forgets the gradients of all parameters.
    public func zeroGrad() {
        for parameter in parameters { parameter.zeroGrad() }
    }

    /// The module and its parts, in PyTorch's form: `Linear(inFeatures: 1, outFeatures: 1, bias: true)`.
    public var description: String {
        let name = "\(type(of: self))"
        if modules.isEmpty { return "\(name)(\(settings))" }
        let lines = modules.map { name, module in
            let lines = "(\(name)): \(module)".split(
                separator: "\n", omittingEmptySubsequences: false)
            return lines.map { "  \($0)\n" }.joined()
        }
        return "\(name)(\n\(lines.joined()))"
    }

    /// The parts of this module, by name; those in an array are called by their index.
    private var modules: [(name: String, module: any Module)] {
        storedProperties.flatMap { property -> [(name: String, module: any Module)] in
            if let module = property.value as? any Module { return [(property.name, module)] }
            guard let list = property.value as? [any Module] else { return [] }
            let isOnlyPart = self is Sequential
            return list.enumerated().map { index, module in
                (isOnlyPart ? "\(index)" : "\(property.name).\(index)", module)
            }
        }
    }

    private var storedProperties: [(name: String, value: Any)] {
        var mirrors = [Mirror(reflecting: self)]
        while let parent = mirrors.last?.superclassMirror { mirrors.append(parent) }
        return mirrors.reversed().flatMap { mirror in
            mirror.children.compactMap { child in child.label.map { ($0, child.value) } }
        }
    }
}
