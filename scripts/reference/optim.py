"""optim.json: the options of SGD and RMSprop, fed with given gradients."""
import torch

from .common import SQUARE_ROOTS, bits

STEPS = 20
DEFAULTS = {
    "learning_rate": "0.01", "momentum": "0", "dampening": "0", "weight_decay": "0",
    "nesterov": False, "maximize": False, "alpha": "0.99", "eps": "1e-08", "centered": False,
}
CASES = [  # name, optimizer, the options that are not the default
    ("sgd plain", "SGD", {}),
    ("sgd lr=0.13", "SGD", {"learning_rate": "0.13"}),
    ("sgd momentum", "SGD", {"momentum": "0.9"}),
    ("sgd momentum dampening", "SGD", {"momentum": "0.9", "dampening": "0.5"}),
    ("sgd weight_decay", "SGD", {"weight_decay": "0.1"}),
    ("sgd nesterov", "SGD", {"momentum": "0.9", "nesterov": True}),
    ("sgd nesterov weight_decay", "SGD", {"momentum": "0.9", "nesterov": True, "weight_decay": "0.1"}),
    ("sgd momentum weight_decay", "SGD", {"momentum": "0.9", "weight_decay": "0.1"}),
    ("sgd maximize momentum", "SGD", {"momentum": "0.9", "maximize": True}),
    ("rmsprop defaults", "RMSprop", {}),
    ("rmsprop lr=0.001", "RMSprop", {"learning_rate": "0.001"}),
    ("rmsprop alpha", "RMSprop", {"alpha": "0.9"}),
    ("rmsprop eps", "RMSprop", {"eps": "0.001"}),
    ("rmsprop weight_decay", "RMSprop", {"weight_decay": "0.1"}),
    ("rmsprop momentum", "RMSprop", {"momentum": "0.9"}),
    ("rmsprop centered", "RMSprop", {"centered": True}),
    ("rmsprop centered momentum", "RMSprop", {"momentum": "0.9", "centered": True}),
]


def optimizer_of(kind, parameter, s):
    options = {"lr": float(s["learning_rate"]), "momentum": float(s["momentum"]),
               "weight_decay": float(s["weight_decay"]), "maximize": s["maximize"]}
    if kind == "SGD":
        return torch.optim.SGD([parameter], dampening=float(s["dampening"]), nesterov=s["nesterov"], **options)
    return torch.optim.RMSprop([parameter], alpha=float(s["alpha"]), eps=float(s["eps"]), centered=s["centered"], **options)


def record():
    torch.manual_seed(5)
    start = torch.tensor([1.0, -2.0, 0.5, 3.25, -0.1])
    # Gradients of unlike sizes; the last one is zero in the first three steps.
    gradients = torch.randn(STEPS, 5) * torch.tensor([1.0, 10.0, 0.1, 100.0, 1.0])
    gradients[:3, 4] = 0

    cases = []
    for name, kind, options in CASES:
        settings = {**DEFAULTS, **options}
        parameter = start.clone().requires_grad_()
        optimizer = optimizer_of(kind, parameter, settings)
        after = []
        for gradient in gradients:
            parameter.grad = gradient.clone()
            optimizer.step()
            after.append(bits(parameter))
        cases.append({"name": name, "optimizer": kind, "settings": settings, "start_bits": bits(start),
                      "gradient_bits": [bits(g) for g in gradients], "parameter_bits": after})
    return {"square_roots": SQUARE_ROOTS, "cases": cases}
