import Foundation

/// What autograd records, kept to be looked at: the operations with their operands and results, and
/// after ``Tensor/backward()`` the gradients that went through them.
///
/// ```swift
/// let tape = Tape()
/// withTape(tape) { (w * x - y).pow(2).mean().backward() }
/// tape.entries.map(\.name)  // ["leaf", "mul", "sub", "pow", "mean"]
/// ```
///
/// A tape keeps all values alive and computes those that autograd has put off, so it is for looking at
/// single epochs. The numbers are the same with it and without.
public final class Tape: @unchecked Sendable {
    @TaskLocal static var current: Tape?

    /// A leaf that requires a gradient, or an operation.
    public struct Entry {
        /// "leaf", or the name of the operation, as PyTorch has it: "add", "mul", "mean".
        public let name: String
        /// What the operation used; empty for a leaf.
        public let operands: [Operand]
        /// The value of the leaf or the result of the operation. It takes no part in autograd.
        public let value: Tensor
        /// What arrived here in the last backward pass; nil if nothing did.
        public fileprivate(set) var gradient: Tensor?
        /// What the backward pass sent on to each operand; nil where it sent nothing. An operation
        /// whose two operands are the same sends their sum, under the first.
        public fileprivate(set) var passed: [Tensor?]
        fileprivate let identity: ObjectIdentifier

        /// Whether this is the entry of a tensor, which must still exist.
        public func isValue(of tensor: Tensor) -> Bool {
            tensor.node.map(ObjectIdentifier.init) == identity
        }
    }

    /// An operand of an operation.
    public struct Operand {
        /// Its value.
        public let value: Tensor
        /// The index of the entry that it comes from; nil for one that requires no gradient.
        public let entry: Int?
    }

    /// Whether operations are kept; true at first.
    public var isRecording: Bool {
        get { lock.withLock { recording } }
        set { lock.withLock { recording = newValue } }
    }

    /// What is on the tape, each entry behind those that it uses.
    public var entries: [Entry] { lock.withLock { kept } }

    // Whoever records may do so on several threads.
    private let lock = NSLock()
    private var recording = true
    private var kept: [Entry] = []
    private var indices: [ObjectIdentifier: Int] = [:]
    // As long as they are kept alive, no other node has the same identity.
    private var nodes: [Node] = []

    public init() {}

    /// Forgets everything.
    public func clear() {
        lock.withLock {
            kept = []
            indices = [:]
            nodes = []
        }
    }

    // MARK: - Recording

    /// Keeps an operation that has just been recorded.
    func record(_ node: Node, _ result: NDArray, _ operands: [(array: NDArray, node: Node?)]) {
        lock.withLock {
            guard recording else { return }
            let operands = operands.map { array, node in
                Operand(value: Tensor(array), entry: node.map { index(of: $0, value: array) })
            }
            keep(node, node.name, operands, result)
            node.isWatched = true
        }
    }

    /// The index of an operand's entry; a leaf gets one when it is first used.
    private func index(of node: Node, value: NDArray) -> Int {
        indices[ObjectIdentifier(node)] ?? keep(node, node.name, [], value)
    }

    @discardableResult
    private func keep(
        _ node: Node, _ name: String, _ operands: [Operand], _ value: NDArray
    ) -> Int {
        indices[ObjectIdentifier(node)] = kept.count
        nodes.append(node)
        kept.append(
            Entry(
                name: name, operands: operands, value: Tensor(value),
                passed: Array(repeating: nil, count: operands.count),
                identity: ObjectIdentifier(node)))
        return kept.count - 1
    }

    /// Keeps what arrived at a node, and what it passed on to each operand.
    func pass(_ node: Node, gradient: NDArray?, passed: [NDArray?]) {
        lock.withLock {
            guard let index = indices[ObjectIdentifier(node)] else { return }
            kept[index].gradient = gradient.map { Tensor($0) }
            for (place, gradient) in passed.enumerated().prefix(kept[index].passed.count) {
                kept[index].passed[place] = gradient.map { Tensor($0) }
            }
        }
    }
}

/// Runs `body` while a tape keeps what autograd records.
///
/// - Returns: what `body` returns.
public func withTape<Result>(_ tape: Tape, _ body: () throws -> Result) rethrows -> Result {
    try Tape.$current.withValue(tape) {
        try GradMode.with(.watched, body)
    }
}
