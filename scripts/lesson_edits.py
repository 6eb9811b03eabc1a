#!/usr/bin/env python3
"""Writes the lessons in Tests/LessonFixtures/Edits, which are changed as a learner might change them.

Each is a lesson from Sources with some lines replaced, so it follows the original when that changes.

  scripts/lesson_edits.py            writes them
  scripts/lesson_edits.py --check    compares, and exits with 1 if anything is out of date
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "Tests/LessonFixtures/Edits"

# Text of the lessons that the edits replace.
HAND_DATA = ("    let x = lesson.x\n    let y = lesson.y\n",)
TENSOR_DATA = "    let x = Tensor(lesson.x)\n    let y = Tensor(lesson.y)\n"
COLUMN_DATA = (
    "    let x = Tensor(lesson.x).unsqueezed(-1)\n"
    "    let y = Tensor(lesson.y).unsqueezed(-1)\n"
)
OWN_POINTS = "[1, 2, 3, 4, 5]"
OWN_TARGETS = "[4, 7, 10, 13, 16]"
MSE_BY_HAND = "            let error = yPredicted[i] - y[i]\n            return error * error\n"
GRADIENT_BY_HAND = "1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) * x[i]"
REPORT_W = '        lesson.report(epoch, loss: l, parameters: ["w": w])\n'
UPDATE_2 = "            w -= lesson.learningRate * w.grad!\n"
SGD_3 = "SGD([w], learningRate: lesson.learningRate)"
SGD_4 = "SGD(model.parameters, learningRate: lesson.learningRate)"
LAYER_4 = "Linear(inFeatures: 1, outFeatures: 1, bias: false)"

# Two layers with tanh, in part 4 of the sine.
NETWORK = [
    ("let x = Tensor(lesson.x).unsqueezed(-1).pow([1, 2, 3])", "let x = Tensor(lesson.x).unsqueezed(-1)"),
    (
        re.compile(r"    // Prediction: ŷ = x·Wᵀ \+ a.*?    // Loss", re.S),
        "    let model = Sequential(\n"
        "        Linear(inFeatures: 1, outFeatures: 8), Tanh(),\n"
        "        Linear(inFeatures: 8, outFeatures: 1), Flatten(startDim: 0))\n\n    // Loss",
    ),
    (re.compile(r'\["a": linear.bias!, "b c d": linear.weight\]'), "model.namedParameters"),
]

TANH = """
/// A layer of one's own, from operations that there are.
final class Tanh: Module {
    func callAsFunction(_ x: Tensor) -> Tensor {
        // tanh u = (e²ᵘ − 1) / (e²ᵘ + 1)
        let power = Tensor(2.718_281_828).pow(2 * x)
        return (power - 1) / (power + 1)
    }
}
"""

# name: (lesson file, its function, what is replaced by what)
EDITS = {
    # Part 1
    "part1-own-rate": ("part1/Line", [("lesson.learningRate * dw", "0.05 * dw")]),
    "part1-rate-forgotten": ("part1/Line", [("w -= lesson.learningRate * dw", "w -= dw")]),
    "part1-rate-times-4": (
        "part1/Line", [("w -= lesson.learningRate * dw", "w -= 4 * lesson.learningRate * dw")]),
    "part1-wrong-sign": ("part1/Line", [("w -= lesson", "w += lesson")]),
    "part1-no-update": ("part1/Line", [("        w -= lesson.learningRate * dw\n", "        w -= 0\n")]),
    "part1-gradient-sign": (
        "part1/Line", [("2 * (yPredicted[i] - y[i])", "2 * (y[i] - yPredicted[i])")]),
    "part1-gradient-half": (
        "part1/Line", [("(2 * (yPredicted[i] - y[i]))", "(yPredicted[i] - y[i])")]),
    "part1-own-points": (
        "part1/Line",
        [("let x = lesson.x\n    let y = lesson.y",
          f"let x: [Float] = {OWN_POINTS}\n    let y: [Float] = {OWN_TARGETS}")]),
    "part1-bias": (
        "part1/Line",
        [("    var w = lesson.w0\n", "    var w = lesson.w0\n    var b = lesson.start(\"b\", 0)\n"),
         ("x.map { w * $0 }", "x.map { w * $0 + b }"),
         ("        lesson.look(", "        let db = sum(x.count) { i in 1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) }\n        lesson.look("),
         ('["w": (w, dw)]', '["w": (w, dw), "b": (b, db)]'),
         ("        w -= lesson.learningRate * dw\n", "        w -= lesson.learningRate * dw\n        b -= lesson.learningRate * db\n"),
         ('parameters: ["w": w]', 'parameters: ["w": w, "b": b]')]),
    "part1-bias-from-the-code": (
        "part1/Line",
        [("    var w = lesson.w0\n", "    var w = lesson.w0\n    var b: Float = 0.5\n"),
         ("x.map { w * $0 }", "x.map { w * $0 + b }"),
         ("        lesson.look(", "        let db = sum(x.count) { i in 2 * (yPredicted[i] - y[i]) } / Float(x.count)\n        lesson.look("),
         ('["w": (w, dw)]', '["w": (w, dw), "b": (b, db)]'),
         ("        w -= lesson.learningRate * dw\n", "        w -= lesson.learningRate * dw\n        b -= lesson.learningRate * db\n"),
         ('parameters: ["w": w]', 'parameters: ["w": w, "b": b]')]),
    "part1-start-in-the-code": ("part1/Line", [("var w = lesson.w0", "var w: Float = 1")]),
    "part1-absolute-error": (
        "part1/Line",
        [(MSE_BY_HAND, "            abs(yPredicted[i] - y[i])\n"),
         (GRADIENT_BY_HAND, "1 / Float(x.count) * (yPredicted[i] < y[i] ? -1 : 1) * x[i]")]),
    "part1-sum-in-the-loss": ("part1/Line", [("        mean(y.count) { i in", "        sum(y.count) { i in")]),
    "part1-square-model": (
        "part1/Line",
        [("x.map { w * $0 }", "x.map { w * $0 * $0 }"), (GRADIENT_BY_HAND, GRADIENT_BY_HAND + " * x[i]")]),
    "part1-nan": ("part1/Line", [("w -= lesson.learningRate * dw", "w -= lesson.learningRate * dw / (dw - dw)")]),
    "part1-own-loop": ("part1/Line", [("in lesson.epochs", "in 1...30")]),
    "part1-loop-left": (
        "part1/Line",
        [('parameters: ["w": w])\n    }', 'parameters: ["w": w])\n        if l < 1 { break }\n    }')]),
    "part1-other-test-point": ("part1/Line", [("[Float] = [5]", "[Float] = [7]")]),
    "part1-no-look": (
        "part1/Line",
        [(re.compile(r"        lesson\.look\(.*?\]\)\n", re.S), "")]),
    "part1-no-report": (
        "part1/Line", [('        lesson.report(epoch, loss: l, parameters: ["w": w])\n', "")]),
    "part1-prints": (
        # What sleeps gives the thread that writes the time to write.
        "part1/Line",
        [("import Descent\n", "import Descent\nimport Foundation\n"),
         ("        // Loss\n",
          "        if epoch == 1 { print(\"hello\", w) }\n"
          "        if epoch == 5 { Thread.sleep(forTimeInterval: 0.3) }\n        // Loss\n")]),
    "part1-crops-own-table": (
        "part1/Crops",
        [("let x = lesson.x\n    let y = lesson.y",
          "let x: [[Float]] = [[1, 2], [2, 1], [3, 5], [4, 4]]\n    let y: [[Float]] = [[3], [3], [8], [8]]"),
         ("var w = lesson.w0\n    var b = lesson.b0", "var w: [[Float]] = lesson.start(\"w\", [[0, 0]])\n    var b: [Float] = lesson.start(\"b\", [0])")]),
    "part1-crops-rate-forgotten-for-b": (
        "part1/Crops", [("b[j] -= lesson.learningRate * db[j]", "b[j] -= db[j]")]),
    "part1-crops-one-gradient-wrong": (
        "part1/Crops", [("let db = b.indices.map { j in sum(n) { s in slope(s, j) } }", "let db = b.indices.map { j in sum(n) { s in slope(s, j) } / Float(n) }")]),
    "part1-sine-mean": (
        "part1/Sine",
        [("        sum(y.count) { i in\n            let error", "        mean(y.count) { i in\n            let error"),
         ("let slope = x.indices.map { i in 2 * (yPredicted[i] - y[i]) }",
          "let slope = x.indices.map { i in 2 * (yPredicted[i] - y[i]) / Float(x.count) }")]),
    "part1-sine-cosine": (
        "part1/Sine", [("let y = lesson.y\n", "let y = lesson.x.map { $0 * $0 }\n")]),
    "part1-sine-without-d": (
        "part1/Sine",
        [("return x.map { x in a + b * x + c * (x * x) + d * (x * x * x) }",
          "return x.map { x in a + b * x + c * (x * x) }"),
         ("let (a, b, c, d) = (a, b, c, d)", "let (a, b, c) = (a, b, c)"),
         (', "d": (d, dd)', ""), (', "d": d', ""),
         ("        d -= lesson.learningRate * dd\n", ""),
         ("let (da, db, dc, dd)", "let (da, db, dc, _)"),
         ("var (a, b, c, d) = lesson.start", "var (a, b, c, _) = lesson.start")]),
    "part1-penalty": (
        "part1/Line",
        [("let l = loss(yPredicted, y)\n", "let l = loss(yPredicted, y) + 0.1 * w * w\n"),
         ("let dw = gradient(x, yPredicted, y)\n", "let dw = gradient(x, yPredicted, y) + 0.2 * w\n")]),
    "part1-one-sample-an-epoch": (
        "part1/Line",
        [("        // Prediction: the forward pass\n",
          "        let (x, y) = ([x[(epoch - 1) % 4]], [y[(epoch - 1) % 4]])\n\n        // Prediction: the forward pass\n")]),
    "part1-no-data": (
        "part1/Line",
        [(HAND_DATA[0], "    let x: [Float] = []\n    let y: [Float] = []\n")]),
    "part1-too-many-targets": (
        "part1/Line", [("let y = lesson.y\n", "let y = lesson.y + [10]\n"), ("mean(y.count)", "mean(x.count)")]),
    "part1-report-before-update": (
        "part1/Line",
        [('        w -= lesson.learningRate * dw\n\n        lesson.report(epoch, loss: l, parameters: ["w": w])\n',
          '        lesson.report(epoch, loss: l, parameters: ["w": w])\n\n        w -= lesson.learningRate * dw\n')]),
    "part1-look-after-update": (
        "part1/Line",
        [("        w -= lesson.learningRate * dw\n", ""),
         ("        lesson.look(", "        w -= lesson.learningRate * dw\n        lesson.look(")]),
    "part1-report-twice": (
        "part1/Line", [(REPORT_W, REPORT_W + REPORT_W)]),
    "part1-rate-falls": (
        "part1/Line", [("lesson.learningRate * dw", "lesson.learningRate / (1 + 0.1 * Float(epoch)) * dw")]),
    # Part 2
    "part2-own-rate": ("part2/Line", [("lesson.learningRate * w.grad!", "0.05 * w.grad!")]),
    "part2-wrong-sign": ("part2/Line", [("w -= lesson", "w += lesson")]),
    "part2-no-backward": ("part2/Line", [("        l.backward()\n", "")]),
    "part2-no-reset": ("part2/Line", [("        w.zeroGrad()\n", "")]),
    "part2-bias": (
        "part2/Line",
        [("requiresGrad: true)\n", "requiresGrad: true)\n    let b = Tensor(0, requiresGrad: true)\n"),
         ("        w * x\n", "        w * x + b\n"), ('"w": w]', '"w": w, "b": b]'),
         (UPDATE_2, UPDATE_2 + "            b -= lesson.learningRate * b.grad!\n"),
         ("        w.zeroGrad()\n", "        w.zeroGrad()\n        b.zeroGrad()\n")]),
    "part2-bias-not-reported": (
        "part2/Line",
        [("requiresGrad: true)\n", "requiresGrad: true)\n    let b = Tensor(0, requiresGrad: true)\n"),
         ("        w * x\n", "        w * x + b\n"),
         (UPDATE_2, UPDATE_2 + "            b -= lesson.learningRate * b.grad!\n"),
         ("        w.zeroGrad()\n", "        w.zeroGrad()\n        b.zeroGrad()\n")]),
    "part2-own-points": (
        "part2/Line", [(TENSOR_DATA, f"    let x = Tensor({OWN_POINTS})\n    let y = Tensor({OWN_TARGETS})\n")]),
    "part2-sum": ("part2/Line", [(".pow(2).mean()", ".pow(2).sum()")]),
    "part2-fourth-power": ("part2/Line", [(".pow(2).mean()", ".pow(4).mean()")]),
    "part2-exponential": ("part2/Line", [("        w * x\n", "        w.pow(3) * x + w\n"), ("lesson.w0", "lesson.w0 + 1")]),
    "part2-root": ("part2/Line", [(".pow(2).mean()", ".pow(2).mean().pow(0.5)")]),
    "part2-log-nan": ("part2/Line", [("        w * x\n", "        (w - 1).pow(0.5) * x\n")]),
    "part2-new-tensors": (
        "part2/Line",
        [("    let w = Tensor", "    var w = Tensor"),
         ("        withNoGrad {\n            w -= lesson.learningRate * w.grad!\n        }\n",
          "        w = Tensor(w.item() - lesson.learningRate * w.grad!.item(), requiresGrad: true)\n"),
         ("        w.zeroGrad()\n", "")]),
    "part2-crops-one-output": (
        "part2/Crops",
        [(TENSOR_DATA, "    let x = Tensor(lesson.x)\n    let y = Tensor(lesson.y.map { [$0[0]] })\n"),
         ("Tensor(lesson.w0,", "Tensor([lesson.w0[0]],"), ("Tensor(lesson.b0,", "Tensor([lesson.b0[0]],")]),
    "part2-crops-wrong-shape": (
        "part2/Crops", [(TENSOR_DATA, "    let x = Tensor(lesson.x)\n    let y = Tensor(lesson.y.map { $0[0] })\n")]),
    "part2-sine-fifth-power": (
        "part2/Sine",
        [("c * x.pow(2) + d * x.pow(3)", "c * x.pow(3) + d * x.pow(5)"), ("lesson.learningRate *", "1e-9 *")]),
    "part2-legendre-own-start": (
        "part2/Legendre", [("Tensor(lesson.start.d, ", "Tensor(0.25, ")]),
    "part2-rate-falls-late": (
        "part2/Line", [("lesson.learningRate * w.grad!", "lesson.learningRate * (epoch > 10 ? 0.1 : 1) * w.grad!")]),
    "part2-detached": (
        "part2/Line", [("loss(yPredicted, y)", "loss(yPredicted.detached(), y) + 0 * w.sum()")]),
    "part2-root-of-each": ("part2/Line", [(".pow(2).mean()", ".pow(2).pow(0.5).mean()")]),
    # Part 3
    "part3-momentum": ("part3/Line", [(SGD_3, "SGD([w], learningRate: lesson.learningRate, momentum: 0.9)")]),
    "part3-own-rate": ("part3/Line", [(SGD_3, "SGD([w], learningRate: 0.02)")]),
    "part3-rmsprop": ("part3/Line", [(SGD_3, "RMSprop([w], learningRate: lesson.learningRate)")]),
    "part3-no-step": ("part3/Line", [("        optimizer.step()\n", "")]),
    "part3-no-reset": ("part3/Line", [("        optimizer.zeroGrad()\n", "")]),
    "part3-sum": ("part3/Line", [("MSELoss()", "MSELoss(reduction: .sum)")]),
    "part3-sine-mean": ("part3/Sine", [("MSELoss(reduction: .sum)", "MSELoss()")]),
    "part3-crops-b-left-out": ("part3/Crops", [("SGD([w, b],", "SGD([w],")]),
    "part3-crops-scaled": (
        "part3/Crops", [("let x = Tensor(lesson.x)\n", "let x = Tensor(lesson.x) / 100\n")]),
    "part3-sine-rmsprop": (
        "part3/Sine", [("SGD([a, b, c, d], learningRate: lesson.learningRate)", "RMSprop([a, b, c, d], learningRate: 0.01)")]),
    # Part 4
    "part4-bias": ("part4/Line", [(LAYER_4, "Linear(inFeatures: 1, outFeatures: 1)")]),
    "part4-momentum": ("part4/Line", [(SGD_4, "SGD(\n        model.parameters, learningRate: lesson.learningRate, momentum: 0.9)")]),
    "part4-own-rate": ("part4/Line", [(SGD_4, "SGD(model.parameters, learningRate: 0.05)")]),
    "part4-own-points": (
        "part4/Line", [(COLUMN_DATA, f"    let x = Tensor({OWN_POINTS}).unsqueezed(-1)\n    let y = Tensor({OWN_TARGETS}).unsqueezed(-1)\n")]),
    "part4-crops-own-table": (
        "part4/Crops",
        [("TensorDataset(Tensor(lesson.x), Tensor(lesson.y))",
          "TensorDataset(\n        Tensor([[1, 2], [2, 1], [3, 5], [4, 4]]), Tensor([[3], [3], [8], [8]]))"),
         ("Linear(inFeatures: lesson.inputs, outFeatures: lesson.outputs)", "Linear(inFeatures: 2, outFeatures: 1)"),
         (re.compile(r"    // The start of the other parts.*?    // Update", re.S), "    // Update"),
         ("lesson.learningRate)", "0.01)")]),
    "part4-crops-batches": ("part4/Crops", [("batchSize: lesson.batchSize, shuffle: lesson.shuffle", "batchSize: 2, shuffle: true")]),
    "part4-loader": (
        "part4/Line",
        [("        // Prediction: the forward pass\n", "        let (x, y) = Array(loader)[0]\n        // Prediction: the forward pass\n"),
         ("    lesson.predictionBefore", "    let loader = DataLoader(\n        TensorDataset(x, y), batchSize: 4, shuffle: true)\n\n    lesson.predictionBefore")]),
    "part4-two-features": (
        "part4/Line",
        [("let x = Tensor(lesson.x).unsqueezed(-1)", "let x = Tensor(lesson.x).unsqueezed(-1).pow([1, 2])"),
         (LAYER_4, "Linear(inFeatures: 2, outFeatures: 1)"),
         ("    withNoGrad { model.weight.fill(lesson.w0) }\n", ""), (SGD_4, "SGD(model.parameters, learningRate: 0.001)"),
         ("Tensor([5])", "Tensor([[5, 25]])")]),
    "part4-sine-tanh": ("part4/Sine", NETWORK + [("lesson.learningRate)", "1e-4)")]),
    "part4-sine-tanh-predicts": (
        "part4/Sine", NETWORK + [("lesson.learningRate)", "1e-4)"), ("    for epoch in", "    lesson.predict(with: model)\n\n    for epoch in")]),
    # What the chapters and the guide for teachers tell to change, where none of the above is it.
    "part1-no-mean-in-the-gradient": ("part1/Line", [("1 / Float(x.count) * ", "")]),
    "part1-absolute-loss": ("part1/Line", [("return error * error", "return abs(error)")]),
    "part1-target-off": ("part1/Line", [("let y = lesson.y", "let y: [Float] = [2, 4, 6, 9]")]),
    "part1-other-points": (
        "part1/Line",
        [("let x = lesson.x", "let x: [Float] = [1, 2, 3, 5]"), ("let y = lesson.y", "let y: [Float] = [2, 4, 6, 10]")]),
    "part1-crops-own-row": (
        "part1/Crops",
        [("let x = lesson.x\n", "let x = lesson.x + [[80, 70, 50]]\n"),
         ("let y = lesson.y\n", "let y = lesson.y + [[60, 75]]\n")]),
    "part2-nothing-recorded": ("part2/Line", [("requiresGrad: true", "requiresGrad: false")]),
    "part2-sine-mean": ("part2/Sine", [(".pow(2).sum()", ".pow(2).mean()")]),
    "part2-sine-step": ("part2/Sine", [("let y = Tensor(lesson.y)", "let y = Tensor(lesson.x.map { $0 < 0 ? -1 : 1 })")]),
    "part4-random-start": ("part4/Line", [("    withNoGrad { model.weight.fill(lesson.w0) }\n", "")]),
    "part4-target-row": ("part4/Line", [("Tensor(lesson.y).unsqueezed(-1)", "Tensor(lesson.y)")]),
    "part4-rmsprop": ("part4/Line", [("SGD(", "RMSprop(")]),
}


def function_name(name):
    words = name.split("-")
    return words[0] + "".join(word.capitalize() for word in words[1:])


def edited(name):
    source, replacements = EDITS[name]
    text = (ROOT / "Sources" / f"{source}.swift").read_text()
    for old, new in replacements:
        if isinstance(old, re.Pattern):
            text, count = old.subn(new.replace("\\", r"\\"), text)
        else:
            count = text.count(old)
            text = text.replace(old, new)
        if count == 0:
            sys.exit(f"{name}: {source}.swift has no longer what is to be replaced: {old}")
    text = re.sub(r"^func (\w+)\(", f"func {function_name(name)}(", text, count=1, flags=re.M)
    return (
        f"// Made by scripts/lesson_edits.py from Sources/{source}.swift.\n"
        "// swift-format-ignore-file\n\n" + text
    )


def files():
    result = {f"{name}.swift": edited(name) for name in EDITS}
    polynomial = (ROOT / "Sources/part2/LegendrePolynomial3.swift").read_text()
    result["LegendrePolynomial3.swift"] = (
        "// Made by scripts/lesson_edits.py from Sources/part2/LegendrePolynomial3.swift.\n\n" + polynomial
    )
    result["Tanh.swift"] = "// Made by scripts/lesson_edits.py.\n\nimport Descent\n" + TANH
    rows = "".join(
        f'    "{name}": (.{name[:5]}, LessonEntry({function_name(name)})),\n' for name in EDITS
    )
    result["Edits.swift"] = (
        "// Made by scripts/lesson_edits.py.\n\nimport Workbook\n\n"
        "/// All edited lessons, with the part that each belongs to.\n"
        "nonisolated(unsafe) let edits: [String: (Stage, LessonEntry)] = [\n" + rows + "]\n"
    )
    return result


def main():
    wanted = files()
    present = {path.name: path.read_text() for path in FOLDER.glob("*.swift")}
    if sys.argv[1:] == ["--check"]:
        if wanted != present:
            names = sorted(n for n in wanted.keys() | present.keys() if wanted.get(n) != present.get(n))
            sys.exit(f"Out of date: {', '.join(names)}. Run scripts/lesson_edits.py.")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        if present.get(name) != text:
            (FOLDER / name).write_text(text)


main()
