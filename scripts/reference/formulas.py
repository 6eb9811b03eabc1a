"""formulas.json: formulas that a learner may write on the page, and PyTorch's results for the same ones."""
import torch

from .common import bits, crops_data, line_data

ONE_LINE_EACH = "cases"
EPOCHS = 6
MEAN_SQUARE = "(yPredicted - y).pow(2).mean()"
SUBTRACT = "w -= lesson.learningRate * w.grad!"


def mean_square(p, y, v):
    return ((p - y) ** 2).mean()


def numbers(value):
    return {"shape": list(value.shape), "bits": bits(value)}


def train(data, rate, starts, prediction, loss, step=None, optimizer=None):
    """The traces of a few epochs, with PyTorch's own optimizer or a step for each parameter."""
    x, y = data
    leaves = {name: torch.tensor(start).requires_grad_() for name, start in starts.items()}
    losses, parameters = [], []
    own = optimizer and optimizer(leaves.values(), lr=rate)
    for _ in range(EPOCHS):
        predicted = prediction(x, leaves)
        value = loss(predicted, y, leaves)
        value.backward()
        losses.append(value.detach())
        if own:
            own.step()
            own.zero_grad(set_to_none=False)
        with torch.no_grad():
            for name, leaf in leaves.items():
                if own:
                    continue
                if step:
                    leaf.copy_(step(name, leaf, leaf.grad, rate))
                else:
                    leaf -= rate * leaf.grad
                leaf.grad.zero_()
        parameters.append(torch.cat([leaf.detach().flatten() for leaf in leaves.values()]))
    return losses, parameters


def case(name, formulas, starts, prediction, loss=mean_square, data=None, rate=0.01, step=None, exact=True,
         optimizer=None, **built_in):
    """`exact` is False if PyTorch or a handwritten gradient adds in another order."""
    data = data or line_data(4)
    losses, parameters = train(data, rate, starts, prediction, loss, step, optimizer)
    own = [line.split(" = ")[0] for line in formulas.get("start", "").split("\n") if line]
    return {
        "name": name, "exact": exact, "rate": rate, "formulas": formulas, "x": numbers(data[0]), "y": numbers(data[1]),
        "parameters": [{"name": key, **numbers(torch.tensor(start))} for key, start in starts.items() if key not in own],
        "loss_bits": bits(torch.stack(losses)), "parameter_bits": bits(torch.cat(parameters)), **built_in,
    }


def tensors(name, prediction, function, loss=MEAN_SQUARE, loss_function=mean_square, own=None, w=0.0, update=None, **rest):
    """A case of part 2, on the line."""
    own = own or {}
    formulas = {
        "start": "\n".join(f"{key} = {start}" for key, start in own.items()), "prediction": prediction, "loss": loss,
        "update": update or "\n".join(f"{key} -= lesson.learningRate * {key}.grad!" for key in ["w", *own]),
    }
    return case(name, formulas, {"w": w, **own}, function, loss_function, **rest)


def by_hand(name, prediction, function, loss, loss_function, gradient, own=None, w=0.0, **rest):
    """A case of part 1, on the line."""
    own = own or {}
    formulas = {
        "start": "\n".join(f"{key} = {start}" for key, start in own.items()), "prediction": prediction, "loss": loss,
        "gradient": gradient, "update": "\n".join(f"{key} -= lesson.learningRate * d{key}" for key in ["w", *own]),
    }
    return case(name, formulas, {"w": w, **own}, function, loss_function, **rest)


