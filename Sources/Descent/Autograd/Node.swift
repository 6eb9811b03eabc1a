/// One place in the graph that autograd records: an operation with the operands that it used, or a
/// leaf, where gradients arrive and stay.
///
/// A node knows its operands' nodes, not their tensors. Of the values it keeps only those that its
/// ``Derivative`` needs, all others are free to go.
///
/// A result with few numbers is its own node: each object takes time to allocate, more than to
/// compute with the numbers. Leaves and larger results have a node beside them, which holds none.
final class Node: Tensor {
    /// What the node does with a gradient that arrives; ``Derivative/leaf`` for a leaf, and
    /// ``Derivative/freed`` once the backward pass has gone through.
    @exclusivity(unchecked) private var derivative: Derivative
    /// The operands' nodes; nil for an operand that requires no gradient.
    @exclusivity(unchecked) private(set) var first: Node?
    @exclusivity(unchecked) private(set) var second: Node?
    /// The values that the derivative needs.
    @exclusivity(unchecked) private var a: NDArray?
    @exclusivity(unchecked) private var b: NDArray?
    /// What a ``CustomFunction`` needs.
    let custom: CustomNode?

    /// A leaf's gradient, the sum over all calls of `backward()` since it was cleared.
    var gradient: Tensor? {
        get { isCleared ? nil : lastGradient }
        set { (lastGradient, isCleared) = (newValue, false) }
    }
    /// The same, or after it was cleared its tensor, for the next one (see ``clearGradient()``).
    @exclusivity(unchecked) private var lastGradient: Tensor?
    @exclusivity(unchecked) private var isCleared = false

    /// Whether a ``Tape`` keeps the operation.
    @exclusivity(unchecked) var isWatched = false

    // The state of a backward pass. (The attribute: every access to a property of a class is checked
    // for overlapping ones, which costs more than the access; in these methods none can overlap.)

    /// The sum of what has arrived.
    @exclusivity(unchecked) private var arrived: NDArray?
    /// How many uses of the value have not yet reported.
    @exclusivity(unchecked) private var waiting = 0
    /// The next node in a list of nodes to visit. As a part of the node it needs no memory.
    /// (Unmanaged: to count references here would take as long as the rest.)
    @exclusivity(unchecked) private var next: Unmanaged<Node>?

    init(
        _ derivative: Derivative, _ result: NDArray, _ first: Node?, _ second: Node?,
        keeping a: NDArray? = nil, _ b: NDArray? = nil, custom: CustomNode? = nil
    ) {
        self.derivative = derivative
        self.first = first
        self.second = second
        self.a = a
        self.b = b
        self.custom = custom
        let own = result.isFew ? result : NDArray(repeating: 0, shape: result.shape)
        super.init(own, .node)
    }

    convenience init(leaf shape: Lengths) {
        self.init(.leaf, NDArray(repeating: 0, shape: shape), nil, nil)
    }

    /// The tensor of the result that the node was made for.
    func tensor(_ result: NDArray) -> Tensor {
        result.isFew ? self : Tensor(result, node: self)
    }

    /// The name of the operation, as PyTorch has it.
    var name: String { custom?.name ?? derivative.name }

