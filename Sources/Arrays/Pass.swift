/// A pass through large arrays, block by block, that computes several expressions at once.
///
/// The expressions become a list of steps in which each operation occurs once, however often its result is used. A
/// step computes a piece of about a thousand numbers, small enough to stay in the cache until the next step reads it.
/// Several threads take different blocks. Each block has its own sum, so the result doesn't depend on the number of
/// threads.
struct Pass {
    private var steps: [Step] = []
    private var pieces = 0
    private var free: [Int] = []
    private var sums = 0
    private var stored: [(expression: Expression, memory: Memory)] = []
    private var threads = Threads.limit
    private let count: Int

    /// The count of numbers that a step computes at a time; a multiple of the group length in ``BlockSum``.
    private static let pieceLength = 1024

    /// The number of passes after which an expression's results are kept, because they will probably be needed again.
    private static let passesBeforeKeeping = 2

    // Steps contain no references, because threads share them.
    private enum Step {
        /// Computes an operation. With a scale, scale · x replaces the first operand x.
        case compute(Elementwise, scale: Float?, Source, Source, into: Int)
        case sum(Source, times: Source?, number: Int)
        case store(piece: Int, UnsafeMutablePointer<Float>)
    }

    private enum Source {
        case numbers(Numbers)
        /// The piece that a step has computed.
        case piece(Int)
    }

    /// Computes open sums and expressions, those with the same number of elements in one pass.
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
        for (index, operand) in operands.enumerated() {
            if index < operands.count - expressions.count {
                let (terms, factors) = terms(operand)
                steps.append(.sum(terms, times: factors, number: self.sums))
                self.sums += 1
            } else {
                _ = source(operand)
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

    /// The source of an operand's numbers: memory, or a piece that the steps added here will compute.
    ///
    /// - Parameter isInsideKept: whether the results of an expression that contains it are kept.
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
        var (a, b, scale) = (expression.operands[0], expression.operands[1], Float?.none)
        if [.add, .subtract, .multiply].contains(expression.operation) {
            if let product = scaled(a) {
                (a, scale) = product
            } else if expression.operation != .subtract, let product = scaled(b) {
                b = a
                (a, scale) = product
            }
        }
        let x = source(a, isInsideKept: isInside)
        let y = source(b, isInsideKept: isInside)
        // A separate piece, because a loop whose result overwrites an operand can't be vectorized.
        let piece = free.popLast() ?? pieces
        pieces = max(pieces, piece + 1)
        steps.append(.compute(expression.operation, scale: scale, x, y, into: piece))
        release(a)
        release(b)
        expression.piece = piece
        if keeps {
            let memory = Memory.filled(count) { steps.append(.store(piece: piece, $0)) }
            stored.append((expression, memory))
        }
        return .piece(piece)
    }

    /// An operation that the next one can do in its own loop, because nothing else needs its result.
    private func passing(_ operand: Expression.Operand) -> Expression? {
        guard let expression = operand.expression, expression.uses == 1, expression.piece == nil,
            !expression.isWanted, expression.passes < Self.passesBeforeKeeping
        else { return nil }
        return expression
    }

    /// The factors of a product with a number, so that s · x + y takes a single loop.
    private func scaled(_ operand: Expression.Operand) -> (Expression.Operand, Float?)? {
        guard let product = passing(operand), product.operation == .multiply else { return nil }
        switch (product.operands[0], product.operands[1]) {
        case (.scalar(let scale), let x), (let x, .scalar(let scale)):
            product.passes += 1
            product.uses = 0
            return (x, scale)
        default: return nil
        }
    }

    /// The terms of a sum. Products that nothing else uses are added as they are computed and never stored.
    private mutating func terms(_ operand: Expression.Operand) -> (Source, times: Source?) {
        guard let product = passing(operand),
            product.operation == .square
                || product.operation == .multiply
                    && !product.operands.contains(where: { $0.isScalar })
        else { return (source(operand), nil) }
        product.passes += 1
        let x = source(product.operands[0])
        let y = product.operation == .square ? x : source(product.operands[1])
        for operand in product.operands { release(operand) }
        return (x, y)
    }

    /// Notes that a step has used an operand, and frees its piece after the last use.
    private mutating func release(_ operand: Expression.Operand) {
        guard let expression = operand.expression else { return }
        expression.uses -= 1
        if expression.uses == 0, let piece = expression.piece.take() { free.append(piece) }
    }

    // MARK: - Running

    /// Runs the steps.
    ///
    /// - Returns: the sums.
    private func run() -> [Float] {
        let blocks = (count + Summation.blockLength - 1) / Summation.blockLength
        let blockSums = UnsafeMutablePointer<Float>.allocate(capacity: max(1, blocks * sums))
        defer { blockSums.deallocate() }
        // There are more parts than threads, so that other threads can take over from one that is interrupted.
        let parts = threads == 1 ? 1 : min(blocks, 4 * min(threads, blocks))
        Threads.perform(parts, threads: threads) { part in
            let size = pieces * Self.pieceLength + sums * BlockSum.size
            let memory = UnsafeMutablePointer<Float>.allocate(capacity: size + 16)
            defer { memory.deallocate() }
            let scratch = memory.nextCacheLine
            for block in part * blocks / parts..<(part + 1) * blocks / parts {
                compute(block, of: blocks, blockSums, scratch)
            }
        }
        return (0..<sums).map { Summation.sum(blockSums + $0 * blocks, count: blocks) }
    }

    /// Computes a block piece by piece, running all steps on each piece.
    ///
    /// - Parameters:
    ///   - blockSums: receives the block's sums; the sums of all blocks for the same total are adjacent.
    ///   - scratch: room for the pieces, followed by room for the sums.
    private func compute(
        _ block: Int, of blocks: Int, _ blockSums: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutablePointer<Float>
    ) {
        let end = min((block + 1) * Summation.blockLength, count)
        var running = (0..<sums).map { sum in
            BlockSum(memory: scratch + pieces * Self.pieceLength + sum * BlockSum.size)
        }
        for start in stride(from: block * Summation.blockLength, to: end, by: Self.pieceLength) {
            let size = min(Self.pieceLength, end - start)
            func numbers(_ source: Source) -> Numbers {
                switch source {
                case .numbers(let numbers): numbers.advanced(by: start)
                case .piece(let piece): .pointer(scratch + piece * Self.pieceLength)
                }
            }
            for step in steps {
                switch step {
                case .compute(let operation, let scale, let a, let b, let piece):
                    let result = scratch + piece * Self.pieceLength
                    operation.run(numbers(a), times: scale, numbers(b), size, into: result)
                case .sum(let terms, let others, let sum):
                    let values = numbers(terms).start!
                    let factors = others.map { numbers($0).start! }
                    if start + size < end {
                        running[sum].add(values, times: factors, size)
                    } else {
                        blockSums[sum * blocks + block] = running[sum].finish(
                            values, times: factors, size)
                    }
                case .store(let piece, let memory):
                    (memory + start).update(from: scratch + piece * Self.pieceLength, count: size)
                }
            }
        }
    }
}
