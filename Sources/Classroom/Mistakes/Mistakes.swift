/// All mistakes that a lesson can make on purpose.
///
/// A sentence has at most 100 characters, and a paragraph of a story takes two or three lines. Anything that depends
/// on a run is printed by the lesson; see `explain…`.
extension Mistake {
    /// All mistakes, in the order in which learners meet them.
    package static let all = [
        dotMean, noZeroGrad, trackedUpdate, assignGradient, recursiveOrder, wrongShape,
        stepBeforeBackward, largeLearningRate,
    ]

    /// The mistake of notebooks 000 and 002.
    public static let dotMean = Mistake(
        name: "dot-mean",
        stages: [.part1],
        sentence:
            "The gradient is the mean of a dot product, which is a single number: n times too large.",
        text: """
            What is wrong: the code takes the mean of the dot product of 2·x and ŷ − y. That is \
            already a single number, so the mean divides it by 1 instead of n.
            Where you meet it: in notebooks 000 and 002, which this lesson comes from, and \
            wherever a sum and a mean get mixed up on the way from formula to code.
            How it shows: hardly at all. The direction is right and the steps are n times as long, \
            so with a small learning rate the run finds 2 even faster. But it diverges above the \
            learning rate 1/Σx², the correct one only above n/Σx².
            The cure: take the mean of the n products 2·x·(ŷ − y). And measure: a finite \
            difference reveals such a mistake at once, even if you don't know the right answer.
            """)

    /// The reset after the update is missing.
    public static let noZeroGrad = Mistake(
        name: "no-zero-grad",
        stages: [.part2],
        sentence:
            "The gradients are never reset: every update uses the sum of all gradients so far.",
        text: """
            What is wrong: the gradients are never reset. backward() adds to the existing \
            gradient, so every update uses the sum of all gradients so far.
            Where you meet it: in any loop with autograd, here as in PyTorch. The reset is a \
            separate line, and without it nothing fails.
            How it shows: the old gradients keep pushing after the best value is reached. The \
            parameters overshoot, turn round and swing too far back, so the loss rises and falls.
            The cure: zeroGrad() after every update, or at least before the next backward(). In \
            PyTorch: optimizer.zero_grad().
            """)

    /// The update is not inside `withNoGrad`.
    public static let trackedUpdate = Mistake(
        name: "tracked-update",
        stages: [.part2],
        sentence: "The update is outside withNoGrad, so autograd would have to record it.",
        text: """
            What is wrong: the update is outside withNoGrad. There, autograd records everything \
            done with w, so the next gradient would have to go through the update too.
            Where you meet it: in the first autograd loop that you write yourself. PyTorch refuses \
            it as well: "RuntimeError: a leaf Variable that requires grad is being used in an \
            in-place operation."
            How it shows: at once. The first update ends the program with the error above, and w \
            has not moved.
            The cure: put withNoGrad { … } around the update; in PyTorch: with torch.no_grad(). A \
            built-in optimizer does this inside step().
            """)

    /// A hand-written autograd assigns gradients instead of adding them.
    public static let assignGradient = Mistake(
        name: "assign-gradient",
        stages: [.part2],
        sentence:
            "autograd writes grad = … instead of grad += …: only one use of a value counts.",
        text: """
            What is wrong: the backward pass of this tiny autograd writes grad = … instead of grad \
            += …. A value that is used several times gets a gradient from each use, and only the \
            last one remains.
            Where you meet it: in an autograd that you write yourself. As long as every value is \
            used only once, the mistake changes nothing, so small examples come out right.
            How it shows: the gradient is too small. e·e uses the error e twice and keeps one \
            half; w is used for every sample and keeps the last one. With a small learning rate \
            the run still finds 2, only later.
            The cure: write grad += …, with every grad at 0 before the pass, and compare with a \
            central difference, on a formula that uses a value twice.
            """)

    /// A hand-written autograd goes back recursively instead of in topological order.
    public static let recursiveOrder = Mistake(
        name: "recursive-order",
        stages: [.part2],
        sentence:
            "autograd goes back recursively: gradients already passed on are passed on again.",
        text: """
            What is wrong: this tiny autograd goes back recursively. A value that is used twice is \
            visited twice, and the second time it passes on everything it has, including what it \
            has already passed on.
            Where you meet it: in an autograd that you write yourself. It works as long as only \
            leaves, such as w, are used more than once: they pass nothing on.
            How it shows: e·e uses e twice. e passes on g and then 2g, so ŷ has g and then 3g, and \
            w gets 4g·x instead of 2g·x: twice the gradient. With a small learning rate the run \
            finds 2 even faster; from half the limit on it diverges.
            The cure: topological order. A value passes its gradient on only once, after all its \
            uses have reported. Compare with a central difference.
            """)

    /// A prediction of shape `[n, 1]` is compared with a target of shape `[n]`.
    public static let wrongShape = Mistake(
        name: "wrong-shape",
        stages: [.part2, .part3],
        sentence:
            "Prediction [n, 1] against target [n]: each prediction is compared with every target.",
        text: """
            What is wrong: the prediction has shape [n, 1] and the target [n]. Their difference is \
            broadcast to [n, n]: each prediction is compared with every target.
            Where you meet it: when a model returns a column, but y was read as a plain row of \
            numbers. A handwritten loss doesn't notice, here or in PyTorch. PyTorch's MSELoss \
            warns and continues; ours refuses.
            How it shows: the loss falls and the run converges as if all were well. But the line \
            is too flat, and the loss can't get close to 0.
            The cure: use the same shape for both, here with unsqueezed(-1) on y. And check both \
            shapes before you train.
            """)

    /// The optimizer steps before there is a gradient.
    public static let stepBeforeBackward = Mistake(
        name: "step-before-backward",
        stages: [.part3],
        sentence:
            "step() comes before backward() and zeroGrad() after it: no step sees a gradient.",
        text: """
            What is wrong: the order. step() comes before backward(), when there is no gradient \
            yet, and zeroGrad() comes after it and throws the gradient away before the next step.
            Where you meet it: in a loop written from memory. All the calls are there, and none \
            complains: step() skips a parameter without a gradient, here as in PyTorch.
            How it shows: nothing moves. The loss is the same in every epoch, to the last digit, \
            whatever the learning rate.
            The cure: prediction, loss, backward(), step(), zeroGrad(). If not a single digit of \
            the loss changes, no update takes place.
            """)

    /// The learning rate is above the limit. Every lesson with such a limit can make this mistake.
    public static let largeLearningRate = Mistake(
        name: "large-lr",
        stages: Stage.allCases,
        sentence:
            "The learning rate is above the limit: every step overshoots by more than the last.",
        text: """
            What is wrong: a learning rate above the limit of gradient descent, 2/λ, where λ is \
            the greatest curvature of the loss. Above it, a step multiplies the distance to the \
            minimum by 1 - lr·λ, which is below -1, so the distance grows.
            Where you meet it: with new data and an old learning rate. In ŷ = w·x the curvature \
            grows with the square of x: if x is ten times as large, the limit is a hundred times \
            lower.
            How it shows: the parameters jump from one side of the minimum to the other, further \
            each time. With several parameters the loss may fall at first; then it grows, to inf \
            or nan at the end.
            The cure: a smaller learning rate (try a tenth first), or inputs scaled to numbers \
            near 1.
            """)
}
