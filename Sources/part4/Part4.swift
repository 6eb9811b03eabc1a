import Workbook

@main
enum Part4 {
    static func main() {
        Workbook(.part4, lessons: [LessonEntry(line), LessonEntry(crops), LessonEntry(sine)]).run()
    }
}
