// The signs are kept
func largestError(_ prediction: [Float], _ target: [Float]) -> Float {
    target.indices.map { i in prediction[i] - target[i] }.max()!
}
