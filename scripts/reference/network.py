"""network.json: functions of one number, means along an axis, L1Loss, Adam, and a network for the sine."""
import numpy as np
import torch

from . import exact
from .common import SQUARE_ROOTS, bits, sine_data
from .optim import STEPS

FUNCTIONS = ["tanh", "exp", "log", "relu", "abs"]
ADAM = [  # name, the options that are not the default
    ("defaults", {}),
    ("lr=0.1", {"lr": 0.1}),
    ("betas", {"betas": (0.5, 0.9)}),
    ("eps", {"eps": 0.001}),
    ("weight_decay", {"weight_decay": 0.1}),
]
SEEDS = [0, 1, 7]
EPOCHS = 1000


def functions():
    torch.manual_seed(11)
    x = torch.cat([torch.randn(200), torch.randn(100) * 30, torch.randn(100) * 1e-3,
                   torch.tensor([0.0, -0.0, 1.0, -1.0, 88.0, -88.0, 1e-30, 1e30, -1e30])])
    upstream = torch.randn(len(x))
    cases = []
    for name in FUNCTIONS:
        leaf = x.clone().requires_grad_()
        value = getattr(torch, name)(leaf)
        gradient, = torch.autograd.grad(value, leaf, upstream)
        cases.append({"name": name, "value_bits": bits(value), "gradient_bits": bits(gradient)})
    return {"x_bits": bits(x), "upstream_bits": bits(upstream), "cases": cases}


def means():
    torch.manual_seed(12)
    cases = []
    for shape in ([5], [4, 3], [3, 40], [2, 3, 4]):
        for axis in range(-1, len(shape)):
            x = torch.randn(shape, requires_grad=True)
            mean = x.mean(dim=axis)
            upstream = torch.randn(mean.shape)
            gradient, = torch.autograd.grad(mean, x, upstream)
            cases.append({"shape": list(shape), "axis": axis, "x_bits": bits(x), "upstream_bits": bits(upstream),
                          "value_bits": bits(mean), "gradient_bits": bits(gradient)})
    return cases


def l1():
    torch.manual_seed(13)
    cases = []
    for count in (1, 4, 50):
        for reduction in ("mean", "sum"):
            prediction = torch.randn(count, requires_grad=True)
            target = torch.randn(count)
            if count > 1:
                target[0] = prediction.detach()[0]
            loss = torch.nn.L1Loss(reduction=reduction)(prediction, target)
            loss.backward()
            cases.append({"reduction": reduction, "prediction_bits": bits(prediction), "target_bits": bits(target),
                          "loss_bits": bits(loss), "gradient_bits": bits(prediction.grad)})
    return cases


def adam():
    torch.manual_seed(5)
    start = torch.tensor([1.0, -2.0, 0.5, 3.25, -0.1])
    gradients = torch.randn(STEPS, 5) * torch.tensor([1.0, 10.0, 0.1, 100.0, 1.0])
    gradients[:3, 4] = 0
    cases = []
    for name, options in ADAM:
        parameter = start.clone().requires_grad_()
        optimizer = torch.optim.Adam([parameter], **options)
        after = []
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
            after.append(bits(parameter))
        cases.append({"name": name, "learning_rate": options.get("lr", 0.001),
                      "betas": list(options.get("betas", (0.9, 0.999))), "eps": options.get("eps", 1e-8),
                      "weight_decay": options.get("weight_decay", 0), "parameter_bits": after})
    return {"start_bits": bits(start), "gradient_bits": [bits(g) for g in gradients], "cases": cases}


def network(seed):
    x, _ = sine_data(2000)
    # The sine in Float64, rounded once, as in the workbook.
    y = torch.from_numpy(exact.sine(x).astype(np.float32))
    x, y = x.unsqueeze(-1), y.unsqueeze(-1)
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(1, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
    start = {name: bits(p) for name, p in model.named_parameters()}
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_function = torch.nn.MSELoss(reduction="sum")
    losses = []
    first = None
    for _ in range(EPOCHS):
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        first = first or {name: bits(p.grad) for name, p in model.named_parameters()}
        optimizer.step()
        losses.append(bits(loss))
    return {"seed": seed, "start_bits": start, "first_gradient_bits": first, "loss_bits": " ".join(losses)}


def record():
    return {"square_roots": SQUARE_ROOTS, "functions": functions(), "means": means(), "l1": l1(),
            "adam": adam(), "networks": [network(seed) for seed in SEEDS]}
