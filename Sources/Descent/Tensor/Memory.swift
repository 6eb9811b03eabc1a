/// Memory for the numbers of an array of medium size.
///
/// The results of operations on a few thousand numbers come and go, and an `[Float]` that is allocated
/// without initial values costs several hundred instructions, because its type is looked up each time.
final class Memory: ManagedBuffer<Void, Float> {
    static func allocate(_ count: Int) -> Memory {
        unsafeDowncast(create(minimumCapacity: count) { _ in }, to: Memory.self)
    }

    @inline(__always)
    func withElements<R>(_ body: (UnsafeMutablePointer<Float>) -> R) -> R {
        withUnsafeMutablePointerToElements(body)
    }
}
