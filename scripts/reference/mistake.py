"""mistake.json: the notebooks' own mistake, np.dot(2*x, y_pred-y).mean(), a gradient n times too large."""
import numpy as np

from .common import bits, bits64, line_data
from .printed import NOTEBOOK_000_MANUAL, NOTEBOOK_002_PART_1


def dot(a, b):
    """np.dot as the notebooks' NumPy added it up: Float32, neighbours in pairs, then alternate pairs."""
    p = a * b
    s = p[0::2] + p[1::2]
    return s[0] + s[1] if len(s) == 2 else (s[0] + s[2]) + (s[1] + s[3])


def train(samples, rate, epochs):
    """w is a Python float (Float64), everything else Float32, as with NumPy 1."""
    x, y = (t.numpy() for t in line_data(samples))
    w, losses, weights = 0.0, [], []
    for _ in range(epochs):
        y_pred = np.float32(w) * x
        loss = ((y_pred - y) ** 2).mean()
        gradient = dot(2 * x, y_pred - y)
        w -= rate * float(gradient)
        losses.append(loss)
        weights.append(w)
    return losses, weights


def case(name, samples, rate, epochs, lines, printed):
    losses, weights = train(samples, float(rate), epochs)
    assert lines(losses, weights) == printed, f"{name}: {lines(losses, weights)}"
    return {
        "name": name,
        "settings": {"samples": samples, "learning_rate": rate, "w0": "0.0", "epochs": epochs},
        "loss_bits": " ".join(map(bits, losses)),
        "w_double_bits": " ".join(map(bits64, weights)),
        "printed_lines": printed,
    }


def lines_000(losses, weights):
    return (["Prediction before training for f(5) == 0.0"]
            + [f"epoch {i + 1}: w = {weights[i]:.3f}, loss = {losses[i]:.8f}" for i in range(0, len(losses), 2)]
            + [f"Prediction after training for f(5) == {weights[-1] * 5}"])


def lines_002(losses, weights):
    n = len(losses)
    return [f"Epoch {i + 1}/{n}: w = {weights[i]:.3f}, loss = {losses[i]:.8f}" for i in range(n)]


def no_lines(losses, weights):
    return []


def record():
    return {"cases": [
        case("notebook 002 part 1", 4, "0.01", 10, lines_002, NOTEBOOK_002_PART_1),
        case("notebook 000 manual", 8, "0.001", 25, lines_000, NOTEBOOK_000_MANUAL),
        # Either side of 1/30, where the wrong gradient stops converging.
        case("converges, 4 samples lr=0.03", 4, "0.03", 50, no_lines, []),
        case("diverges, 4 samples lr=0.04", 4, "0.04", 50, no_lines, []),
    ]}
