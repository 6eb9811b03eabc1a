"""mistakes.json: the results of the gallery's mistakes in PyTorch and in a micrograd.

Updates are written by hand, `w -= lr * w.grad`, because torch.optim.SGD fuses product and difference.
What the workbook says about a mistake beyond its trace is asserted here, in Float64.
"""
import math
import warnings

import numpy as np
import torch
from torch import nn

from . import exact
from .common import Trace, bits, crops_data, line_data

EPOCHS = 100
SETTINGS = [  # samples, learning rate, w0
    (4, "0.01", "0.0"), (8, "0.001", "0.0"), (4, "0.05", "0.0"), (4, "0.01", "-3.5"), (1, "0.1", "0.0"),
    (2, "0.04", "0.0"), (3, "0.021", "0.0"), (7, "0.005", "1.5"), (15, "0.0012", "0.0"), (100, "3e-05", "0.0"),
]


# --- PyTorch

def weight(w0):
    return torch.tensor(w0, requires_grad=True)


def update(rate, *parameters):
    with torch.no_grad():
        for p in parameters:
            p -= rate * p.grad


def no_zero_grad(trace, samples, rate, w0):
    x, y = line_data(samples)
    w = weight(w0)
    for _ in range(EPOCHS):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        update(rate, w)
        trace.step(loss, w=w)


def wrong_shape(trace, samples, rate, w0):
    x, y = line_data(samples)
    x, w = x.unsqueeze(-1), weight(w0)
    for _ in range(EPOCHS):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        update(rate, w)
        w.grad = None
        trace.step(loss, w=w)
    # It converges to the least-squares solution for all pairs of an x and a y.
    a, b = (t.reshape(-1, 1).tolist() for t in torch.broadcast_tensors(x, y))
    [[best]], _ = exact.least_squares(a, b)
    sx, sy, sxx = x.double().sum(), y.double().sum(), (x.double() ** 2).sum()
    assert math.isclose(best, sx * sy / (samples * sxx), rel_tol=1e-12)


def step_before_backward(trace, samples, rate, w0):
    x, y = line_data(samples)
    w = weight(w0)
    optimizer, mse = torch.optim.SGD([w], lr=rate), nn.MSELoss()
    for _ in range(EPOCHS):
        loss = mse(w * x, y)
        optimizer.step()
        loss.backward()
        optimizer.zero_grad()
        trace.step(loss, w=w)
    assert w.item() == w0


def large_lr(trace, samples, rate, w0):
    x, y = line_data(samples)
    w = weight(w0)
    for _ in range(20):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        update(rate, w)
        w.grad = None
        trace.step(loss, w=w)


def crops_with_large_lr(seed):
    """The crops, at 1.1 times 2/λ with the greatest curvature λ of the loss."""
    x, y = crops_data(5)
    torch.manual_seed(seed)
    w, b = torch.randn(2, 3, requires_grad=True), torch.randn(2, requires_grad=True)
    columns = np.hstack([x.double().numpy(), np.ones((5, 1))])
    curvature = float(2 * exact.largest_eigenvalue(columns) / y.numel())
    rate = f"{1.1 * 2 / curvature:.1e}"
    settings = {"samples": 5, "learning_rate": rate, "seed": seed, "epochs": 20}
    trace = Trace(f"crops large-lr seed={seed} lr={rate}", "large-lr", settings, {"w": w, "b": b})
    for _ in range(20):
        loss = ((x @ w.T + b - y) ** 2).mean()
        loss.backward()
        update(float(rate), w, b)
        w.grad = b.grad = None
        trace.step(loss, w=w, b=b)
    return trace.content()


# --- A micrograd in Float32

