import Testing

// Tests that end a process came with Swift 6.2.
#if compiler(>=6.2)
    /// What the exit tests look at.
    let standardError: [any PartialKeyPath<ExitTest.Result> & Sendable] = [
        \.standardErrorContent
    ]

    /// Expects all of `phrases` in what a process wrote to standard error.
    func expect(
        _ result: ExitTest.Result?, says phrases: String...,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let result = try #require(result, sourceLocation: location)
        let message = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(!phrases.isEmpty, sourceLocation: location)
        for phrase in phrases {
            #expect(message.contains(phrase), sourceLocation: location)
        }
    }
#endif
