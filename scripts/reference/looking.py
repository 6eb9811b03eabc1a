"""looking.json: reference values for pictures and checks: every value and gradient of a graph, the curvature of
the losses, and the best possible losses."""
import math
from fractions import Fraction

import numpy as np
import torch

from . import exact
from .common import bits, bits64, crops_data, line_data


# Every value of a graph, and the gradient that arrives there

def graph(name, inputs, steps):
    """Runs the steps, each (name, function of the values so far), and keeps every gradient."""
    values = dict(inputs)
    for key, function in steps:
        values[key] = function(values)
        values[key].retain_grad()
    last = steps[-1][0]
    values[last].backward()
    leaves = {key: {"value_bits": bits(value), "gradient_bits": bits(value.grad) if value.requires_grad else None}
              for key, value in inputs.items()}
    operations = [{"name": key, "value_bits": bits(values[key]), "gradient_bits": bits(values[key].grad)}
                  for key, _ in steps]
    return {"name": name, "inputs": leaves, "operations": operations}


def graphs():
    generator = torch.Generator().manual_seed(7)

    def leaf(*shape):
        return torch.randn(shape, generator=generator).requires_grad_()

    x, y = line_data(4)
    line = graph("line", {"w": leaf(), "x": x, "y": y}, [
        ("mul", lambda v: v["w"] * v["x"]), ("sub", lambda v: v["mul"] - v["y"]),
        ("pow", lambda v: v["sub"] ** 2), ("mean", lambda v: v["pow"].mean())])

    x, y = crops_data(5)
    crops = graph("crops", {"w": leaf(2, 3), "b": leaf(2), "x": x, "y": y}, [
        ("transpose", lambda v: v["w"].t()), ("matmul", lambda v: v["x"] @ v["transpose"]),
        ("add", lambda v: v["matmul"] + v["b"]), ("sub", lambda v: v["add"] - v["y"]),
        ("pow", lambda v: v["sub"] ** 2), ("mean", lambda v: v["pow"].mean())])

    x = torch.linspace(-math.pi, math.pi, 16)
    sine = graph("sine", {"a": leaf(), "b": leaf(), "c": leaf(), "d": leaf(), "x": x, "y": torch.sin(x)}, [
        ("mul1", lambda v: v["b"] * v["x"]), ("add1", lambda v: v["a"] + v["mul1"]),
        ("mul2", lambda v: v["c"] * v["x"] ** 2), ("add2", lambda v: v["add1"] + v["mul2"]),
        ("mul3", lambda v: v["d"] * v["x"] ** 3), ("add3", lambda v: v["add2"] + v["mul3"]),
        ("sub", lambda v: v["add3"] - v["y"]), ("pow", lambda v: v["sub"] ** 2), ("sum", lambda v: v["pow"].sum())])

    twice = graph("twice", {"a": leaf(3), "x": torch.tensor([0.5, -2.0, 3.0])}, [
        ("mul1", lambda v: v["a"] * v["x"]), ("mul2", lambda v: v["mul1"] * v["a"]),
        ("add", lambda v: v["mul2"] + v["mul1"]), ("sum", lambda v: v["add"].sum())])
    return [line, crops, sine, twice]


# The second derivatives of a loss, and its minimum

def bowl(arguments, columns, targets, factor):
    """The loss factor · Σ (columns · p − targets)², with its own parameters for each output."""
    _, errors = exact.least_squares(columns, targets)
    return {
        "name": arguments,
        "curvature": bits64(float(2 * exact.largest_eigenvalue(columns) * factor.numerator / factor.denominator)),
        "best_loss": bits64(float(factor * errors)),
    }


def bowls():
    result = []
    for samples in (4, 8, 50):
        x, y = (t.numpy() for t in line_data(samples))
        result.append(bowl(f"part1 line --samples {samples}", x[:, None], y[:, None], Fraction(1, samples)))
        result.append(bowl(f"part4 line --bias --samples {samples}", np.stack([x, np.ones_like(x)], 1), y[:, None], Fraction(1, samples)))
    for rows in (5, 15):
        x, y = (t.numpy().astype(np.float64) for t in crops_data(rows))
        result.append(bowl(f"part2 crops --rows {rows}", np.c_[x, np.ones(rows)], y, Fraction(1, 2 * rows)))
    for points in (100, 2000):
        x = torch.linspace(-math.pi, math.pi, points).numpy().astype(np.float64)
        y = exact.sine(x).astype(np.float32)
        columns = np.stack([np.ones_like(x), x, x * x, x * x * x], 1)
        result.append(bowl(f"part3 sine --samples {points}", columns, y[:, None], Fraction(1)))
    return result


def record():
    return {"graphs": graphs(), "bowls": bowls()}
