/// A source of random numbers with the same streams as PyTorch.
///
/// The same seed and the same calls give the same bits as `torch.manual_seed` and PyTorch's CPU
/// functions (2.13, measured). Where PyTorch's bits depend on the processor, they are those of its
/// AVX2 build.
///
///     let generator = Generator(seed: 42)
///     generator.rand(3)  // [0.88226926, 0.91500396, 0.38286376]
///
/// Threads can share a generator: every call is an atomic draw. But the order of concurrent calls is
/// undefined, so if you need repeatable numbers, use one generator per task
/// (``withGenerator(_:_:)``).
public final class Generator: @unchecked Sendable {
    private let lock = Lock()
    // Guarded by `lock`.
    private var twister: MersenneTwister
    /// The unused second number of a normal pair, kept for the next short `randn`.
    private var cachedNormal: Double?

    /// Creates a generator at the start of the stream of `seed`.
    ///
    /// - Parameter seed: Only the low 32 bits count, as in PyTorch: 2⁴⁰ + 3 gives the same stream as 3.
    public init(seed: UInt64) {
        twister = MersenneTwister(seed: seed)
    }

    /// Restarts at the beginning of the stream of `seed`.
    ///
    /// - Parameter seed: Only the low 32 bits count, as in ``init(seed:)``.
    public func manualSeed(_ seed: UInt64) {
        state = (MersenneTwister(seed: seed), nil)
    }

    /// The position in the stream, which can be saved and restored.
    package var state: (twister: MersenneTwister, normal: Double?) {
        get { lock.withLock { (twister, cachedNormal) } }
        set { lock.withLock { (twister, cachedNormal) = newValue } }
    }

    // MARK: - Draws

    /// Uniform numbers in [0, 1), multiples of 2⁻²⁴; `torch.rand`.
    ///
    /// - Parameter count: The number of values; for a tensor, its elements in row-major order. A
    ///   negative count traps.
    /// - Returns: `count` numbers.
    public func rand(_ count: Int) -> [Float] {
        draw(count, "rand") { twister.fillUnit($0, count: count) }
    }

    /// Uniform numbers from the lower bound up to, but not including, the upper bound;
    /// `torch.Tensor.uniform_`.
    ///
    /// Each number is u·(high - low) + low with u from [0, 1). It is rounded only once, after the
    /// addition. A number that rounds to `high` becomes `low` (PyTorch 2.13, measured). If the bounds
    /// are equal, every number is that bound.
    ///
    /// - Parameters:
    ///   - count: The number of values; for a tensor, its elements in row-major order. A negative
    ///     count traps.
    ///   - bounds: Two finite numbers whose difference is also finite; others trap.
    /// - Returns: `count` numbers.
    public func uniform(_ count: Int, in bounds: ClosedRange<Float>) -> [Float] {
        let low = bounds.lowerBound
        let high = bounds.upperBound
        let width = high - low
        guard width.isFinite else {
            fatalError(
                "uniform needs finite bounds with a finite difference, not \(low)...\(high).")
        }
        return draw(count, "uniform") { numbers in
            twister.fillUnit(numbers, count: count)
            var index = 0
            while index < count {
                let number = low.addingProduct(numbers[index], width)
                numbers[index] = number == high ? low : number
                index &+= 1
            }
        }
    }

    /// Normally distributed numbers with mean 0 and variance 1; `torch.randn`.
    ///
    /// Fewer than 16 numbers are drawn in pairs. If one number of a pair is left over, the next draw
    /// of fewer than 16 starts with it, whatever is drawn in between. Only a new seed discards it. 16
    /// or more numbers are drawn in blocks, without a leftover. Therefore `randn(15)` is not the
    /// beginning of `randn(16)` (PyTorch 2.13, measured).
    ///
    /// - Parameter count: The number of values; for a tensor, its elements in row-major order. A
    ///   negative count traps.
    /// - Returns: `count` numbers.
    public func randn(_ count: Int) -> [Float] {
        draw(count, "randn") { numbers in
            if count < Normal.blockSize {
                fillNormalPairs(numbers, count: count)
            } else {
                fillNormalBlocks(numbers, count: count)
            }
        }
    }

