#if hasFeature(Embedded)
    /// An object. In Embedded Swift, `any Module` must not inherit from a protocol that values conform to as well.
    public typealias Described = AnyObject

    extension Module {
        var typeName: String { "Module" }
    }
#else
    /// An object that describes itself.
    public typealias Described = AnyObject & CustomStringConvertible

    extension Module {
        var typeName: String { "\(type(of: self))" }

        /// All tensors and modules in the stored properties, found by reflection.
        public var parts: [(name: String, part: ModulePart)] {
            var seen: Set<ObjectIdentifier> = []
            return reflectedParts(of: self, "", &seen)
        }
    }

    /// The tensors and modules in a value.
    ///
    /// - Parameters:
    ///   - name: the path to the value.
    ///   - seen: the objects visited so far that are not modules.
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
        // Numbers are data, not parameters.
        if style == .collection, children.first?.value is any Numeric { return [] }
        let parts = children.enumerated().flatMap { index, child in
            var (label, value) = (child.label ?? "\(index)", child.value)
            if style == .dictionary {
                let entry = Array(Mirror(reflecting: value).children)
                (label, value) = ("\(entry[0].value)", entry[1].value)
            } else if label.hasPrefix("$__lazy_storage_$_") {
                label.removeFirst("$__lazy_storage_$_".count)
                requireUsed(value, label)
            }
            // The label of a tuple element is ".0"; the value in an optional takes the optional's name.
            if label.hasPrefix(".") { label.removeFirst() }
            let path = style == .optional ? name : name.isEmpty ? label : "\(name).\(label)"
            return reflectedParts(of: value, path, &seen)
        }
        return style == .dictionary ? parts.sorted { $0.name < $1.name } : parts
    }

    /// Traps for a lazy property whose parameters don't exist yet.
    private func requireUsed(_ value: Any, _ name: String) {
        let missing = (value as? any AnyOptional)?.missing
        if missing is any Module.Type || missing is Tensor.Type {
            fatalError(
                "The lazy property '\(name)' of a module has not been used yet, so its parameters do "
                    + "not exist. Make it a let.")
        }
    }

    private protocol AnyOptional {
        /// The type of the missing value; nil if the optional has one.
        var missing: Any.Type? { get }
    }

    extension Optional: AnyOptional {
        var missing: Any.Type? { self == nil ? Wrapped.self : nil }
    }
#endif
