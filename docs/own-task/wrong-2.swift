// The smallest of the errors
func largestError(_ prediction: [Float], _ target: [Float]) -> Float {
    target.indices.map { i in abs(prediction[i] - target[i]) }.min()!
}
