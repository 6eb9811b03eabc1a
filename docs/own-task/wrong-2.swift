// The mean of the absolute errors
import Descent

func largestError(_ prediction: [Float], _ target: [Float]) -> Float {
    mean(target.count) { i in abs(prediction[i] - target[i]) }
}
