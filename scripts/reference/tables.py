"""tables.json: least squares and training on the tables of docs/data."""
import csv
import pathlib

import numpy as np
import torch

from . import exact
from .common import Trace, bits

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "data"
SWISS = ["agriculture", "examination", "education", "catholic", "infant mortality"]
LINES = [("hubble-1929.csv", "distance", "velocity"), ("forbes-1857.csv", "boiling point", "pressure")]
PLANES = [("swiss-1888.csv", SWISS, ["fertility"]), ("swiss-1888.csv", ["education", "examination"], ["fertility", "catholic"])]


def columns(file, names):
    """Columns of a table in Float64, as a matrix."""
    with open(FOLDER / file, newline="") as text:
        return np.array([[float(row[name]) for name in names] for row in csv.DictReader(text)])


def standardized(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def line_case(file, name, target, scales, rate, epochs=60):
    """ŷ = w·x with autograd. If x is standardized, the mean of y is subtracted."""
    x, y = columns(file, [name])[:, 0], columns(file, [target])[:, 0]
    if scales:
        x, y = standardized(x), y - y.mean()
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    w = torch.tensor(0.0, requires_grad=True)
    settings = {"file": file, "problem": "line", "inputs": [name], "targets": [target], "standardize": scales,
                "learning_rate": rate, "epochs": epochs, "seed": 0}
    trace = Trace(f"{file} {target}", "torch_autograd", settings, {"w": w})
    for _ in range(epochs):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= float(rate) * w.grad
        w.grad.zero_()
        trace.step(loss, w=w)
    return trace.content(x_bits=bits(x), y_bits=bits(y))


def plane_case(file, inputs, targets, rate, seed, epochs=60):
    x = torch.tensor(standardized(columns(file, inputs)), dtype=torch.float32)
    y = torch.tensor(columns(file, targets), dtype=torch.float32)
    torch.manual_seed(seed)
    w = torch.randn(len(targets), len(inputs), requires_grad=True)
    b = torch.randn(len(targets), requires_grad=True)
    settings = {"file": file, "problem": "crops", "inputs": inputs, "targets": targets, "standardize": True,
                "learning_rate": rate, "epochs": epochs, "seed": seed}
    trace = Trace(f"{file} {' '.join(targets)}", "torch_autograd", settings, {"w": w, "b": b})
    for _ in range(epochs):
        loss = ((x @ w.T + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= float(rate) * w.grad
            b -= float(rate) * b.grad
        w.grad.zero_()
        b.grad.zero_()
        trace.step(loss, w=w, b=b)
    return trace.content(x_bits=bits(x), y_bits=bits(y))


def least_squares(file, inputs, targets):
    """Slopes and constants, the largest step, and the table scaled."""
    x, y = columns(file, inputs), columns(file, targets)
    ones = np.ones((len(x), 1))
    best, errors = exact.least_squares(np.hstack([x, ones]), y)
    origin = exact.least_squares(x, y)[0] if len(inputs) == 1 else []
    curvature = 2 * exact.largest_eigenvalue(np.hstack([standardized(x), ones])) / y.size
    return {
        "file": file, "inputs": inputs, "targets": targets, "rows": len(x),
        "means": x.mean(axis=0).tolist(), "deviations": x.std(axis=0).tolist(),
        "slopes": [[float(slope) for slope in slopes] for *slopes, _ in best],
        "constants": [float(constant) for *_, constant in best],
        "loss": float(errors / y.size), "limit": float(2 / curvature),
        "slopes_through_origin": [float(slope) for slope, in origin],
    }


def record():
    traces = [line_case(file, name, target, True, "0.1") for file, name, target in LINES]
    traces += [line_case("hubble-1929.csv", "distance", "velocity", False, "0.01"),
               line_case("forbes-1857.csv", "boiling point", "pressure", False, "1e-05")]
    traces += [plane_case(*plane, rate, seed) for plane, rate, seed in zip(PLANES, ("0.1", "0.05"), (0, 7))]
    tables = [least_squares(file, [name], [target]) for file, name, target in LINES]
    return {"traces": traces, "tables": tables + [least_squares(*plane) for plane in PLANES]}
