import Workbook

/// A classic mistake: an autograd that writes `grad = …` instead of adding;
/// see ``Value``.
func lineWithAssignedGradient(_ lesson: LineLesson) {
    lesson.explainAssignedGradient()
    trainLine(lesson, goingBack: .assigning, named: "with grad = …")
}
