import Arrays

/// A model or a part of one: something with parameters that is called like a function.
///
/// The parameters are the stored properties that are leaves requiring a gradient, and those of the stored
/// properties that are modules themselves; also in arrays, dictionaries, tuples, optionals and structures.
/// They are found by reflection (see ``parts``), so a model needs no more than this:
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
public protocol Module: Described {
    /// The forward pass: computes the output for an input.
    func callAsFunction(_ input: Tensor) -> Tensor

    /// What ``description`` shows between the parentheses of a module without parts.
    var settings: String { get }

    /// The tensors and modules that this one is made of, by name.
    var parts: [(name: String, part: ModulePart)] { get }
}

/// What a module is made of.
public enum ModulePart {
    /// A parameter, if it is a leaf that requires a gradient.
    case tensor(Tensor)
    /// A part with parameters of its own.
    case module(any Module)
}

extension Module {
    /// Empty, unless a module says otherwise.
    public var settings: String { "" }

    /// The parameters with their names, in a fixed order: a module's own first, in the order in which
    /// they are declared, then those of its parts, with dotted names such as `lin.weight`.
    ///
    /// A tensor that is found in two places, such as a weight that two layers share, is named once. Traps
    /// for a module that contains itself.
    public var namedParameters: [(name: String, parameter: Tensor)] {
        var found: [(name: String, parameter: Tensor)] = []
        collect(into: &found, "", inside: [])
        return found
    }

    private func collect(
        into found: inout [(name: String, parameter: Tensor)], _ path: String,
        inside modules: [any Module]
    ) {
        require(
            !modules.contains { $0 === self },
            "A module cannot contain itself, and a \(typeName) does.")
        let parts = parts
        // A result that a module has kept is no parameter, though it may require a gradient.
        for case (let name, .tensor(let tensor)) in parts where tensor.requiresGrad && tensor.isLeaf
        {
            if found.contains(where: { $0.parameter === tensor }) { continue }
            found.append((path.isEmpty ? name : path + name, tensor))
        }
        for case (let name, .module(let module)) in parts {
            module.collect(into: &found, "\(path)\(name).", inside: modules + [self])
        }
    }

    /// The parameters, in the order of ``namedParameters``.
    public var parameters: [Tensor] {
        namedParameters.map { $0.parameter }
    }

    /// Forgets the gradients of all parameters.
    public func zeroGrad() {
        for parameter in parameters { parameter.zeroGrad() }
    }

    /// The module and its parts, in PyTorch's form: `Linear(inFeatures: 1, outFeatures: 1, bias: true)`.
    public var description: String {
        var lines = ""
        for case (let name, .module(let module)) in parts {
            for line in "(\(name)): \(module.description)".split(separator: "\n") {
                lines += "  \(line)\n"
            }
        }
        return lines.isEmpty ? "\(typeName)(\(settings))" : "\(typeName)(\n\(lines))"
    }
}
