import Workbook

@main
enum Part4 {
    static func main() {
        let lessons = [
            LessonEntry(
                line,
                variants: [.customModel: lineWithCustomModel, .bias: lineWithBias]),
            LessonEntry(crops),
            LessonEntry(
                sine,
                variants: [.rmsprop: sineWithRMSprop, .updateByHand: sineUpdatedByHand]),
            LessonEntry(network),
            // scripts/new-lesson puts new ones here.
        ]
        Workbook(.part4, lessons: lessons, exercises: exercises()).run()
    }
}
