import Arrays

/// In-place updates: they change the numbers of an existing tensor, under all its names.
///
/// A leaf that requires a gradient can only be updated inside ``withNoGrad(_:)``; elsewhere, the update itself would
/// have to be differentiated. The same holds for the result of a recorded operation. Rows, reshapes and transposes
/// share their numbers with the tensor they come from, which therefore changes too. The right side may broadcast; the
/// left side never changes its shape. Anything else traps.
extension Tensor {
    /// Adds another tensor, in place.
    public static func += (a: Tensor, b: Tensor) { a.update(b, "+=", +) }
    /// Subtracts another tensor, in place.
    public static func -= (a: Tensor, b: Tensor) { a.update(b, "-=", -) }
    /// Multiplies by another tensor, in place.
    public static func *= (a: Tensor, b: Tensor) { a.update(b, "*=", *) }
    /// Divides by another tensor, in place.
    public static func /= (a: Tensor, b: Tensor) { a.update(b, "/=", /) }
    /// Adds a number, in place.
    public static func += (a: Tensor, b: Float) { a += Tensor(b) }
    /// Subtracts a number, in place.
    public static func -= (a: Tensor, b: Float) { a -= Tensor(b) }
    /// Multiplies by a number, in place.
    public static func *= (a: Tensor, b: Float) { a *= Tensor(b) }
    /// Divides by a number, in place.
    public static func /= (a: Tensor, b: Float) { a /= Tensor(b) }

    /// Replaces every element with `value`.
    public func fill(_ value: Float) {
        copy(from: Tensor(value))
    }

    /// Replaces the elements with those of another tensor, broadcast to this one's shape.
    public func copy(from other: Tensor) {
        update(other, "copy(from:)") { $1.expanded(to: $0.shape) }
    }

    private func update(
        _ other: Tensor, _ name: String, _ operation: (NDArray, NDArray) -> NDArray
    ) {
        require(
            !isRecorded,
            isLeaf
                ? "A leaf that requires a gradient was updated in place (\(name)) outside "
                    + "withNoGrad { … }: autograd would have to differentiate the update itself."
                : "The result of '\(node!.name)' was updated in place (\(name)): autograd "
                    + "may still need its value. Compute a new tensor instead.")
        require(
            !other.isRecorded,
            "A tensor that takes no part in autograd was updated in place (\(name)) with one "
                + "that does: its gradient would be lost. Use withNoGrad { … } or detached().")
        require(
            other.lengths == lengths || lengths.broadcast(with: other.lengths) == lengths,
            "Cannot update a tensor of shape \(shape) in place (\(name)) with one of shape "
                + "\(other.shape): that does not broadcast to \(shape).")
        array = operation(array, other.array)
    }
}