def of_tensors():
    yield tensors("the lesson", "w * x", lambda x, v: v["w"] * x)
    yield tensors("bias", "w * x + b", lambda x, v: v["w"] * x + v["b"], own={"b": 0.5})
    yield tensors("quadratic", "w * x.pow(2) + b * x + c", lambda x, v: v["w"] * x ** 2 + v["b"] * x + v["c"],
                  own={"b": -0.25, "c": 1.5}, rate=0.001)
    yield tensors("product of parameters", "w * b * x", lambda x, v: v["w"] * v["b"] * x, own={"b": 0.75}, w=0.5)
    yield tensors("minus", "-w * x - -b", lambda x, v: -v["w"] * x - -v["b"], own={"b": 0.5}, w=0.25)
    yield tensors("parentheses", "w * (x - 2.5) / 1.25 + b", lambda x, v: v["w"] * (x - 2.5) / 1.25 + v["b"], own={"b": 1.0})
    yield tensors("division by a parameter", "x / w", lambda x, v: x / v["w"], w=0.75)
    yield tensors("tanh", "b * (w * x).tanh()", lambda x, v: v["b"] * (v["w"] * x).tanh(), own={"b": 1.0}, w=0.5, exact=False)
    yield tensors("exp", "(w * x).exp()", lambda x, v: (v["w"] * x).exp(), w=0.125, rate=0.001, exact=False)
    yield tensors("log", "w * (x + 1).log()", lambda x, v: v["w"] * (x + 1).log(), exact=False)
    yield tensors("relu", "(w * x + b).relu()", lambda x, v: (v["w"] * x + v["b"]).relu(), own={"b": -0.5}, w=0.5)
    yield tensors("cube", "(w * x).pow(3)", lambda x, v: (v["w"] * x) ** 3, w=0.25, rate=0.0001)
    yield tensors("sum of squares", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).pow(2).sum()",
                  lambda p, y, v: ((p - y) ** 2).sum())
    yield tensors("absolute errors", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).abs().mean()",
                  lambda p, y, v: (p - y).abs().mean())
    yield tensors("half", "w * x", lambda x, v: v["w"] * x, "0.5 * (y - yPredicted).pow(2).mean()",
                  lambda p, y, v: 0.5 * ((y - p) ** 2).mean())
    yield tensors("penalty", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).pow(2).mean() + 0.1 * w.pow(2)",
                  lambda p, y, v: ((p - y) ** 2).mean() + 0.1 * v["w"] ** 2, w=1.0)
    yield tensors("lines", "let z = w * x\nreturn z + 1", lambda x, v: v["w"] * x + 1,
                  "let error = yPredicted - y\nlet square = error * error\nreturn square.mean()",
                  lambda p, y, v: ((p - y) * (p - y)).mean())
    yield tensors("fourth power", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).pow(4).mean()",
                  lambda p, y, v: ((p - y) ** 4).mean(), w=1.5, rate=0.001, exact=False)
    yield tensors("axis", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).pow(2).mean(axis: 0)",
                  lambda p, y, v: ((p - y) ** 2).mean(0))
    yield tensors("decay", "w * x", lambda x, v: v["w"] * x, w=1.0, update="w *= 0.99\nw -= lesson.learningRate * w.grad!",
                  step=lambda name, leaf, grad, rate: leaf * 0.99 - rate * grad)
    yield tensors("sign", "w * x", lambda x, v: v["w"] * x, update="let g = w.grad!\nw -= 0.05 * g / g.abs()",
                  step=lambda name, leaf, grad, rate: leaf - 0.05 * grad / grad.abs())
    crops = crops_data(5)
    starts = {"w": [[0.5, -0.25, 1.0], [0.75, 0.125, -0.5]], "b": [0.5, -1.5]}
    update = "w -= lesson.learningRate * w.grad!\nb -= lesson.learningRate * b.grad!"
    for label, loss, function in [("mean", MEAN_SQUARE, mean_square),
                                  ("sum of means", "(yPredicted - y).pow(2).mean(axis: 0).sum()", lambda p, y, v: ((p - y) ** 2).mean(0).sum())]:
        yield case(f"crops, {label}", {"prediction": "x.matmul(w.transposed()) + b", "loss": loss, "update": update}, starts,
                   lambda x, v: x @ v["w"].T + v["b"], function, crops, 1e-5, exact=False)


def of_arrays():
    square = "mean(y.count) { i in\n    let error = yPredicted[i] - y[i]\n    return error * error\n}"
    lessons = "sum(x.count) { i in\n    1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) * x[i]\n}"
    yield by_hand("by hand: the lesson", "x.map { w * $0 }", lambda x, v: v["w"] * x, square, mean_square, lessons)
    yield by_hand("by hand: bias", "x.map { w * $0 + b }", lambda x, v: v["w"] * x + v["b"], square, mean_square,
                  f"let dw = {lessons}\nlet db = 2 * mean(x.count) {{ i in yPredicted[i] - y[i] }}\nreturn (dw, db)",
                  own={"b": 0.5}, exact=False)
    yield by_hand("by hand: sum", "x.map { x in w * x }", lambda x, v: v["w"] * x,
                  "sum(x.count) { i in (yPredicted[i] - y[i]) * (yPredicted[i] - y[i]) }", lambda p, y, v: ((p - y) ** 2).sum(),
                  "2 * sum(x.count) { (yPredicted[$0] - y[$0]) * x[$0] }", exact=False)
    yield by_hand("by hand: offset", "x.map { w * ($0 - 1) }", lambda x, v: v["w"] * (x - 1), square, mean_square,
                  "let slope = x.indices.map { i in 2 / Float(y.count) * (yPredicted[i] - y[i]) }\n"
                  "return sum(x.count) { i in slope[i] * (x[i] - 1) }", exact=False)
    yield by_hand("by hand: absolute errors", "x.map { w * $0 }", lambda x, v: v["w"] * x,
                  "mean(y.count) { i in abs(yPredicted[i] - y[i]) }", lambda p, y, v: (p - y).abs().mean(),
                  "-mean(x.count) { i in x[i] }")


