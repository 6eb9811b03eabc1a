import Workbook

/// A classic mistake: an autograd that writes `grad = …` where it should add;
/// see ``Value``.
func lineWithAssignedGradient(_ lesson: LineLesson) {
    lesson.explainAssignedGradient()
    trainLine(lesson, goingBack: .assigning, named: "with grad = …")
}
