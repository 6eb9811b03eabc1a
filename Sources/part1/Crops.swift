import Descent
import Workbook

/// Part 1: everything by hand.
///
/// Predicts two yields, apples and oranges, from three inputs: ŷ = x·wᵀ + b.
func crops(_ lesson: CropsLesson) {
    // Training data: n samples, each a row with 3 inputs and k = 2 targets.
    let x = lesson.x
    let y = lesson.y
    let n = y.count
    let k = y[0].count

    // The weights, k × 3, and the biases, k.
    var w = lesson.w0
    var b = lesson.b0

    // Prediction: ŷₛⱼ = Σᵢ xₛᵢ·wⱼᵢ + bⱼ
    func forward(_ x: [[Float]]) -> [[Float]] {
        x.map { row in
            w.indices.map { j in
                sum(row.count) { i in row[i] * w[j][i] } + b[j]
            }
        }
    }

    // Loss: the mean over all n·k elements, L = 1/(n·k) · Σ (ŷ − y)²
    func loss(_ yPredicted: [[Float]], _ y: [[Float]]) -> Float {
        mean(n * k) { i in
            let error = yPredicted[i / k][i % k] - y[i / k][i % k]
            return error * error
        }
    }

    // Gradient: with E = ŷ − y the chain rule gives dL/dŷ = 1/(n·k) · 2·E and
    //   dL/dwⱼᵢ = Σₛ dL/dŷₛⱼ · xₛᵢ  =  2/(n·k) · (Eᵀx)ⱼᵢ
    //   dL/dbⱼ  = Σₛ dL/dŷₛⱼ
    func gradient(
        _ x: [[Float]], _ yPredicted: [[Float]], _ y: [[Float]]
    ) -> (w: [[Float]], b: [Float]) {
        func slope(_ s: Int, _ j: Int) -> Float {
            1 / Float(n * k) * (2 * (yPredicted[s][j] - y[s][j]))
        }
        let dw = w.indices.map { j in
            w[j].indices.map { i in sum(n) { s in slope(s, j) * x[s][i] } }
        }
        let db = b.indices.map { j in sum(n) { s in slope(s, j) } }
        return (dw, db)
    }

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient
        let (dw, db) = gradient(x, yPredicted, y)
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": (w, dw), "b": ([b], [db])])

        // Update: a small step downhill
        for j in w.indices {
            for i in w[j].indices { w[j][i] -= lesson.learningRate * dw[j][i] }
            b[j] -= lesson.learningRate * db[j]
        }

        lesson.report(epoch, loss: l, parameters: ["w": w, "b": [b]])
    }
}
