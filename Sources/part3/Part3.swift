import Workbook

@main
enum Part3 {
    static func main() {
        let lessons = [
            LessonEntry(
                line,
                mistakes: [
                    .wrongShape: lineWithWrongShape,
                    .stepBeforeBackward: lineWithStepBeforeBackward,
                ]),
            LessonEntry(crops), LessonEntry(sine),
            // scripts/new-lesson puts new ones here.
        ]
        Workbook(.part3, lessons: lessons, exercises: exercises()).run()
    }
}
