/// One place in the graph that autograd records: an operation with the operands that it used, or a
/// leaf, where gradients arrive and stay.
///
/// A node knows its operands' nodes, not their tensors. Values that a derivative needs are kept in its
/// ``Derivative``, all others are free to go.
final class Node {
    /// What the node does with a gradient that arrives; ``Derivative/leaf`` for a leaf, and
    /// ``Derivative/freed`` once the backward pass has gone through.
    @exclusivity(unchecked) private(set) var derivative: Derivative
    /// The shape of the result, and so of the gradient.
    let shape: Lengths

    /// The operands' nodes; nil for an operand that requires no gradient.
    @exclusivity(unchecked) private(set) var first: Node?
    @exclusivity(unchecked) private(set) var second: Node?
    /// Those of an operation with more than two operands.
    @exclusivity(unchecked) private(set) var others: [Node?] = []

    /// A leaf's gradient, the sum over all calls of `backward()` since it was cleared.
    @exclusivity(unchecked) var grad: Tensor?

    /// Whether a ``Tape`` keeps the operation.
    @exclusivity(unchecked) var isWatched = false

    // The state of a backward pass. (The attribute: every access to a property of a class is checked
    // for overlapping ones, which costs more than the access; in these methods none can overlap.)

    /// The sum of what has arrived.
    @exclusivity(unchecked) private var arrived: NDArray?
    /// How many uses of the value have not yet reported.
    @exclusivity(unchecked) private var waiting = 0
    /// The next node in a list of nodes to visit. As a part of the node it needs no memory.
    @exclusivity(unchecked) private var next: Node?

    init(leafOfShape shape: Lengths) {
        derivative = .leaf
        self.shape = shape
    }

    init(_ derivative: Derivative, shape: Lengths, _ first: Node?, _ second: Node?) {
        self.derivative = derivative
        self.shape = shape
        self.first = first
        self.second = second
    }

    convenience init(_ derivative: Derivative, shape: Lengths, operands: [Node?]) {
        self.init(
            derivative, shape: shape, operands.first ?? nil, operands.dropFirst().first ?? nil)
        others = Array(operands.dropFirst(2))
    }

    var isLeaf: Bool {
        if case .leaf = derivative { true } else { false }
    }

    /// Adds to the gradient that has arrived here.
    ///
    /// A value that is used twice gets two gradients; their sum is the right one.
    func receive(_ gradient: NDArray) {
        if let sum = arrived.take() {
            arrived = sum + gradient
        } else {
            arrived = gradient
        }
    }

    // MARK: - Backward

    /// Sends a gradient of 1 from this node through everything that it was computed from.
    ///
    /// A node is ready when every operation that used its value has reported; only then does it pass
    /// on the sum. So each node is visited once, however often its value was used, and nothing here
    /// is recursive, however long the graph is.
    func backward() {
        countUses()
        arrived = NDArray(repeating: 1, shape: shape)
        let tape = isWatched ? Tape.current : nil
        var ready: Node? = self
        while let node = ready {
            ready = node.next
            node.next = nil
            if let tape { node.passOn(watchedBy: tape) } else { node.passOn() }
            node.first?.hasReported(to: &ready)
            node.second?.hasReported(to: &ready)
            for other in node.others { other?.hasReported(to: &ready) }
            // As in PyTorch the graph is freed: most loops never need it again.
            node.first = nil
            node.second = nil
            node.others = []
        }
    }

    /// Counts, for each node that this one was computed from, how many operations used it.
    private func countUses() {
        var found: Node? = self
        while let node = found {
            found = node.next
            node.next = nil
            if case .freed = node.derivative {
                fatalError(
                    "backward() has already been called for this graph, and the values that it "
                        + "needs are freed. Compute the loss again before calling backward() again."
                )
            }
            node.first?.isUsed(by: &found)
            node.second?.isUsed(by: &found)
            for other in node.others { other?.isUsed(by: &found) }
        }
    }

    private func isUsed(by found: inout Node?) {
        if waiting == 0 {
            next = found
            found = self
        }
        waiting += 1
    }

    private func hasReported(to ready: inout Node?) {
        waiting -= 1
        if waiting == 0 {
            next = ready
            ready = self
        }
    }

    private func passOn() {
        let gradient = arrived.take()
        if isLeaf {
            if let gradient { keep(gradient) }
            return
        }
        // The values are taken out, not copied: this is their last use.
        var last = Derivative.freed
        swap(&last, &derivative)
        if let gradient { last.pass(gradient, to: self) }
    }

    /// The same, and a tape keeps what arrived and what each operand is sent.
    private func passOn(watchedBy tape: Tape) {
        let gradient = arrived
        let operands = [first, second] + others
        // What other operations have sent there is put aside, so that only this one's share remains.
        let before = operands.map { $0?.arrived.take() }
        passOn()
        let passed = operands.map { $0?.arrived.take() }
        for (index, operand) in operands.enumerated() {
            if let sum = before[index] { operand?.receive(sum) }
            if let share = passed[index] { operand?.receive(share) }
        }
        tape.pass(self, gradient: gradient, passed: passed)
    }

    private func keep(_ gradient: NDArray) {
        if let grad {
            grad.array = grad.array + gradient
        } else {
            grad = Tensor(gradient)
        }
    }

    // MARK: - Release

    // Swift would release a long chain of nodes recursively and overflow the stack, so the nodes that
    // only this one keeps alive are released one after another.
    deinit {
        if first == nil && second == nil && others.isEmpty { return }
        var unreachable: [Node] = []
        releaseOperands(into: &unreachable)
        while let node = unreachable.popLast() { node.releaseOperands(into: &unreachable) }
    }

    private func releaseOperands(into unreachable: inout [Node]) {
        if first != nil, isKnownUniquelyReferenced(&first) { unreachable.append(first!) }
        first = nil
        if second != nil, isKnownUniquelyReferenced(&second) { unreachable.append(second!) }
        second = nil
        for index in others.indices {
            if others[index] != nil, isKnownUniquelyReferenced(&others[index]) {
                unreachable.append(others[index]!)
            }
            others[index] = nil
        }
    }
}
