import Descent
import Foundation

/// Runs very wide, very long and very long-lasting programs, whose time and memory must not grow.
struct Stress {
    private var faults = 0

    /// - Returns: true if there are no faults.
    static func run() -> Bool {
        var stress = Stress()
        stress.epochs()
        stress.wide()
        stress.long()
        stress.sums()
        print(stress.faults == 0 ? "No faults." : "Faults: \(stress.faults)")
        return stress.faults == 0
    }

    private mutating func report(_ isRight: Bool, _ sentence: String) {
        print("\(isRight ? "right" : "WRONG"): \(sentence)")
        if !isRight { faults += 1 }
    }

    private func seconds(_ body: () -> Void) -> Double {
        let duration = ContinuousClock().measure(body).components
        return Double(duration.seconds) + 1e-18 * Double(duration.attoseconds)
    }

    /// The peak memory of the process, in megabytes.
    private var peak: Double {
        var usage = rusage()
        #if canImport(Darwin)
            getrusage(RUSAGE_SELF, &usage)
            return Double(usage.ru_maxrss) / 1e6
        #else
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return Double(usage.ru_maxrss) / 1e3
        #endif
    }

    /// Keeps the deferred 2x over all epochs.
    private mutating func epochs() {
        let x = Tensor((0..<40_000).map { Float($0 % 7) })
        let y = 2 * x
        let w = Tensor(0, requiresGrad: true)
        var times: [Double] = []
        var peaks: [Double] = []
        for _ in 0..<100 {
            let thousand = (0..<10).map { _ in
                seconds {
                    for _ in 0..<100 {
                        (w * x - y).pow(2).mean().backward()
                        withNoGrad { w -= 0.01 * w.grad! }
                        w.zeroGrad()
                    }
                }
            }
            // Other programs interrupt some epochs, so the fastest counts.
            times.append(thousand.min()! * 10)
            peaks.append(peak)
        }
        let (early, late) = (times[1..<11].sorted()[5], times[90...].sorted()[5])
        report(
            late <= 1.2 * early && peaks[99] <= peaks[9] + 1 && abs(w.item() - 2) < 1e-5,
            "100,000 epochs with 40,000 numbers: \(micro(early)) µs early, \(micro(late)) µs late "
                + "(\(Float(Int(late / early * 100)) / 100) times); \(peaks[9]) MB after 10,000, \(peaks[99]) MB after "
                + "all; w = \(w.item())")
    }

    private func micro(_ milliseconds: Double) -> Int { Int(milliseconds * 1000) }

    /// Sums of 100,000 arrays, one after another and in pairs, on a small stack.
    private mutating func wide() {
        for isChain in [false, true] {
            nonisolated(unsafe) var answer: (gradient: Float, loss: Float) = (0, 0)
            let finished = DispatchSemaphore(value: 0)
            let thread = Thread {
                let x = Tensor([Float](repeating: 1, count: 33_000))
                let w = Tensor(1, requiresGrad: true)
                func term(_ i: Int) -> Tensor { w * x * Float(i % 7 - 3) }
                let loss: Tensor
                if isChain {
                    loss = (1..<100_000).reduce(term(0)) { $0 + term($1) }.mean()
                } else {
                    var terms = (0..<100_000).map(term)
                    while terms.count > 1 {
                        terms = stride(from: 0, to: terms.count, by: 2).map { i in
                            i + 1 < terms.count ? terms[i] + terms[i + 1] : terms[i]
                        }
                    }
                    loss = terms[0].mean()
                }
                loss.backward()
                answer = (w.grad!.item(), loss.item())
                finished.signal()
            }
            thread.stackSize = 512 << 10
            let time = seconds {
                thread.start()
                finished.wait()
            }
            let right = Float((0..<100_000).reduce(0) { $0 + $1 % 7 - 3 })
            report(
                abs(answer.gradient - right) < 0.1 && answer.loss == right,
                "100,000 arrays of 33,000 numbers, added \(isChain ? "one after another" : "in pairs"), on a stack of "
                    + "512 KB: \(Int(time * 10) / 10) s, \(Int(peak)) MB; loss \(answer.loss), gradient \(answer.gradient)"
            )
        }
    }

    /// A chain of 10⁶ operations.
    private mutating func long() {
        let x = Tensor(1, requiresGrad: true)
        let y = Tensor(0.5, requiresGrad: true)
        var sum = x
        let built = seconds { for _ in 0..<500_000 { sum = y - (sum + 1) } }
        let differentiated = seconds { sum.backward() }
        var other = x
        for _ in 0..<500_000 { other = y - (other + 1) }
        let freed = seconds { other = x }
        report(
            x.grad!.item() == 1 && y.grad!.item() == 0 && sum.item().isFinite,
            "10⁶ operations in a chain: \(Int(built * 1000)) ms to build, \(Int(differentiated * 1000)) ms to "
                + "differentiate, \(Int(freed * 1000)) ms to free another")
    }

    /// Sums over one chain of deferred operations, which must not be computed again for each sum.
    private mutating func sums() {
        let w = Tensor(1, requiresGrad: true)
        func chain() -> Tensor {
            let x = Tensor([Float](repeating: 1, count: 200_000))
            return (0..<60).reduce(w * x) { sum, _ in sum + x }
        }
        func time(_ sums: Int) -> Double {
            (0..<5).map { _ in
                let end = chain()
                return seconds {
                    for _ in 0..<sums { if end.sum().item() != 200_000 * 61 { faults += 1 } }
                }
            }.min()!
        }
        let (one, twenty) = (time(1), time(20))
        report(
            twenty < 8 * one,
            "20 sums over one chain, read one by one: \(Int(twenty * 1e6)) µs, one: \(Int(one * 1e6)) µs"
        )
        func pending(_ count: Int) -> Double {
            let end = chain()
            return seconds {
                let loss = (0..<count).reduce(end.sum()) { sum, _ in sum + end.sum() }
                let right = Float(count + 1) * 200_000 * 61
                if abs(loss.item() - right) > 1e-5 * right { faults += 1 }
            }
        }
        let (few, many) = (pending(20), pending(200))
        report(many < 15 * few, "200 sums added: \(Int(many * 1e6)) µs, 20: \(Int(few * 1e6)) µs")
    }
}
