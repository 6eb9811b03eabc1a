import Workbook

@main
enum Part4 {
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
        Workbook(.part4, lessons: lessons).run()
    }
}
