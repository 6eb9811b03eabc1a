import Workbook

@main
enum Part3 {
    static func main() {
        let lessons = [
            LessonEntry(
                line,
                mistakes: [
                    .noZeroGrad: lineWithoutZeroGrad, .wrongShape: lineWithWrongShape,
                    .stepBeforeBackward: lineWithStepBeforeBackward,
                ]),
            LessonEntry(crops), LessonEntry(sine),
        ]
        Workbook(.part3, lessons: lessons).run()
    }
}
