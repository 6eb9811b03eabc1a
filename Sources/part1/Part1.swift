import Workbook

@main
enum Part1 {
    static func main() {
        let lessons = [
            LessonEntry(line, mistakes: [.dotMean: lineWithDotMean]),
            LessonEntry(crops), LessonEntry(sine),
            // scripts/new-lesson puts new ones here.
        ]
        Workbook(.part1, lessons: lessons, exercises: exercises()).run()
    }
}
