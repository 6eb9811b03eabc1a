import Foundation

/// What differs between Linux and macOS: the only file that knows.
enum Platform {
    /// The most memory that the process has used so far, in bytes.
    static var peakMemory: Int {
        var usage = rusage()
        // RUSAGE_SELF, which is 0 everywhere and has another type in each C library.
        getrusage(0, &usage)
        #if canImport(Darwin)
            return usage.ru_maxrss
        #else
            // Kilobytes on Linux.
            return usage.ru_maxrss * 1024
        #endif
    }

    /// How many columns the terminal has that standard output is; nil if it is none.
    static var terminalColumns: Int? {
        var size = winsize()
        // The constant's type differs between the C libraries.
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }
}
