import Dispatch

/// One way through large arrays, block by block, that computes several expressions at once.
///
/// The expressions become a list of steps, each operation once, however often its result is used. A
/// step computes a piece of a few thousand numbers, small enough to stay in the cache until the next
/// step reads it. Several threads take different blocks; as each block has its own sum, the result
/// does not depend on how many there are.
struct Pass {
    private enum Source {
        case scalar(Float)
        /// An array in memory.
        case array(Int)
        /// A piece that a step has computed.
        case piece(Int)
    }

    private enum Step {
        case binary(BinaryOperation, Source, Source, into: Int)
        case unary(UnaryOperation, Source, into: Int)
        case rows(array: Int, weights: [Float], into: Int)
        case column(array: Int, index: Int, columns: Int, times: Source, into: Int)
    }

    private var steps: [Step] = []
    private var arrays: [[Float]] = []
    private var pieces = 0

    /// What is to be done with the results.
    private var sums: [Source] = []
    private var stored: Source?

    /// How many numbers a step computes at a time; a multiple of what ``BlockSum`` takes.
    private static let pieceLength = 2048

    // MARK: - What passes compute

    /// The sums of expressions over arrays of the same length.
    static func sums(of operands: [Expression.Operand], count: Int) -> [Float] {
        var compiler = Compiler(operands)
        var pass = Pass()
        pass.sums = operands.map { pass.compile($0, &compiler) }
        var blockSums: [[Float]] = []
        pass.run(count: count, output: nil, &blockSums)
        return blockSums.map(Summation.sum(of:))
    }

    /// All values of an expression.
    static func values(of expression: Expression) -> [Float] {
        let operand = Expression.Operand.expression(expression)
        var compiler = Compiler([operand])
        var pass = Pass()
        pass.stored = pass.compile(operand, &compiler)
        return [Float](unsafeUninitializedCapacity: expression.count) { memory, count in
            count = expression.count
            var none: [[Float]] = []
            pass.run(count: count, output: memory.baseAddress, &none)
        }
    }

    // MARK: - From expressions to steps

    /// What is known about the expressions of a pass while it is put together.
    private struct Compiler {
        /// How often the result of each expression is still going to be used.
        private(set) var uses: [ObjectIdentifier: Int] = [:]
        /// Where results that are still going to be used lie.
        var results: [ObjectIdentifier: Int] = [:]
        var free: [Int] = []

        init(_ operands: [Expression.Operand]) {
            for operand in operands { count(operand) }
        }

        private mutating func count(_ operand: Expression.Operand) {
            guard case .expression(let expression) = operand, expression.computed == nil else {
                return
            }
            uses[ObjectIdentifier(expression), default: 0] += 1
            if uses[ObjectIdentifier(expression)] == 1 {
                for operand in expression.operands { count(operand) }
            }
        }

        /// Notes that a result has been used, and frees its piece if that was the last time.
        mutating func release(_ operand: Expression.Operand) {
            guard case .expression(let expression) = operand, expression.computed == nil else {
                return
            }
            let key = ObjectIdentifier(expression)
            uses[key]! -= 1
            if uses[key] == 0, let piece = results[key] { free.append(piece) }
        }
    }

    private mutating func compile(
        _ operand: Expression.Operand, _ compiler: inout Compiler
    ) -> Source {
        switch operand {
        case .scalar(let value): return .scalar(value)
        case .values(let values): return .array(array(values))
        case .expression(let expression):
            // It may have been computed since it became an operand.
            if let values = expression.computed { return compile(.values(values), &compiler) }
            let key = ObjectIdentifier(expression)
            if let piece = compiler.results[key] { return .piece(piece) }
            let operands = expression.operands
            let sources = operands.map { compile($0, &compiler) }
            // The result gets a piece of its own: loops whose result overwrites an operand would not
            // become vectors.
            let piece = compiler.free.popLast() ?? pieces
            pieces = max(pieces, piece + 1)
            for operand in operands { compiler.release(operand) }
            compiler.results[key] = piece
            switch expression.kind! {
            case .binary(let operation, _, _):
                steps.append(.binary(operation, sources[0], sources[1], into: piece))
            case .unary(let operation, _):
                steps.append(.unary(operation, sources[0], into: piece))
            case .rows(let matrix, let weights):
                steps.append(.rows(array: array(matrix), weights: weights, into: piece))
            case .column(let matrix, let index, let columns, _):
                steps.append(
                    .column(
                        array: array(matrix), index: index, columns: columns, times: sources[0],
                        into: piece))
            }
            return .piece(piece)
        }
    }

    private mutating func array(_ values: [Float]) -> Int {
        arrays.append(values)
        return arrays.count - 1
    }

    // MARK: - Running

