import Workbook

@main
enum Part2 {
    static func main() {
        Workbook(.part2, lessons: [LessonEntry(line)]).run()
    }
}