def of_rows():
    """Cases of part 1, on the crops."""
    prediction = "x.map { row in w.indices.map { j in sum(row.count) { i in row[i] * w[j][i] } + b[j] } }"
    update = ("for j in w.indices {\n    for i in w[j].indices { w[j][i] -= lesson.learningRate * dw[j][i] }\n"
              "    b[j] -= lesson.learningRate * db[j]\n}")
    sums = ("let dw = w.indices.map { j in w[j].indices.map { i in sum(n) { s in slope(s, j) * x[s][i] } } }\n"
            "let db = b.indices.map { j in sum(n) { s in slope(s, j) } }\nreturn (dw, db)")
    starts = {"w": [[0.5, -0.25, 1.0], [0.75, 0.125, -0.5]], "b": [0.5, -1.5]}
    cases = [
        ("mean", "mean(n * k) { i in\n    let error = yPredicted[i / k][i % k] - y[i / k][i % k]\n    return error * error\n}",
         "1 / Float(n * k) * (2 * (yPredicted[s][j] - y[s][j]))", mean_square, 1e-5),
        ("absolute errors", "mean(n * k) { i in abs(yPredicted[i / k][i % k] - y[i / k][i % k]) }",
         "let e = yPredicted[s][j] - y[s][j]\n    return e / abs(e) / Float(n * k)", lambda p, y, v: (p - y).abs().mean(), 1e-4),
        ("oranges only", "sum(n) { s in (yPredicted[s][1] - y[s][1]) * (yPredicted[s][1] - y[s][1]) }",
         "Float(j) * 2 * (yPredicted[s][j] - y[s][j])", lambda p, y, v: ((p - y)[:, 1] ** 2).sum(), 1e-6),
    ]
    for label, loss, slope, function, rate in cases:
        formulas = {"setup": "let n = y.count\nlet k = y[0].count", "prediction": prediction, "loss": loss, "update": update,
                    "gradient": f"func slope(_ s: Int, _ j: Int) -> Float {{\n    {slope}\n}}\n{sums}"}
        yield case(f"by hand: crops, {label}", formulas, starts, lambda x, v: x @ v["w"].T + v["b"], function,
                   crops_data(5), rate, exact=False)


def of_built_ins():
    """Cases of parts 3 and 4."""
    built_in, sgd = "loss(yPredicted, y)", torch.optim.SGD
    mean, total = torch.nn.MSELoss(), torch.nn.MSELoss(reduction="sum")
    layer = torch.nn.functional.linear

    def part3(name, prediction, function, loss, loss_function, own=None, **rest):
        own = own or {}
        formulas = {"start": "\n".join(f"{key} = {start}" for key, start in own.items()), "prediction": prediction, "loss": loss}
        return case(f"part 3: {name}", formulas, {"w": 0.0, **own}, function, loss_function, optimizer=sgd, part=3, **rest)

    yield part3("absolute errors", "w * x", lambda x, v: v["w"] * x, "(yPredicted - y).abs().mean()",
                lambda p, y, v: (p - y).abs().mean())
    yield part3("twice, with a bias", "w * x + b", lambda x, v: v["w"] * x + v["b"], f"2 * {built_in}",
                lambda p, y, v: 2 * mean(p, y), {"b": 0.5}, exact=False)

    def part4(name, prediction, function, starts, data, loss=built_in, loss_function=lambda p, y, v: mean(p, y), **rest):
        return case(f"part 4: {name}", {"prediction": prediction, "loss": loss}, starts, function, loss_function, data,
                    **{"optimizer": sgd, "part": 4, **rest})

    x, y = line_data(4)
    columns = x.unsqueeze(-1), y.unsqueeze(-1)
    yield part4("squares", "model(x * x)", lambda x, v: layer(x * x, v["w"]), {"w": [[0.25]]}, columns, rate=0.001)
    yield part4("absolute errors", "model(x / 100)", lambda x, v: layer(x / 100, v["w"]), {"w": [[0.25]]}, columns,
                "(yPredicted - y).abs().mean()", lambda p, y, v: (p - y).abs().mean(), rate=1.0)
    yield part4("crops", "model(x / 100)", lambda x, v: layer(x / 100, v["w"], v["b"]),
                {"w": [[0.5, -0.25, 1.0], [0.75, 0.125, -0.5]], "b": [0.5, -1.5]}, crops_data(5),
                "lossFunction(yPredicted, y)", exact=False)
    t = torch.tensor([-2, -1, 0.5, 1, 2])
    yield part4("cubic", "model(x / 2)", lambda x, v: layer(x / 2, v["b c d"], v["a"]).flatten(),
                {"a": [0.5], "b c d": [[1.0, -0.25, 0.125]]}, (torch.stack([t, t ** 2, t ** 3], dim=1), t.abs()),
                loss_function=lambda p, y, v: total(p, y), exact=False, reduction="sum")
    starts = {"0.weight": [[0.5], [-1.0], [0.25]], "0.bias": [0.1, 0.2, -0.3], "2.weight": [[1.0, -0.5, 0.75]], "2.bias": [0.125]}
    yield part4("network", "model(2 * x)",
                lambda x, v: layer(layer(2 * x, v["0.weight"], v["0.bias"]).tanh(), v["2.weight"], v["2.bias"]), starts,
                (t.unsqueeze(-1), t.abs().unsqueeze(-1)), loss_function=lambda p, y, v: total(p, y), exact=False,
                optimizer=torch.optim.Adam, reduction="sum")


def record():
    return {"cases": [*of_tensors(), *of_arrays(), *of_rows(), *of_built_ins()]}