    /// The numbers 0, 1, …, n - 1 in random order; `torch.randperm`.
    ///
    /// - Parameter n: The number of values. A negative number traps, and so does 214 748 364 or more,
    ///   for which PyTorch shuffles differently.
    /// - Returns: An array with each number once, in random order; empty if `n` is 0.
    public func randperm(_ n: Int) -> [Int] {
        let limit = Int(UInt32.max / 20)
        guard n < limit else {
            fatalError("randperm needs a number below \(limit), not \(n).")
        }
        return draw(n, "randperm") { numbers in
            var index = 0
            while index < n {
                numbers[index] = index
                index &+= 1
            }
            index = 0
            while index &+ 1 < n {
                let other = index &+ Int(twister.u32() % UInt32(n &- index))
                (numbers[index], numbers[other]) = (numbers[other], numbers[index])
                index &+= 1
            }
        }
    }

    /// An integer from 0 to 2⁶³ - 1; `random_()` of an int64 tensor. Data loaders use it as a seed.
    package func int64() -> Int64 {
        lock.withLock { Int64(twister.u64() & 0x7FFF_FFFF_FFFF_FFFF) }
    }

    /// An array of `count` numbers, written by `fill` in an atomic draw.
    private func draw<Number>(
        _ count: Int, _ name: String, _ fill: (UnsafeMutablePointer<Number>) -> Void
    ) -> [Number] {
        guard count >= 0 else {
            fatalError("\(name) needs a count of 0 or more, not \(count).")
        }
        return [Number](unsafeUninitializedCapacity: count) { buffer, initializedCount in
            if let numbers = buffer.baseAddress { lock.withLock { fill(numbers) } }
            initializedCount = count
        }
    }

    // MARK: - Normal numbers; the lock is held

    /// Fills `numbers` one by one, starting with the kept number if there is one, in Float64.
    private func fillNormalPairs(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        var index = 0
        while index < count {
            if let kept = cachedNormal {
                numbers[index] = Float(kept)
                cachedNormal = nil
            } else {
                let u1 = twister.unitDouble()
                let u2 = twister.unitDouble()
                let (cosine, sine) = Normal.pair(u1, u2)
                numbers[index] = Float(cosine)
                cachedNormal = sine
            }
            index &+= 1
        }
    }

    /// Fills `numbers` in blocks of 16. If the last block is incomplete, the last 16 numbers are drawn
    /// again as a block, including those already finished. PyTorch does the same.
    private func fillNormalBlocks(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        twister.fillUnit(numbers, count: count)
        var start = 0
        while start &+ Normal.blockSize <= count {
            Normal.transformBlock(numbers + start)
            start &+= Normal.blockSize
        }
        if start < count {
            let last = numbers + (count - Normal.blockSize)
            twister.fillUnit(last, count: Normal.blockSize)
            Normal.transformBlock(last)
        }
    }

    // MARK: - The current generator

    /// The process's generator, seeded by the operating system as in PyTorch, so that every run
    /// without a seed differs. Only 32 bits count, so there are 2³² different runs.
    private static let ofProcess = Generator(seed: UInt64.random(in: 0...UInt64.max))

    /// The generator used when none is specified.
    ///
    /// Inside ``withGenerator(_:_:)``, it is the one given there. Elsewhere, it is the generator of the
    /// whole process, seeded by the operating system.
    public static var current: Generator {
        Scope.generator ?? ofProcess
    }
}

/// Reseeds the current generator, ``Generator/current``; `torch.manual_seed`.
///
/// - Parameter seed: Only the low 32 bits count, as in PyTorch.
public func manualSeed(_ seed: UInt64) {
    Generator.current.manualSeed(seed)
}

/// Runs `body` with `generator` as the current one, ``Generator/current``.
///
/// It applies to the calling task and to tasks that this task starts with `async let`, a task group
/// or `Task { }`. Tasks that are each inside their own `withGenerator` don't affect one another.
///
/// - Parameters:
///   - generator: The generator used inside `body` when none is specified.
///   - body: The closure to run, once and immediately.
/// - Returns: The result of `body`.
/// - Throws: Any error that `body` throws.
public func withGenerator<R>(_ generator: Generator, _ body: () throws -> R) rethrows -> R {
    try Scope.with(generator, body)
}
