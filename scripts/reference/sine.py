"""sine.json: the sine fitted by a cubic, and by a Legendre polynomial, with a summed squared error."""
import torch
from torch import nn

from .common import SQUARE_ROOTS, Trace, bits, sine_data

KEYS = "abcd"


def manual(trace, x, y, start, rate, steps):
    """The gradients by hand."""
    a, b, c, d = (value.clone() for value in start)
    for _ in range(steps):
        y_pred = a + b * x + c * x ** 2 + d * x ** 3
        loss = (y_pred - y).pow(2).sum()
        grad = 2.0 * (y_pred - y)
        a -= rate * grad.sum()
        b -= rate * (grad * x).sum()
        c -= rate * (grad * x ** 2).sum()
        d -= rate * (grad * x ** 3).sum()
        trace.step(loss, a=a, b=b, c=c, d=d)


def cubic(x, a, b, c, d):
    return a + b * x + c * x ** 2 + d * x ** 3


class LegendrePolynomial3(torch.autograd.Function):
    """P3(u) = (5 u³ - 3 u) / 2, with its own backward."""

    @staticmethod
    def forward(ctx, u):
        ctx.save_for_backward(u)
        return 0.5 * (5 * u ** 3 - 3 * u)

    @staticmethod
    def backward(ctx, grad):
        u, = ctx.saved_tensors
        return grad * 1.5 * (5 * u ** 2 - 1)


def legendre_form(x, a, b, c, d):
    return a + b * LegendrePolynomial3.apply(c + d * x)


def with_autograd(predict):
    """Autograd's gradients, the update by hand."""
    def train(trace, x, y, start, rate, steps):
        parameters = [value.clone().requires_grad_() for value in start]
        for _ in range(steps):
            loss = (predict(x, *parameters) - y).pow(2).sum()
            loss.backward()
            with torch.no_grad():
                for parameter in parameters:
                    parameter -= rate * parameter.grad
                    parameter.grad = None
            trace.step(loss, **dict(zip(KEYS, parameters)))
    return train


autograd = with_autograd(cubic)
legendre = with_autograd(legendre_form)


def with_model(make_optimizer):
    """Sequential(Linear, Flatten) on the columns x, x², x³; updated by hand when there is no optimizer."""
    def train(trace, x, y, start, rate, steps):
        columns = x.unsqueeze(-1).pow(torch.tensor([1, 2, 3]))
        model = nn.Sequential(nn.Linear(3, 1), nn.Flatten(0, 1))
        linear = model[0]
        a, b, c, d = start
        with torch.no_grad():
            linear.weight.copy_(torch.stack([b, c, d]).reshape(1, 3))
            linear.bias.copy_(a.reshape(1))
        optimizer = make_optimizer(model.parameters(), lr=rate) if make_optimizer else None
        loss_fn = nn.MSELoss(reduction="sum")
        for _ in range(steps):
            loss = loss_fn(model(columns), y)
            model.zero_grad()
            loss.backward()
            if optimizer:
                optimizer.step()
            else:
                with torch.no_grad():
                    for parameter in model.parameters():
                        parameter -= rate * parameter.grad
            w = linear.weight[0]
            trace.step(loss, a=linear.bias, b=w[0], c=w[1], d=w[2])
    return train


VARIANTS = {
    "manual": manual, "autograd": autograd, "legendre": legendre,
    "sequential_manual": with_model(None),
    "sequential_sgd": with_model(torch.optim.SGD),
    "sequential_rmsprop": with_model(torch.optim.RMSprop),
}


def randn_start(seed):
    """torch.randn(()) four times."""
    torch.manual_seed(seed)
    return [torch.randn(()) for _ in KEYS]


def linear_start(seed):
    """The weights and the bias that nn.Linear(3, 1) gives itself, as a, b, c, d."""
    torch.manual_seed(seed)
    layer = nn.Linear(3, 1)
    return [layer.bias.detach()[0], *layer.weight.detach()[0]]


def case(variant, points, rate, steps, label, start, every=100):
    x, y = sine_data(points)
    settings = {"points": points, "learning_rate": rate, "steps": steps, "start": label}
    trace = Trace(f"{variant} points={points} start={label}", variant, settings, dict(zip(KEYS, start)), every)
    VARIANTS[variant](trace, x, y, start, float(rate), steps)
    return trace.content()


def record():
    data = []
    for points in (2000, 500, 17):
        x, y = sine_data(points)
        data.append({"name": f"points={points}", "points": points, "x_bits": bits(x), "y_bits": bits(y)})

    cases = []
    for seed in (0, 1):
        for variant in ("manual", "autograd"):
            cases.append(case(variant, 2000, "1e-06", 2000, f"randn seed {seed}", randn_start(seed)))
    for label, start in (("randn seed 0", randn_start(0)), ("Linear seed 0", linear_start(0))):
        for variant, rate in (("sequential_manual", "1e-06"), ("sequential_sgd", "1e-06"), ("sequential_rmsprop", "0.001")):
            cases.append(case(variant, 2000, rate, 2000, label, start))
    near = [torch.tensor(value) for value in (0.0, -1.0, 0.0, 0.3)]
    cases.append(case("legendre", 2000, "5e-06", 2000, "0 -1 0 0.3", near))
    for points in (500, 17):
        for variant in ("manual", "autograd"):
            cases.append(case(variant, points, "1e-06", 200, "randn seed 0", randn_start(0), every=20))
    return {"square_roots": SQUARE_ROOTS, "data": data, "cases": cases}
