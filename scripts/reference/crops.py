"""crops.json: apples and oranges from temperature, rainfall and humidity."""
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from .common import CROPS_INPUTS, CROPS_TARGETS, Trace, bits, crops_data

RATE = "1e-05"


# By hand, on all rows at once

def mse(a, b):
    diff = a - b
    return torch.sum(diff * diff) / diff.numel()


def torch_manual(trace, rows, w, b, epochs):
    """Autograd's gradients of a loss written by hand; returns the values in the first step."""
    x, y = crops_data(rows)
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    first = {}
    for epoch in range(epochs):
        preds = x @ w.T + b
        loss = mse(preds, y)
        loss.backward()
        if epoch == 0:
            first = {"preds_bits": bits(preds), "w_grad_bits": bits(w.grad), "b_grad_bits": bits(b.grad)}
        with torch.no_grad():
            w -= w.grad * float(RATE)
            b -= b.grad * float(RATE)
            w.grad.zero_()
            b.grad.zero_()
        trace.step(loss, w=w, b=b)
    return first


def numpy_manual(trace, rows, w, b, epochs):
    """The gradients by hand too: 2/(n k) Eᵀ x, and the sums of the columns of E."""
    x, y = (t.numpy() for t in crops_data(rows))
    w, b, rate, first = w.numpy(), b.numpy(), np.float32(RATE), {}
    scale = np.float32(2 / y.size)
    for epoch in range(epochs):
        preds = x @ w.T + b
        e = preds - y
        loss = (e * e).sum() / np.float32(e.size)
        w_grad, b_grad = scale * (e.T @ x), scale * e.sum(axis=0)
        if epoch == 0:
            first = {"preds_bits": bits(preds), "w_grad_bits": bits(w_grad), "b_grad_bits": bits(b_grad)}
        w, b = w - rate * w_grad, b - rate * b_grad
        trace.step(loss, w=w, b=b)
    return first


def manual_case(variant, rows, label, w, b, epochs, every):
    settings = {"rows": rows, "learning_rate": RATE, "epochs": epochs, "start": label}
    trace = Trace(f"{variant.__name__} rows={rows} start={label}", variant.__name__, settings, {"w": w, "b": b}, every)
    first = variant(trace, rows, w, b, epochs)
    return trace.content(first_step=first)


def randn_start(seed):
    torch.manual_seed(seed)
    return torch.randn(2, 3), torch.randn(2)


# nn.Linear with a DataLoader

def loader_of(batch_size, shuffle):
    """The 15 rows, with their numbers, in batches."""
    data = TensorDataset(*crops_data(15), torch.arange(15))
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle)


def loader_case(seed, batch_size, shuffle, notebook_order=False, epochs=100, orders=10):
    """In the notebook's order of events, random numbers are drawn, and one pass is made, before the model is created."""
    torch.manual_seed(seed)
    loader = loader_of(batch_size, shuffle)
    if notebook_order:
        torch.randn(2, 3), torch.randn(2), list(loader)
    model = nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=float(RATE))
    x, y = crops_data(15)
    before = nn.functional.mse_loss(model(x), y)

    settings = {"seed": seed, "batch_size": batch_size, "shuffle": shuffle, "notebook_order": notebook_order,
                "learning_rate": RATE, "epochs": epochs}
    name = f"linear seed={seed} batch_size={batch_size} shuffle={str(shuffle).lower()}"
    trace = Trace(name + (" notebook order" if notebook_order else ""), "torch_linear_sgd", settings,
                  {"w": model.weight, "b": model.bias}, every=10 * len(loader))
    order = []
    for _ in range(epochs):
        batches = []
        for inputs, targets, rows in loader:
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            trace.step(loss, w=model.weight, b=model.bias)
            batches.append(rows.tolist())
        order.append(batches)
    return trace.content(
        batches_per_epoch=len(loader), order=order[:orders],
        loss_on_all_rows_before_bits=bits(before), loss_on_all_rows_after_bits=bits(nn.functional.mse_loss(model(x), y)))


def first_batch(seed, batch_size, shuffle, notebook_order):
    """list(train_dl)[0], directly after the seed or after the notebook's two randn."""
    torch.manual_seed(seed)
    if notebook_order:
        torch.randn(2, 3), torch.randn(2)
    inputs, targets, rows = list(loader_of(batch_size, shuffle))[0]
    return {
        "name": f"first batch seed={seed} batch_size={batch_size} shuffle={str(shuffle).lower()}"
                + (" notebook order" if notebook_order else ""),
        "settings": {"seed": seed, "batch_size": batch_size, "shuffle": shuffle, "notebook_order": notebook_order},
        "rows": rows.tolist(), "inputs_bits": bits(inputs), "targets_bits": bits(targets),
    }


def record():
    manual = []
    for rows in (5, 15):
        for seed in (0, 1, 42):
            manual.append(manual_case(torch_manual, rows, f"randn seed {seed}", *randn_start(seed), 1000, 100))
    # The start that the notebook printed, to its four decimals.
    printed = (torch.tensor([[0.7171, -0.4566, 0.3752], [-2.4049, -0.1775, 0.8105]]), torch.tensor([0.4293, -0.6531]))
    manual.append(manual_case(torch_manual, 5, "as printed", *printed, 1000, 100))
    for rows in (5, 15):
        for seed in (0, 1, 42):
            manual.append(manual_case(numpy_manual, rows, f"randn seed {seed}", *randn_start(seed), 200, 20))

    linear = [loader_case(seed, batch_size, shuffle)
              for seed in (0, 1, 42) for batch_size, shuffle in ((5, True), (5, False), (4, True), (15, False))]
    linear += [loader_case(seed, 5, True, notebook_order=True) for seed in (0, 42)]
    batches = [first_batch(seed, 5, True, order) for seed in (0, 1, 42) for order in (False, True)]
    return {"inputs": CROPS_INPUTS, "targets": CROPS_TARGETS,
            "manual_cases": manual, "linear_cases": linear, "first_batches": batches}