class Value:
    """Each operation leaves a function that passes its gradient on to its operands."""

    def __init__(self, data, operands=()):
        self.data, self.grad, self.operands = np.float32(data), np.float32(0), operands
        self.pass_on = lambda receive: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def pass_on(receive):
            receive(self, out.grad)
            receive(other, out.grad)
        out.pass_on = pass_on
        return out

    def __sub__(self, number):
        out = Value(self.data - number, (self,))
        out.pass_on = lambda receive: receive(self, out.grad)
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            out = Value(self.data * other, (self,))
            out.pass_on = lambda receive: receive(self, other * out.grad)
            return out
        out = Value(self.data * other.data, (self, other))

        def pass_on(receive):
            receive(self, other.data * out.grad)
            receive(other, self.data * out.grad)
        out.pass_on = pass_on
        return out

    @staticmethod
    def mean(values):
        # The sum in PyTorch's order.
        out = Value(torch.tensor([v.data for v in values]).mean().item(), tuple(values))

        def pass_on(receive):
            for value in values:
                receive(value, np.float32(1) / np.float32(len(values)) * out.grad)
        out.pass_on = pass_on
        return out

    def backward(self, way):
        self.grad = np.float32(1)

        def add(value, gradient):
            value.grad = value.grad + gradient

        def assign(value, gradient):
            value.grad = gradient

        def add_and_go_on(value, gradient):
            add(value, gradient)
            value.pass_on(add_and_go_on)
        if way == "recursive":
            self.pass_on(add_and_go_on)
            return
        for value in self.sorted():
            value.pass_on(assign if way == "assign" else add)

    def sorted(self):
        """Every value before its operands, the first sample's first."""
        order, found = [], set()

        def visit(value):
            if value not in found:
                found.add(value)
                for operand in reversed(value.operands):
                    visit(operand)
                order.append(value)
        visit(self)
        return order[::-1]


def line_loss(w, x, y):
    errors = [w * a - b for a, b in zip(x, y)]
    return Value.mean([e * e for e in errors])


def micrograd(way):
    def run(trace, samples, rate, w0):
        x, y = (t.numpy() for t in line_data(samples))
        w, rate = Value(w0), np.float32(rate)
        for _ in range(EPOCHS):
            loss = line_loss(w, x, y)
            loss.backward(way)
            w.data = w.data - rate * w.grad
            w.grad = np.float32(0)
            trace.step(loss.data, w=w.data)
    return run


MISTAKES = {
    "no-zero-grad": no_zero_grad,
    "wrong-shape": wrong_shape,
    "step-before-backward": step_before_backward,
    "assign-gradient": micrograd("assign"),
    "recursive-order": micrograd("recursive"),
    # Without a mistake, the trace is the same as PyTorch's.
    "right": micrograd("right"),
}


# --- Numbers besides the traces

def gradient(formula, way, *starts):
    values = [Value(start) for start in starts]
    formula(*values).backward(way)
    return [float(v.grad) for v in values]


def difference(formula, *starts):
    """Central differences in Float64, with NumPy's numbers instead of values."""
    slopes = []
    for i, start in enumerate(starts):
        h = 1e-4
        up = [np.float64(s) + (h if j == i else 0) for j, s in enumerate(starts)]
        down = [np.float64(s) - (h if j == i else 0) for j, s in enumerate(starts)]
        slopes.append((formula(*up) - formula(*down)) / (2 * h))
    return slopes


def check_small_examples():
    def twice(a):
        b = a + a
        return b + b

    def leaf_twice(a):
        return a * a + a

    def once(a):
        return a * 3.0 - 1.0

    def two_parameters(a, b):
        u = a * 3.0
        return u * u + b
    table = {}
    for formula, starts in ((twice, [1]), (leaf_twice, [1.5]), (once, [2]), (two_parameters, [2, 5])):
        measured = difference(formula, *starts)
        table[formula.__name__] = {way: gradient(formula, way, *starts) for way in ("right", "assign", "recursive")}
        table[formula.__name__]["central difference"] = [round(s, 6) for s in measured]
        assert np.allclose(table[formula.__name__]["right"], measured)
    # A recursive pass is wrong only if an inner value is used twice, an assigning one if any value is.
    assert table["twice"]["recursive"] == [6.0] and table["twice"]["right"] == [4.0]
    assert table["leaf_twice"]["recursive"] == table["leaf_twice"]["right"]
    assert table["once"]["recursive"] == table["once"]["assign"] == table["once"]["right"]
    # With several parameters, the direction is wrong too, not just the length.
    right, recursive = table["two_parameters"]["right"], table["two_parameters"]["recursive"]
    assert recursive[0] == 1.5 * right[0] and recursive[1] == right[1]
    return table


def line_gradients(samples, w0):
    """dL/dw of the line at w0, in three ways, and measured."""
    x, y = (t.numpy() for t in line_data(samples))
    x64, y64 = x.astype(np.float64), y.astype(np.float64)
    gradients = {way: gradient(lambda w: line_loss(w, x, y), way, w0)[0] for way in ("right", "assign", "recursive")}
    measured = difference(lambda w: ((w * x64 - y64) ** 2).mean(), w0)[0]
    assert math.isclose(gradients["right"], measured, rel_tol=1e-5)
    assert math.isclose(gradients["recursive"], 2 * measured, rel_tol=1e-5)
    assert math.isclose(gradients["assign"], measured * x64[-1] ** 2 / (2 * (x64 ** 2).sum()), rel_tol=1e-5)
    # dot-mean, and the correct gradient.
    e = w0 * x64 - y64
    assert math.isclose(np.dot(2 * x64, e).mean(), samples * measured, rel_tol=1e-6)
    assert math.isclose((2 * x64 * e).mean(), measured, rel_tol=1e-6)
    return {"samples": samples, "w0": w0, **gradients, "central difference": round(measured, 5)}