    /// Whether this is the node of a leaf.
    var belongsToLeaf: Bool {
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
    func passBack() {
        countUses()
        arrived = NDArray(repeating: 1, shape: lengths)
        let tape = isWatched ? Tape.current : nil
        // The list keeps its nodes alive: nothing else may, once they are cut off from the loss.
        var ready: Unmanaged<Node>? = .passRetained(self)
        while let node = ready?.takeRetainedValue() {
            ready = node.next
            node.next = nil
            // As in PyTorch the graph is freed: most loops never need it again.
            var first = node.first.take()
            var second = node.second.take()
            if let tape {
                node.passOn(to: first, second, watchedBy: tape)
            } else {
                node.passOn(to: first, second)
            }
            Node.reported(to: first.take(), &ready)
            Node.reported(to: second.take(), &ready)
            if let custom = node.custom {
                for other in custom.others { Node.reported(to: other, &ready) }
                custom.others = []
            }
        }
    }

    /// Counts, for each node that this one was computed from, how many operations used it.
    private func countUses() {
        var found: Unmanaged<Node>? = .passUnretained(self)
        while let node = found {
            node._withUnsafeGuaranteedRef { $0.countUsesOfOperands(&found) }
        }
    }

    private func countUsesOfOperands(_ found: inout Unmanaged<Node>?) {
        found = next
        next = nil
        if case .freed = derivative {
            fatalError(
                "backward() has already been called for this graph, and the values that it needs "
                    + "are freed. Compute the loss again before calling backward() again.")
        }
        first?.isUsed(by: &found)
        second?.isUsed(by: &found)
        if let custom {
            for other in custom.others { other?.isUsed(by: &found) }
        }
    }

    @inline(__always)
    private func isUsed(by found: inout Unmanaged<Node>?) {
        if waiting == 0 {
            next = found
            found = .passUnretained(self)
        }
        waiting += 1
    }

    /// One more use of a node's value has reported; after the last one the node is ready.
    @inline(__always)
    private static func reported(to node: consuming Node?, _ ready: inout Unmanaged<Node>?) {
        guard let node else { return }
        node.waiting -= 1
        if node.waiting == 0 {
            node.next = ready
            ready = .passRetained(node)
        }
    }

    private func passOn(to first: Node?, _ second: Node?) {
        let gradient = arrived.take()
        if belongsToLeaf {
            if let gradient { keep(gradient) }
            return
        }
        let last = derivative
        derivative = .freed
        if let gradient {
            last.pass(gradient, from: self, to: first, second)
        } else {
            _ = takeValues()
        }
    }

    /// The values that the derivative needs; the node gives them away.
    func takeValues() -> (a: NDArray?, b: NDArray?) {
        (a.take(), b.take())
    }

    /// The same, and a tape keeps what arrived and what each operand is sent.
    private func passOn(to first: Node?, _ second: Node?, watchedBy tape: Tape) {
        let gradient = arrived
        let operands = [first, second] + (custom?.others ?? [])
        // What other operations have sent there is put aside, so that only this one's share remains.
        let before = operands.map { $0?.arrived.take() }
        passOn(to: first, second)
        let passed = operands.map { $0?.arrived.take() }
        for (index, operand) in operands.enumerated() {
            if let sum = before[index] { operand?.receive(sum) }
            if let share = passed[index] { operand?.receive(share) }
        }
        tape.pass(self, gradient: gradient, passed: passed)
    }

    private func keep(_ gradient: NDArray) {
        if let tensor = lastGradient {
            tensor.array = isCleared ? gradient : tensor.array + gradient
            isCleared = false
        } else {
            self.gradient = Tensor(gradient)
        }
    }

    /// Forgets the gradient. If nobody else has its tensor, the next one is put into it: training
    /// clears every gradient, and a new tensor takes as long as a small operation.
    func clearGradient() {
        if isKnownUniquelyReferenced(&lastGradient), lastGradient!.isPlainAndFew {
            isCleared = true
        } else {
            gradient = nil
        }
    }

    // MARK: - Release

    // Swift would release a long chain of nodes recursively and overflow the stack, so the nodes that
    // only this one keeps alive are released one after another.
    deinit {
        if first == nil && second == nil && custom == nil { return }
        var unreachable: [Node] = []
        releaseOperands(into: &unreachable)
        while let node = unreachable.popLast() { node.releaseOperands(into: &unreachable) }
    }

    private func releaseOperands(into unreachable: inout [Node]) {
        Node.release(&first, into: &unreachable)
        Node.release(&second, into: &unreachable)
        guard let custom else { return }
        for index in custom.others.indices {
            Node.release(&custom.others[index], into: &unreachable)
        }
    }

    private static func release(_ node: inout Node?, into unreachable: inout [Node]) {
        if isKnownUniquelyReferenced(&node) { unreachable.append(node!) }
        node = nil
    }
}
