import Descent
import Host

/// The function that a WebAssembly host calls.
@_cdecl("_start")
public func start() {
    Traces.take(sine: Mathematics.sine) { Output.print($0) }

    // Memory must not grow in a long loop.
    let length = 1_000
    _ = Traces.lineByAutograd(epochs: length)
    let before = Heap.size
    for _ in 0..<100 { _ = Traces.lineByAutograd(epochs: length) }
    let after = Heap.size
    if after != before {
        fatalError("After 100,000 epochs more the heap has \(after) bytes, not \(before).")
    }
    Output.print("heap: \(after / 1024) KB")
}
