import Arrays

extension Tensor {
    /// Computes the gradient of this scalar with respect to every leaf it was computed from, and adds it to the
    /// leaf's ``grad``.
    ///
    /// Frees the graph on the way. Traps if this tensor has more than one element, if it requires no gradient, or if
    /// an earlier call has already freed its graph.
    public func backward() {
        guard let node else {
            fatalError(
                "backward() on a tensor that requires no gradient: nothing it was computed from was "
                    + "made with requiresGrad: true, or it was computed inside withNoGrad.")
        }
        require(
            count == 1,
            "backward() starts from a single number, such as a loss, but this tensor has shape "
                + "\(shape). Take its sum() or mean() first.")
        var deferred = node.passBack()
        if array.isDeferred { deferred.append(array) }
        // With large arrays, nothing has been computed yet. The loss and all gradients are computed together here.
        NDArray.compute(deferred)
    }
}

extension Node {
    /// Sends a gradient of 1 from this node through everything it was computed from.
    ///
    /// A node is ready once every operation that used its value has reported. Only then does it pass on the sum, so
    /// each node is visited once, however often its value was used. Nothing here is recursive, however long the graph
    /// is.
    ///
    /// - Returns: the leaf gradients that have not been computed yet.
    fileprivate func passBack() -> [NDArray] {
        countUses()
        arrived = NDArray(repeating: 1, shape: shape)
        var deferred: [NDArray] = []
        let tape = AutogradState.current.pointee.tape
        var ready: Node? = self
        while let node = Node.pop(&ready) {
            let gradient = node.arrived.take()
            tape?.arrive(gradient, at: node)
            if node.isLeaf {
                if let gradient { node.keep(gradient, &deferred) }
                continue
            }
            // As in PyTorch, the graph is freed: most loops never need it again.
            node.isFreed = true
            node.pass(gradient, along: &node.first, 0, tape, &ready)
            node.pass(gradient, along: &node.second, 1, tape, &ready)
            for index in node.others.indices {
                node.pass(gradient, along: &node.others[index], 2 + index, tape, &ready)
            }
        }
        return deferred
    }

    /// Passes a gradient back to an operand, which is ready once its last use has reported.
    private func pass(
        _ gradient: NDArray?, along edge: inout Edge, _ index: Int, _ tape: Tape?,
        _ ready: inout Node?
    ) {
        guard let operand = edge.operand.take(), let derivative = edge.derivative.take() else {
            return
        }
        let shape = operand.shape
        // (`if let` would copy it.)
        if gradient != nil, let share = derivative(gradient!, shape)?.summed(to: shape) {
            tape?.pass(share, from: self, to: index)
            operand.receive(share)
        }
        operand.waiting -= 1
        if operand.waiting == 0 { Node.push(operand, onto: &ready) }
    }

    /// Counts how many operations used each node that this one was computed from.
    private func countUses() {
        var found: Node? = self
        while let node = Node.pop(&found) {
            require(
                !node.isFreed,
                "backward() has already been called for this graph, and the values that it needs "
                    + "have been freed. Compute the loss again before calling backward() again.")
            Node.use(node.first.operand, &found)
            Node.use(node.second.operand, &found)
            for index in node.others.indices { Node.use(node.others[index].operand, &found) }
        }
    }

    private static func use(_ operand: consuming Node?, _ found: inout Node?) {
        guard let operand else { return }
        operand.waiting += 1
        if operand.waiting == 1 { push(operand, onto: &found) }
    }

    /// Adds to the gradient that has arrived at this node. A value that is used twice receives two gradients, and
    /// their sum is the correct one.
    private func receive(_ gradient: consuming NDArray) {
        arrived = if let arrived { arrived + gradient } else { gradient }
    }

    /// Adds a gradient to what earlier backward passes have left in this leaf.
    private func keep(_ gradient: NDArray, _ deferred: inout [NDArray]) {
        if isResting { return }
        let sum = self.gradient.map { $0.array + gradient } ?? gradient
        if sum.isDeferred { deferred.append(sum) }
        if let tensor = self.gradient { tensor.array = sum } else { self.gradient = Tensor(sum) }
    }

    // The nodes still to visit are linked through `next`, so the list needs no allocation.

    private static func push(_ node: consuming Node, onto list: inout Node?) {
        node.next = list.take()
        list = node
    }

    private static func pop(_ list: inout Node?) -> Node? {
        guard let node = list.take() else { return nil }
        list = node.next.take()
        return node
    }
}
