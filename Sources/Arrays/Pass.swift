/// One way through large arrays, block by block, that computes several expressions at once.
///
/// The expressions become a list of steps, each operation once, however often its result is used. A
/// step computes a piece of a few thousand numbers, small enough to stay in the cache until the next
/// step reads it. Several threads take different blocks; as each block has its own sum, the result
/// does not depend on how many there are.
struct Pass {
    private var steps: [Step] = []
    private var pieces = 0
    private var free: [Int] = []
    private var sums = 0
    private var stored: [(expression: Expression, memory: Memory)] = []
    private var threads = Threads.limit
    private let count: Int

    /// How many numbers a step computes at a time; a multiple of what ``BlockSum`` takes.
    fileprivate static let pieceLength = 2048

    /// An expression that this many passes have computed is kept by the next: it will be wanted again.
    private static let passesBeforeKeeping = 2

    // No references: threads share it.
    fileprivate enum Step {
        case compute(Elementwise, Source, Source, into: Int)
        case sum(Source, number: Int)
        case store(piece: Int, UnsafeMutablePointer<Float>)
    }

    fileprivate enum Source {
        case numbers(Numbers)
        /// What a step has computed.
        case piece(Int)
    }

    /// Computes open sums and expressions, in one pass those with the same number of elements.
    static func compute(_ sums: [OpenSums], _ expressions: [Expression]) {
        var sums = sums.filter { $0.computed == nil }
        var expressions = expressions.filter { $0.computed == nil }
        while let count = sums.first?.count ?? expressions.first?.count {
            var pass = Pass(count: count)
            pass.run(sums.filter { $0.count == count }, expressions.filter { $0.count == count })
            sums.removeAll { $0.count == count }
            expressions.removeAll { $0.count == count }
        }
    }

    private mutating func run(_ sums: [OpenSums], _ expressions: [Expression]) {
        for sum in sums { threads = min(threads, sum.threads) }
        for expression in expressions { expression.isWanted = true }
        let operands = sums.flatMap { $0.operands } + expressions.map { .expression($0) }
        for operand in operands { noteUse(operand) }
        for (place, operand) in operands.enumerated() {
            let source = source(operand)
            if place < operands.count - expressions.count {
                steps.append(.sum(source, number: self.sums))
                self.sums += 1
            }
            release(operand)
        }
        let totals = run()
        for (expression, memory) in stored { expression.keep(memory) }
        var first = 0
        for sum in sums {
            let end = first + sum.operands.count
            sum.keep(totals[first..<end])
            first = end
        }
    }

    // MARK: - From expressions to steps

    private mutating func noteUse(_ operand: Expression.Operand) {
        guard let expression = operand.expression else { return }
        expression.uses += 1
        if expression.uses > 1 { return }
        threads = min(threads, expression.threads)
        for operand in expression.operands { noteUse(operand) }
    }

    /// Where an operand's numbers are: in memory, or in a piece after the steps that this adds.
    ///
    /// - Parameter isInsideKept: whether the results of an expression that is made of it are kept.
    private mutating func source(
        _ operand: Expression.Operand, isInsideKept: Bool = false
    ) -> Source {
        guard let expression = operand.expression else { return .numbers(operand.numbers) }
        if let piece = expression.piece { return .piece(piece) }
        let keeps =
            expression.isWanted
            || !isInsideKept && expression.passes >= Self.passesBeforeKeeping
        let isInside = isInsideKept || keeps
        expression.passes += 1
        let operands = expression.operands
        let x = source(operands[0], isInsideKept: isInside)
        let y = source(operands[1], isInsideKept: isInside)
        // A piece of its own: loops whose result overwrites an operand would not become vectors.
        let piece = free.popLast() ?? pieces
        pieces = max(pieces, piece + 1)
        steps.append(.compute(expression.operation, x, y, into: piece))
        for operand in operands { release(operand) }
        expression.piece = piece
        if keeps {
            let memory = Memory.filled(count) { steps.append(.store(piece: piece, $0)) }
            stored.append((expression, memory))
        }
        return .piece(piece)
    }

    /// Notes that a step has used an operand, and frees its piece if that was the last time.
    private mutating func release(_ operand: Expression.Operand) {
        guard let expression = operand.expression else { return }
        expression.uses -= 1
        if expression.uses == 0, let piece = expression.piece.take() { free.append(piece) }
    }

    // MARK: - Running

    private func run() -> [Float] {
        let blocks = (count + Summation.blockLength - 1) / Summation.blockLength
        let blockSums = UnsafeMutablePointer<Float>.allocate(capacity: max(1, blocks * sums))
        defer { blockSums.deallocate() }
        let program = Program(
            steps: steps, pieces: pieces, sums: sums, count: count, blocks: blocks,
            blockSums: blockSums)
        // More parts than threads: a thread that is interrupted leaves its share to the others.
        let parts = threads == 1 ? 1 : min(blocks, 4 * min(threads, blocks))
        Threads.perform(parts, threads: threads) { part in
            program.run(part * blocks / parts..<(part + 1) * blocks / parts)
        }
        return (0..<sums).map { Summation.sum(blockSums + $0 * blocks, count: blocks) }
    }
}

/// The steps of a pass.
private struct Program {
    let steps: [Pass.Step]
    let pieces: Int
    let sums: Int
    let count: Int
    let blocks: Int
    /// For each sum its blocks.
    let blockSums: UnsafeMutablePointer<Float>

    /// Computes some of the blocks.
    func run(_ range: Range<Int>) {
        let size = pieces * Pass.pieceLength + sums * BlockSum.size
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: max(1, size))
        defer { scratch.deallocate() }
        for block in range {
            let start = block * Summation.blockLength
            let length = min(Summation.blockLength, count - start)
            var running = (0..<sums).map { sum in
                BlockSum(
                    count: length,
                    memory: scratch + pieces * Pass.pieceLength + sum * BlockSum.size)
            }
            var offset = 0
            while offset < length {
                let size = min(Pass.pieceLength, length - offset)
                for step in steps {
                    run(
                        step, from: start + offset, size, scratch, &running, in: block,
                        isLast: offset + size == length)
                }
                offset += size
            }
        }
    }

    private func run(
        _ step: Pass.Step, from start: Int, _ count: Int, _ scratch: UnsafeMutablePointer<Float>,
        _ running: inout [BlockSum], in block: Int, isLast: Bool
    ) {
        func numbers(_ source: Pass.Source) -> Numbers {
            switch source {
            case .numbers(let numbers): numbers.advanced(by: start)
            case .piece(let piece): .pointer(scratch + piece * Pass.pieceLength)
            }
        }
        switch step {
        case .compute(let operation, let a, let b, let piece):
            operation.run(numbers(a), numbers(b), count, into: scratch + piece * Pass.pieceLength)
        case .sum(let a, let sum):
            guard case .pointer(let values) = numbers(a) else {
                fatalError("A sum is over an array.")
            }
            if isLast {
                blockSums[sum * blocks + block] = running[sum].finish(values, count)
            } else {
                running[sum].add(values, count)
            }
        case .store(let piece, let memory):
            (memory + start).update(from: scratch + piece * Pass.pieceLength, count: count)
        }
    }
}
