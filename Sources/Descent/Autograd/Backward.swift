import Arrays

extension Tensor {
    /// Computes the gradient of this scalar with respect to every leaf that it was computed from, and
    /// adds it to the leaf's ``grad``.
    ///
    /// The graph is freed on the way. Traps if this tensor has more than one element, if it requires
    /// no gradient, and if its graph has already been freed by an earlier call.
    public func backward() {
        guard let node else {
            fatalError(
                "backward() on a tensor that requires no gradient: nothing it was computed from was "
                    + "made with requiresGrad: true, or it was computed inside withNoGrad.")
        }
        require(
            count == 1,
            "backward() starts from a single number, such as a loss, and this tensor has shape "
                + "\(shape). Take its sum() or mean() first.")
        var open = node.passBack()
        // What was put off is computed now: the loss and all gradients together.
        open.add(array)
        open.compute()
    }
}

extension Node {
    /// Sends a gradient of 1 from this node through everything that it was computed from.
    ///
    /// A node is ready when every operation that used its value has reported; only then does it pass
    /// on the sum. So each node is visited once, however often its value was used, and nothing here
    /// is recursive, however long the graph is.
    ///
    /// - Returns: the gradients of leaves whose computation was put off.
    fileprivate func passBack() -> NDArray.Open {
        countUses()
        arrived = NDArray(repeating: 1, shape: shape)
        var open = NDArray.Open()
        let tape = AutogradState.tape
        var ready: Node? = self
        while let node = Node.pop(&ready) {
            let gradient = node.arrived.take()
            tape?.arrive(gradient, at: node)
            if node.isLeaf, let gradient { node.keep(gradient, &open) }
            // As in PyTorch the graph is freed: most loops never need it again.
            node.isFreed = !node.isLeaf
            node.first.take()?.pass(gradient, from: node, to: 0, tape, &ready)
            node.second.take()?.pass(gradient, from: node, to: 1, tape, &ready)
            if let others = node.others.take() {
                for (place, edge) in others.enumerated() {
                    edge?.pass(gradient, from: node, to: 2 + place, tape, &ready)
                }
            }
        }
        return open
    }

    /// Counts, for each node that this one was computed from, how many operations used it.
    private func countUses() {
        var found: Node? = self
        while let node = Node.pop(&found) {
            require(
                !node.isFreed,
                "backward() has already been called for this graph, and the values that it needs "
                    + "are freed. Compute the loss again before calling backward() again.")
            node.first?.node?.isUsed(&found)
            node.second?.node?.isUsed(&found)
            if let others = node.others {
                for edge in others { edge?.node?.isUsed(&found) }
            }
        }
    }

    private func isUsed(_ found: inout Node?) {
        if waiting == 0 { push(onto: &found) }
        waiting += 1
    }

    /// Adds to the gradient that has arrived here: a value that is used twice gets two, and their sum is the
    /// right one.
    fileprivate func receive(_ gradient: NDArray) {
        arrived = if let arrived { arrived + gradient } else { gradient }
    }

    /// A leaf's gradient is added to what earlier backward passes have left there.
    private func keep(_ gradient: NDArray, _ open: inout NDArray.Open) {
        if isResting { return }
        let sum = self.gradient.map { $0.array + gradient } ?? gradient
        open.add(sum)
        if let tensor = self.gradient { tensor.array = sum } else { self.gradient = Tensor(sum) }
    }

    // Nodes to visit are a list: they hold each other, so it needs no memory.

    fileprivate func push(onto list: inout Node?) {
        next = list.take()
        list = self
    }

    private static func pop(_ list: inout Node?) -> Node? {
        let node = list.take()
        list = node?.next.take()
        return node
    }
}

extension Node.Edge {
    /// Passes a gradient back to the operand; after its last use has reported the operand is ready.
    fileprivate consuming func pass(
        _ gradient: NDArray?, from result: Node, to place: Int, _ tape: Tape?,
        _ ready: inout Node?
    ) {
        let operand = node!
        if let gradient, let share = derivative(gradient, operand.shape)?.summed(to: operand.shape)
        {
            tape?.pass(share, from: result, to: place)
            operand.receive(share)
        }
        operand.waiting -= 1
        if operand.waiting == 0 { operand.push(onto: &ready) }
    }
}
