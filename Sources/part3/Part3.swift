import Workbook

@main
enum Part3 {
    static func main() {
        Workbook(.part3, lessons: [LessonEntry(line), LessonEntry(crops), LessonEntry(sine)]).run()
    }
}
