extension Settings {
    /// Makes the learning rate too large, and the run so short that the numbers stay finite.
    mutating func overstep(_ limit: LearningRateLimit?) {
        if let limit, !given.contains("--lr") {
            let larger = Numbers.scientific(limit.value * 1.1, 1)
            learningRate = Double(larger)!
        }
        if !given.contains("--epochs") { epochs = 20 }
        if !given.contains("--every") { every = 1 }
    }
}
