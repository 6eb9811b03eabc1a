import Foundation

extension Output {
    /// Runs something whose own `print` is not to be seen. What waits here still goes to the screen.
    ///
    /// A lesson that is run again, only to be measured, may print what it likes.
    func withoutPrinting<Result>(_ body: () -> Result) -> Result {
        #if os(Windows)
            // There it is seen.
            return body()
        #else
            fflush(nil)
            let screen = dup(STDOUT_FILENO)
            let nothing = open("/dev/null", O_WRONLY)
            guard screen >= 0, nothing >= 0 else { return body() }
            redirect(to: screen)
            dup2(nothing, STDOUT_FILENO)
            close(nothing)
            defer {
                fflush(nil)
                dup2(screen, STDOUT_FILENO)
                redirect(to: STDOUT_FILENO)
                close(screen)
            }
            return body()
        #endif
    }
}
