// The functions that the compiler and the core expect from a C library. The compiler reserves their names, so these
// have the prefix `__wrap_`, which the linker option `--wrap` resolves.

@_cdecl("__wrap_posix_memalign")
public func posixMemalign(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ count: Int
) -> Int32 {
    result.pointee = Heap.allocate(count, alignment: alignment)
    return result.pointee == nil ? 12 : 0  // ENOMEM
}

@_cdecl("__wrap_free")
public func free(_ piece: UnsafeMutableRawPointer?) {
    if let piece { Heap.free(piece) }
}

@_cdecl("__wrap_memcmp")
public func memcmp(
    _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int
) -> Int32 {
    for index in 0..<count where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
    return 0
}

/// The low 128 bits of the product of two 128-bit integers, each given with its low 64 bits first.
@_cdecl("__wrap___multi3")
public func multiply(
    _ result: UnsafeMutablePointer<UInt64>, _ aLow: UInt64, _ aHigh: UInt64, _ bLow: UInt64,
    _ bHigh: UInt64
) {
    // Long multiplication with 32-bit digits.
    let (a0, a1, b0, b1) = (aLow & 0xFFFF_FFFF, aLow >> 32, bLow & 0xFFFF_FFFF, bLow >> 32)
    let low = a0 &* b0
    let middle = a1 &* b0 &+ low >> 32
    let other = a0 &* b1 &+ middle & 0xFFFF_FFFF
    result[0] = low & 0xFFFF_FFFF | other << 32
    result[1] = a1 &* b1 &+ middle >> 32 &+ other >> 32 &+ aLow &* bHigh &+ aHigh &* bLow
}

@_cdecl("__wrap_putchar")
public func putchar(_ byte: Int32) -> Int32 {
    Output.put(UInt8(truncatingIfNeeded: byte))
    return byte
}

@_extern(wasm, module: "wasi_snapshot_preview1", name: "random_get")
@_extern(c)
private func randomGet(_ memory: UnsafeMutableRawPointer, _ count: Int) -> Int32

@_cdecl("__wrap_arc4random_buf")
public func randomBytes(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    if randomGet(memory, count) != 0 { fatalError("The host cannot provide random numbers.") }
}

@_cdecl("__wrap_sin")
public func sin(_ x: Double) -> Double { Mathematics.sine(x) }

@_cdecl("__wrap_cos")
public func cos(_ x: Double) -> Double { Mathematics.cosine(x) }

@_cdecl("__wrap_log")
public func log(_ x: Double) -> Double { Mathematics.logarithm(x) }

@_cdecl("__wrap_log1p")
public func log1p(_ x: Double) -> Double { Mathematics.logarithm(onePlus: x) }

@_cdecl("__wrap_pow")
public func pow(_ x: Double, _ y: Double) -> Double { Mathematics.power(x, y) }

@_cdecl("__wrap_exp")
public func exp(_ x: Double) -> Double { Mathematics.exponential(x) }

@_cdecl("__wrap_fmaf")
public func fmaf(_ x: Float, _ y: Float, _ z: Float) -> Float {
    Mathematics.fused(x, y, z)
}

/// Rounds to the nearest integer, and halves away from zero.
@_cdecl("__wrap_roundf")
public func roundf(_ x: Float) -> Float {
    let whole = x.rounded(.towardZero)
    return (x - whole).magnitude < 0.5 ? whole : whole + (x < 0 ? -1 : 1)
}
