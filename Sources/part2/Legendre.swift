import Descent
import Workbook

/// Part 2: the gradient comes from autograd, even through a custom operation.
///
/// The sine again: ŷ = a + b·P₃(c + d·x), with the Legendre polynomial P₃.
func legendre(_ lesson: LegendreLesson) {
    // Training data: points from −π to π, and their sines.
    let x = Tensor(lesson.x)
    let y = Tensor(lesson.y)

    // Check the hand-written derivative: compare it with the measured slope of
    // Σ P₃(u) at some u.
    let u = Tensor(
        [-1, -0.7, -0.4, -0.1, 0, 0.2, 0.5, 0.8, 1], requiresGrad: true)
    LegendrePolynomial3.apply(u).sum().backward()
    let measured = finiteDifferences(u) { LegendrePolynomial3.apply(u).sum() }
    lesson.check("P₃′", derivative: u.grad!, measured: measured)

    // Coefficients near the solution. Operations on them are recorded.
    let a = Tensor(lesson.start.a, requiresGrad: true)
    let b = Tensor(lesson.start.b, requiresGrad: true)
    let c = Tensor(lesson.start.c, requiresGrad: true)
    let d = Tensor(lesson.start.d, requiresGrad: true)

    // Prediction: ŷ = a + b·P₃(c + d·x)
    func forward(_ x: Tensor) -> Tensor {
        a + b * LegendrePolynomial3.apply(c + d * x)
    }

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    func loss(_ yPredicted: Tensor, _ y: Tensor) -> Tensor {
        (yPredicted - y).pow(2).sum()
    }

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds to the coefficients' grads
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["a": a, "b": b, "c": c, "d": d])

        // Update: a small step downhill, without recording it
        withNoGrad {
            for coefficient in [a, b, c, d] {
                coefficient -= lesson.learningRate * coefficient.grad!
            }
        }

        // Reset: otherwise backward() would add to these gradients
        for coefficient in [a, b, c, d] { coefficient.zeroGrad() }

        lesson.report(
            epoch, loss: l, parameters: ["a": a, "b": b, "c": c, "d": d])
    }
}
