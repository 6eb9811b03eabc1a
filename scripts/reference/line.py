"""line.json: y = 2x with one weight, as the four stages train it."""
import numpy as np
import torch
from torch import nn

from .common import Trace, line_data

EPOCHS = 100
SETTINGS = [  # samples, learning rate, w0
    (4, "0.01", "0.0"), (8, "0.001", "0.0"),
    (4, "0.02", "0.0"), (4, "0.05", "0.0"), (4, "0.13", "0.0"), (4, "0.01", "-3.5"),
]
# Sums of other lengths; the learning rate is about 0.1 n / Σ x², which converges.
SETTINGS += [
    (n, f"{0.1 * n / sum(x * x for x in range(1, n + 1)):.2g}", "0.0") for n in (1, 2, 3, 5, 7, 9, 15, 100, 1000)
]


def numpy_manual(trace, samples, rate, w0):
    x, y = (t.numpy() for t in line_data(samples))
    w, rate = np.float32(w0), np.float32(rate)
    for _ in range(EPOCHS):
        loss = ((w * x - y) ** 2).mean()
        gradient = (2 * x * (w * x - y)).mean()
        w = w - rate * gradient
        trace.step(loss, w=w)


def torch_autograd(trace, samples, rate, w0):
    x, y = line_data(samples)
    w = torch.tensor(w0, requires_grad=True)
    for _ in range(EPOCHS):
        y_pred = w * x
        loss = ((y_pred - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= rate * w.grad
        w.grad.zero_()
        trace.step(loss, w=w)


def torch_mseloss_sgd(trace, samples, rate, w0):
    x, y = line_data(samples)
    w = torch.tensor(w0, requires_grad=True)
    mse, optimizer = nn.MSELoss(), torch.optim.SGD([w], lr=rate)
    for _ in range(EPOCHS):
        loss = mse(w * x, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        trace.step(loss, w=w)


def torch_linear_sgd(trace, samples, rate, w0):
    model = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        model.weight.fill_(w0)
    train_linear(trace, model, samples, rate)


def train_linear(trace, model, samples, rate):
    x, y = (t.reshape(-1, 1) for t in line_data(samples))
    mse, optimizer = nn.MSELoss(), torch.optim.SGD(model.parameters(), lr=rate)
    for _ in range(EPOCHS):
        loss = mse(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        trace.step(loss, **parameters(model))


def parameters(model):
    return {"w": model.weight} if model.bias is None else {"w": model.weight, "b": model.bias}


def record():
    cases = []
    for samples, rate, w0 in SETTINGS:
        for variant in (numpy_manual, torch_autograd, torch_mseloss_sgd, torch_linear_sgd):
            settings = {"samples": samples, "learning_rate": rate, "w0": w0, "epochs": EPOCHS}
            name = f"{variant.__name__} samples={samples} lr={rate} w0={w0}"
            trace = Trace(name, variant.__name__, settings, {"w": np.float32(w0)})
            variant(trace, samples, float(rate), float(w0))
            cases.append(trace.content())

    # nn.Linear as PyTorch starts it: a random weight and a random bias.
    linear_cases = []
    for seed in (0, 1, 2376853816):
        for rate in ("0.01", "0.001"):
            torch.manual_seed(seed)
            model = nn.Linear(1, 1)
            settings = {"samples": 4, "learning_rate": rate, "seed": seed, "epochs": EPOCHS}
            trace = Trace(f"torch_linear_bias seed={seed} lr={rate}", "torch_linear_bias", settings, parameters(model))
            train_linear(trace, model, 4, float(rate))
            linear_cases.append(trace.content())
    return {"cases": cases, "linear_cases": linear_cases}
