import Workbook

@main
enum Part2 {
    static func main() {
        let lessons = [
            LessonEntry(line), LessonEntry(crops), LessonEntry(sine), LessonEntry(legendre),
        ]
        Workbook(.part2, lessons: lessons).run()
    }
}
