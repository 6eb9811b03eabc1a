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
            "The mean is taken of a dot product, one number: the gradient is n times too large.",
        text: """
            What is wrong: the mean is taken of the dot product of 2·x and ŷ − y. That is one number \
            already, so the mean divides it by 1 and not by n: the gradient is n times too large.
            Where you meet it: in notebooks 000 and 002, from which this lesson comes, and wherever \
            a sum and a mean are mixed up on the way from the formula to the code.
            How it shows: hardly. The direction is right and the steps are n times longer, so with a \
            small learning rate 2 is found even faster. But such steps diverge above the learning \
            rate 1/Σx², the right ones only above n/Σx².
            The cure: the mean of the n products 2·x·(ŷ − y), and a measurement: a finite difference \
            shows such a mistake at once, and nobody needs to know the answer for it.
            """)

    /// The reset after the update is missing.
    public static let noZeroGrad = Mistake(
        name: "no-zero-grad",
        stages: [.part2],
        sentence:
            "The gradients are never reset: every update uses the sum of all gradients so far.",
        text: """
            What is wrong: nobody resets the gradients. backward() adds to the gradient that is \
            there, so every update uses the sum of all gradients so far.
            Where you meet it: in any loop with autograd, in PyTorch as here. The reset is a line of \
            its own, and without it nothing fails and nothing is reported.
            How it shows: the old gradients push on when the best value is reached. The parameters \
            overshoot it, turn, come back too far, and the loss rises and falls by turns.
            The cure: zeroGrad() after every update, or at the latest before the next backward(). In \
            PyTorch: optimizer.zero_grad().
            """)

    /// The update is not inside `withNoGrad`.
    public static let trackedUpdate = Mistake(
        name: "tracked-update",
        stages: [.part2],
        sentence: "The update is outside withNoGrad, so autograd would have to record it.",
        text: """
            What is wrong: the update stands outside withNoGrad. There autograd records whatever is \
            done with w, and the next gradient would have to go through the update, too.
            Where you meet it: in the first loop with autograd that you write yourself. PyTorch \
            refuses it as well: "RuntimeError: a leaf Variable that requires grad is being used in \
            an in-place operation."
            How it shows: at once. The first update ends the program with the error above, and w \
            has not moved.
            The cure: withNoGrad { … } around the update; in PyTorch: with torch.no_grad(). A \
            built-in optimizer does it inside step().
            """)

    /// A hand-written autograd assigns gradients instead of adding them.
    public static let assignGradient = Mistake(
        name: "assign-gradient",
        stages: [.part2],
        sentence:
            "autograd writes grad = … instead of grad += …: only one use of a value counts.",
        text: """
            What is wrong: the backward pass of this tiny autograd writes grad = … and not \
            grad += …. A value that is used several times gets a gradient from each use, and only \
            the last one is left.
            Where you meet it: in an autograd of your own. As long as every value is used only once, \
            the mistake changes nothing, so small examples come out right.
            How it shows: the gradient is too small. e·e uses the error e twice and keeps one half; \
            w is used for every sample and keeps the last one. With a small learning rate 2 is \
            found all the same, only later.
            The cure: grad += …, with every grad at 0 before the pass; and a central difference to \
            compare with, on a formula that uses a value twice.
            """)

    /// A hand-written autograd goes back recursively instead of in topological order.
    public static let recursiveOrder = Mistake(
        name: "recursive-order",
        stages: [.part2],
        sentence:
            "autograd goes back recursively: gradients already passed on are passed on again.",
        text: """
            What is wrong: this tiny autograd goes back recursively. A value that is used twice is \
            visited twice, and the second time it passes on all that it has, with what it has \
            passed on before.
            Where you meet it: in an autograd of your own. It is right as long as only the leaves, \
            such as w, are used more than once: they pass nothing on.
            How it shows: e·e uses e twice. e passes on g and then 2g, so ŷ has g and then 3g, and \
            w gets 4g·x in place of 2g·x: twice the gradient. With a small learning rate 2 is found \
            even faster; from half the limit on the run diverges.
            The cure: topological order. A value passes its gradient on once, when all of its uses \
            have reported; and a central difference to compare with.
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
            Where you meet it: a model returns a column, and y was read as a plain row of numbers. A \
            loss by hand says nothing, here as in PyTorch. PyTorch's MSELoss computes it and warns, \
            ours refuses.
            How it shows: the loss falls and the run converges as if all were well. But the line \
            is too flat, and the loss cannot come near 0.
            The cure: the same shape for both, here unsqueezed(-1) on y; and a look at the two \
            shapes before the first training.
            """)

    /// The optimizer steps before there is a gradient.
    public static let stepBeforeBackward = Mistake(
        name: "step-before-backward",
        stages: [.part3],
        sentence:
            "step() stands before backward() and zeroGrad() after it: no step sees a gradient.",
        text: """
            What is wrong: the order. step() comes before backward(), when there is no gradient yet, \
            and zeroGrad() after it, which throws the gradient away before the next step.
            Where you meet it: in a loop written from memory. All the calls are there, and none \
            complains: step() skips a parameter without a gradient, here as in PyTorch.
            How it shows: nothing moves. The loss is the same in every epoch, to the last digit, \
            whatever the learning rate.
            The cure: prediction, loss, backward(), step(), zeroGrad(). A loss that does not change \
            in a single digit means that no update takes place.
            """)

    /// The learning rate is above the limit. Every lesson with such a limit can make this mistake.
    public static let largeLearningRate = Mistake(
        name: "large-lr",
        stages: Stage.allCases,
        sentence:
            "The learning rate is above the limit: every step overshoots by more than the last.",
        text: """
            What is wrong: a learning rate above the limit of gradient descent, 2/λ, where λ is the \
            greatest curvature of the loss. There a step multiplies the distance to the minimum by \
            1 - lr·λ, and below -1 that makes it larger.
            Where you meet it: with new data and an old learning rate. In ŷ = w·x the curvature grows \
            with the square of x: with x ten times as large the limit is a hundred times lower.
            How it shows: the parameters jump from one side of the minimum to the other, farther \
            each time. With several parameters the loss may fall at first; then it grows, to inf \
            or nan in the end.
            The cure: a smaller learning rate, a tenth for a start, or inputs scaled to numbers near \
            1.
            """)
}
