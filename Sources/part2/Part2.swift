import Workbook

@main
enum Part2 {
    static func main() {
        let lessons = [
            LessonEntry(
                line,
                mistakes: [
                    .noZeroGrad: lineWithoutZeroGrad, .trackedUpdate: lineWithTrackedUpdate,
                    .assignGradient: lineWithAssignedGradient,
                    .recursiveOrder: lineWithRecursiveOrder, .wrongShape: lineWithWrongShape,
                ]),
            LessonEntry(crops), LessonEntry(sine), LessonEntry(legendre),
            // scripts/new-lesson puts new ones here.
        ]
        Workbook(.part2, lessons: lessons, exercises: exercises()).run()
    }
}
