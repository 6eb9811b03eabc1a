/// A source of random numbers with PyTorch's streams: the same seed and the same calls give the
/// same bits as `torch.manual_seed` and the CPU functions of PyTorch (2.13, measured; where
/// PyTorch's bits depend on the processor, those of its AVX2 build).
///
///     let generator = Generator(seed: 42)
///     generator.rand(3)  // [0.88226926, 0.91500396, 0.38286376]
///
/// A generator may be shared between threads: every call is one undivided draw. Which of two
/// concurrent calls comes first is then open, so use one generator per task (``withGenerator(_:_:)``)
/// where the numbers shall be repeatable.
public final class Generator: @unchecked Sendable {
    private let lock = Lock()
    // Guarded by `lock`.
    private var twister: MersenneTwister
    /// The second number of a normal pair, kept for the next short `randn`.
    private var cachedNormal: Double?

    /// Makes a generator at the start of the stream of `seed`.
    ///
    /// - Parameter seed: Only the low 32 bits count, as in PyTorch: 2⁴⁰ + 3 gives the stream of 3.
    public init(seed: UInt64) {
        twister = MersenneTwister(seed: seed)
    }

    /// Starts again at the beginning of the stream of `seed`, forgetting everything before.
    ///
    /// - Parameter seed: Only the low 32 bits count, as in ``init(seed:)``.
    public func manualSeed(_ seed: UInt64) {
        state = (MersenneTwister(seed: seed), nil)
    }

    /// Where the stream is, to be kept and gone on with.
    package var state: (twister: MersenneTwister, normal: Double?) {
        get { lock.withLock { (twister, cachedNormal) } }
        set { lock.withLock { (twister, cachedNormal) = newValue } }
    }

    // MARK: - Draws

    /// Uniform numbers in [0, 1), multiples of 2⁻²⁴; `torch.rand`.
    ///
    /// - Parameter count: How many, for a tensor its elements in row-major order. A negative count
    ///   traps.
    /// - Returns: `count` numbers.
    public func rand(_ count: Int) -> [Float] {
        draw(count, "rand") { twister.fillUnit($0, count: count) }
    }

    /// Uniform numbers from the lower bound up to, but not including, the upper bound;
    /// `torch.Tensor.uniform_`.
    ///
    /// Each is u·(high - low) + low with u from [0, 1), the product and the sum rounded together,
    /// once. If that rounds to `high`, the number is `low` (PyTorch 2.13, measured). Equal bounds
    /// give this bound.
    ///
    /// - Parameters:
    ///   - count: How many, for a tensor its elements in row-major order. A negative count traps.
    ///   - bounds: Two finite numbers whose difference is finite too; others trap.
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

    /// Normally distributed numbers of mean 0 and variance 1; `torch.randn`.
    ///
    /// Fewer than 16 are drawn in pairs. If one of a pair is left over, it is kept, and the next
    /// draw of fewer than 16 begins with it, whatever else is drawn in between; only a new seed
    /// drops it. From 16 on they are drawn in blocks, without a leftover. So `randn(15)` is not
    /// the beginning of `randn(16)` (PyTorch 2.13, measured).
    ///
    /// - Parameter count: How many, for a tensor its elements in row-major order. A negative count
    ///   traps.
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
    /// - Parameter n: How many; 0 gives an empty array. A negative number traps, and so does one
    ///   of 214 748 364 or more, from which on PyTorch shuffles in another way.
    /// - Returns: `n` numbers, each of them once.
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

    /// A whole number from 0 to 2⁶³ - 1; `random_()` of an int64 tensor. A data loader seeds
    /// itself with it.
    package func int64() -> Int64 {
        lock.withLock { Int64(twister.u64() & 0x7FFF_FFFF_FFFF_FFFF) }
    }

    /// An array of `count` numbers that `fill` writes, in one undivided draw.
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

    /// One number after the other, from the kept one or from a new pair, in Float64.
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

    /// Blocks of 16. If the last one is not whole, the last 16 numbers are drawn anew as a block,
    /// also those of them that were finished: PyTorch does so.
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

    /// Seeded from the operating system, as PyTorch's is: without a seed, every run differs. Only
    /// 32 bits count, so there are 2³² such runs.
    private static let ofProcess = Generator(seed: UInt64.random(in: 0...UInt64.max))

    /// The generator that draws where none is named: inside ``withGenerator(_:_:)`` the one given
    /// there, elsewhere one for the whole process, seeded from the operating system.
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
/// This holds for the calling task and for tasks started in it as `async let`, in a task group or
/// with `Task { }`. Two tasks, each inside its own `withGenerator`, do not disturb each other.
///
/// - Parameters:
///   - generator: What draws where no generator is named.
///   - body: The work; it runs once, at once.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
public func withGenerator<R>(_ generator: Generator, _ body: () throws -> R) rethrows -> R {
    try Scope.with(generator, body)
}
