/// All mistakes that a lesson can make on purpose, in the order in which `--bug list` names them.
extension Mistake {
    /// The mistake of notebooks 000 and 002.
    public static let dotMean = Mistake(
        name: "dot-mean",
        sentence: "np.dot(…).mean() divides by 1 and not by n: the gradient is n times too large.",
        story: [])

    /// A learning rate above the limit. Every lesson with such a limit can make it.
    public static let largeLearningRate = Mistake(
        name: "large-lr",
        sentence:
            "The learning rate is above the limit: every step overshoots by more than the last.",
        story: [])
}