def check_swing(samples, rate, w0, epochs=2000):
    """Without a reset w swings by up to |w0 - 2| / sqrt(1 - s/4), once in 2π/arccos(1 - s/2) epochs, s = lr·λ."""
    x = np.arange(1, samples + 1, dtype=np.float64)
    s = rate * 2 * (x ** 2).mean()
    w, total, path = w0, 0.0, []
    for _ in range(epochs):
        total += (2 * x * (w * x - 2 * x)).mean()
        w -= rate * total
        path.append(w - 2)
    path = np.array(path)
    amplitude, period = abs(w0 - 2) / math.sqrt(1 - s / 4), 2 * math.pi / math.acos(1 - s / 2)
    assert 0.99 * amplitude < np.abs(path).max() <= amplitude * (1 + 1e-9)
    crossings = np.count_nonzero(np.diff(np.sign(path)) > 0)
    assert abs(epochs / period - crossings) <= 1.5, (epochs / period, crossings)
    # The swings are as wide at the end as at the beginning.
    assert np.abs(path[-200:]).max() > 0.99 * amplitude


def messages():
    """PyTorch's messages."""
    w = weight(0.0)
    try:
        w -= 0.1 * torch.tensor(1.0)
        raise AssertionError("no error")
    except RuntimeError as error:
        tracked = str(error)
    x, y = line_data(4)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loss = nn.MSELoss()(weight(0.0) * x.unsqueeze(-1), y)
    assert len(caught) == 1 and loss.item() == 30
    # The handwritten loss gives no message.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ((weight(0.0) * x.unsqueeze(-1) - y) ** 2).mean().backward()
    return {"tracked-update": tracked, "wrong-shape": " ".join(str(caught[0].message).split())}


def check_mseloss_computes_the_same():
    """nn.MSELoss on the wrong shapes: the same loss and gradient as the formula by hand."""
    for samples, rate, w0 in SETTINGS:
        x, y = line_data(samples)
        a, b = weight(float(w0)), weight(float(w0))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            built_in = nn.MSELoss()(a * x.unsqueeze(-1), y)
        by_hand = ((b * x.unsqueeze(-1) - y) ** 2).mean()
        built_in.backward()
        by_hand.backward()
        assert bits(built_in) == bits(by_hand)
        assert math.isclose(a.grad.item(), b.grad.item(), rel_tol=1e-6)
        if samples & (samples - 1) == 0:
            assert bits(a.grad) == bits(b.grad)


def record():
    cases = []
    for name, run in MISTAKES.items():
        for samples, rate, w0 in SETTINGS:
            cases.append(case(name, run, samples, rate, w0, EPOCHS))
    # Above the right limit, where a run without a reset still swings.
    cases.append(case("no-zero-grad", no_zero_grad, 4, "0.2", "0.0", EPOCHS))
    for samples in (4, 8):
        x = np.arange(1, samples + 1, dtype=np.float64)
        rate = f"{1.1 * samples / (x ** 2).sum():.1e}"
        cases.append(case("large-lr", large_lr, samples, rate, "0.0", 20))
    for samples, rate, w0 in ((4, 0.01, 0.0), (4, 0.2, 0.0), (8, 0.001, 0.0), (4, 0.01, -3.5)):
        check_swing(samples, rate, w0)
    check_mseloss_computes_the_same()
    return {
        "cases": cases,
        "crops_cases": [crops_with_large_lr(seed) for seed in (0, 1)],
        "small_examples": check_small_examples(),
        "line_gradients": [line_gradients(n, w0) for n, w0 in ((4, 0.0), (8, 0.0), (4, -3.5), (1, 0.0), (7, 1.5))],
        "messages": messages(),
    }


def case(name, run, samples, rate, w0, epochs):
    settings = {"samples": samples, "learning_rate": rate, "w0": w0, "epochs": epochs}
    trace = Trace(f"{name} samples={samples} lr={rate} w0={w0}", name, settings, {"w": np.float32(w0)})
    run(trace, samples, float(rate), float(w0))
    return trace.content()
