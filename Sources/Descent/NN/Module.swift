import Arrays

/// A model or a part of one: an object with parameters that you call like a function.
///
/// The parameters are all stored leaves that require a gradient, plus the parameters of all stored modules, including
/// those inside arrays, dictionaries, tuples, optionals and structures. Reflection finds them (see ``parts``), so
/// this is all a model needs:
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

    /// The text that ``description`` shows between the parentheses of a module without parts.
    var settings: String { get }

    /// The tensors and modules that this module consists of, by name.
    var parts: [(name: String, part: ModulePart)] { get }
}

/// A part of a module.
public enum ModulePart {
    /// A tensor: a parameter if it is a leaf that requires a gradient.
    case tensor(Tensor)
    /// A module with its own parameters.
    case module(any Module)
}

extension Module {
    /// Empty by default.
    public var settings: String { "" }

    /// The parameters with their names, in a fixed order: first the module's own, in the order of their declarations,
    /// then those of its parts, with dotted names such as `lin.weight`.
    ///
    /// A tensor that is found twice, such as a weight shared by two layers, is listed once. Traps for a module that
    /// contains itself.
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
            "A module cannot contain itself, but this \(typeName) does.")
        let parts = parts
        // A result that a module has stored is not a parameter, even though it may require a gradient.
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

    /// Clears the gradients of all parameters.
    public func zeroGrad() {
        for parameter in parameters { parameter.zeroGrad() }
    }

    /// The module and its parts, in PyTorch's format: `Linear(inFeatures: 1, outFeatures: 1, bias: true)`.
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
