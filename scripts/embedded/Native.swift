import Foundation

/// The same on this machine.
@main
enum Native {
    static func main() {
        Traces.take(sine: { sin($0) }) { print($0) }
    }
}
