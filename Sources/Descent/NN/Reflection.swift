#if hasFeature(Embedded)
    /// What describes itself. (`any Module` may not inherit from a protocol of more than classes there.)
    public protocol Described: AnyObject {
        var description: String { get }
    }

    extension Module {
        var typeName: String { "Module" }
    }
#else
    public typealias Described = CustomStringConvertible

    extension Module {
        var typeName: String { "\(type(of: self))" }

        /// Found by reflection: all tensors and modules in the stored properties.
        public var parts: [(name: String, part: ModulePart)] {
            var seen: Set<ObjectIdentifier> = []
            return reflectedParts(of: self, "", &seen)
        }
    }

    /// - Parameters:
    ///   - name: what the value is called.
    ///   - seen: objects on the way that are no modules.
    private func reflectedParts(
        of value: Any, _ name: String, _ seen: inout Set<ObjectIdentifier>
    ) -> [(name: String, part: ModulePart)] {
        if let tensor = value as? Tensor { return [(name, .tensor(tensor))] }
        if !name.isEmpty, let module = value as? any Module { return [(name, .module(module))] }
        var mirrors = [Mirror(reflecting: value)]
        let style = mirrors[0].displayStyle
        if style == .class, !seen.insert(ObjectIdentifier(value as AnyObject)).inserted {
            return []
        }
        while let parent = mirrors.last?.superclassMirror { mirrors.append(parent) }
        let children = mirrors.reversed().flatMap(\.children)
        // Data, not parameters.
        if style == .collection, children.first?.value is any Numeric { return [] }
        var parts: [(name: String, part: ModulePart)] = []
        for (index, child) in children.enumerated() {
            var (label, value) = (child.label ?? "\(index)", child.value)
            if style == .dictionary {
                let entry = Array(Mirror(reflecting: value).children)
                (label, value) = ("\(entry[0].value)", entry[1].value)
            }
            if let property = label.split(separator: "$_", maxSplits: 1).last,
                label.hasPrefix("$__lazy")
            {
                label = String(property)
                requireUsed(value, label)
            }
            // The index in a tuple is .0, and what an optional holds has its name.
            let inner = label.hasPrefix(".") ? String(label.dropFirst()) : label
            let path = style == .optional ? name : name.isEmpty ? inner : "\(name).\(inner)"
            parts += reflectedParts(of: value, path, &seen)
        }
        return style == .dictionary ? parts.sorted { $0.name < $1.name } : parts
    }

    /// Traps for a lazy property whose parameters do not exist yet.
    private func requireUsed(_ value: Any, _ name: String) {
        guard let optional = value as? any AnyOptional, optional.isNone else { return }
        if optional.wrapped is any Module.Type || optional.wrapped is Tensor.Type {
            fatalError(
                "The lazy property '\(name)' of a module has not been used yet, so its parameters do "
                    + "not exist. Make it a let.")
        }
    }

    private protocol AnyOptional {
        var isNone: Bool { get }
        var wrapped: Any.Type { get }
    }

    extension Optional: AnyOptional {
        var isNone: Bool { self == nil }
        var wrapped: Any.Type { Wrapped.self }
    }
#endif
