import Descent
import Workbook

/// The model of the lessons on mistakes: that of the line, or with `--bias` or
/// `--model custom` that of
/// the lesson beside it.
func makeModel(_ lesson: LineLesson) -> any Module {
    func shown(_ model: some Module, _ layer: Linear) -> any Module {
        if lesson.usesCustomModel || lesson.bias { lesson.show(model) }
        lesson.start(layer.weight, layer.bias)
        return model
    }
    if lesson.usesCustomModel {
        let model = LinearRegression(inFeatures: 1, outFeatures: 1, bias: lesson.bias)
        return shown(model, model.lin)
    }
    let model = Linear(inFeatures: 1, outFeatures: 1, bias: lesson.bias)
    return shown(model, model)
}
