/// The sum of `term(0)`, `term(1)`, … `term(count - 1)`, rounded to Float32 at every addition.
///
/// Use it for the Σ of a formula in loops written by hand. It adds in the same order as a tensor's `sum()`, so both
/// give the same bits:
///
/// ```swift
/// let loss = sum(x.count) { i in (w * x[i] - y[i]) * (w * x[i] - y[i]) } / Float(x.count)
/// ```
///
/// - Parameters:
///   - count: the number of terms; 0 gives 0.
///   - term: returns the term for an index from 0 to `count - 1`; called once for each, in order.
@inlinable
@inline(__always)
public func sum(_ count: Int, _ term: (Int) -> Float) -> Float {
    // Without allocating memory.
    if count <= 4 { return Summation.ofFew(count, term) }
    return Summation.sum(count: count) { start, count, memory in
        var i = 0
        while i < count {
            memory[i] = term(start &+ i)
            i &+= 1
        }
    }
}

/// The mean of `term(0)`, `term(1)`, … `term(count - 1)`: their ``sum(_:_:)`` divided by `count`.
///
/// - Parameters:
///   - count: the number of terms; 0 gives NaN.
///   - term: returns the term for an index from 0 to `count - 1`.
@inlinable
@inline(__always)
public func mean(_ count: Int, _ term: (Int) -> Float) -> Float {
    sum(count, term) / Float(count)
}