    /// What the threads share: memory that each of them reads, or of which each writes another part.
    private struct Memory: @unchecked Sendable {
        var arrays: [UnsafePointer<Float>]
        var output: UnsafeMutablePointer<Float>?
        /// For each sum its blocks.
        var blockSums: UnsafeMutablePointer<Float>
    }

    private func run(
        count: Int, output: UnsafeMutablePointer<Float>?, _ result: inout [[Float]]
    ) {
        let length = Summation.blockLength
        let blocks = (count + length - 1) / length
        let all = UnsafeMutablePointer<Float>.allocate(capacity: max(1, blocks * sums.count))
        defer { all.deallocate() }
        Self.withPointers(arrays[...], []) { pointers in
            let memory = Memory(arrays: pointers, output: output, blockSums: all)
            // More parts than threads: a thread that is interrupted leaves its share to the others.
            let threads = Threads.limit
            let parts = threads == 1 ? 1 : min(blocks, 4 * threads)
            let pass = SendablePass(pass: self)
            @Sendable func work(_ part: Int) {
                pass.pass.run(
                    blocks: part * blocks / parts..<(part + 1) * blocks / parts, of: blocks,
                    count: count, memory)
            }
            if parts == 1 {
                work(0)
            } else {
                Threads.perform(parts, work)
            }
        }
        result = sums.indices.map { sum in
            Array(UnsafeBufferPointer(start: all + sum * blocks, count: blocks))
        }
    }

    /// The arrays are only read.
    private struct SendablePass: @unchecked Sendable {
        var pass: Pass
    }

    private static func withPointers(
        _ arrays: ArraySlice<[Float]>, _ pointers: [UnsafePointer<Float>],
        _ body: ([UnsafePointer<Float>]) -> Void
    ) {
        guard let array = arrays.first else { return body(pointers) }
        array.withUnsafeBufferPointer {
            withPointers(arrays.dropFirst(), pointers + [$0.baseAddress!], body)
        }
    }

    private func run(blocks range: Range<Int>, of blocks: Int, count: Int, _ memory: Memory) {
        let size = pieces * Self.pieceLength + sums.count * BlockSum.size
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: max(1, size))
        defer { scratch.deallocate() }
        for block in range {
            let start = block * Summation.blockLength
            let length = min(Summation.blockLength, count - start)
            var running = sums.indices.map { sum in
                BlockSum(
                    count: length,
                    memory: scratch + pieces * Self.pieceLength + sum * BlockSum.size)
            }
            var offset = 0
            while offset < length {
                let size = min(Self.pieceLength, length - offset)
                let piece = Piece(start: start + offset, count: size, memory, scratch)
                for step in steps { piece.run(step) }
                if let stored {
                    piece.copy(stored, to: memory.output! + start + offset)
                }
                for (index, source) in sums.enumerated() {
                    let values = piece.numbers(source)
                    if offset + size < length {
                        running[index].add(values, size)
                    } else {
                        memory.blockSums[index * blocks + block] =
                            running[index].finish(values, size)
                    }
                }
                offset += size
            }
        }
    }

    /// Some neighbouring numbers of all arrays.
    private struct Piece {
        let start: Int
        let count: Int
        let memory: Memory
        let scratch: UnsafeMutablePointer<Float>

        init(
            start: Int, count: Int, _ memory: Memory, _ scratch: UnsafeMutablePointer<Float>
        ) {
            self.start = start
            self.count = count
            self.memory = memory
            self.scratch = scratch
        }

        func run(_ step: Step) {
            switch step {
            case .binary(let operation, let a, let b, let piece):
                operation.run(operand(a), operand(b), count, into: place(piece))
            case .unary(let operation, let a, let piece):
                operation.run(numbers(a), count, into: place(piece))
            case .rows(let array, let weights, let piece):
                let matrix = memory.arrays[array] + start * weights.count
                MatrixLoops.rows(matrix, weights, count, into: place(piece))
            case .column(let array, let index, let columns, let a, let piece):
                let column = memory.arrays[array] + start * columns + index
                MatrixLoops.column(column, columns, numbers(a), count, into: place(piece))
            }
        }

        func copy(_ source: Source, to output: UnsafeMutablePointer<Float>) {
            output.update(from: numbers(source), count: count)
        }

        func numbers(_ source: Source) -> UnsafePointer<Float> {
            switch source {
            case .scalar: fatalError("A pass computes arrays.")
            case .array(let array): memory.arrays[array] + start
            case .piece(let piece): UnsafePointer(place(piece))
            }
        }

        private func operand(_ source: Source) -> LoopOperand {
            if case .scalar(let value) = source { return .scalar(value) }
            return .numbers(numbers(source))
        }

        private func place(_ piece: Int) -> UnsafeMutablePointer<Float> {
            scratch + piece * Pass.pieceLength
        }
    }
}
