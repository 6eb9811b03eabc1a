"""
Arithmetic for torch_side.Machine: PyTorch's own, and one that shows how much rounding can change a result.

The second one is Monte Carlo arithmetic (D. S. Parker, 1997). It computes in Float64 and changes every result, and
every gradient on its way back, by a random fraction of at most 2^-23, twice the rounding error of Float32. A sum of n
terms changes by a fraction of the sum of their magnitudes, so that cancellation shows in any order of additions. The
fraction is 1 + √n/16 times as large for a sum over a whole array. It is 1 + n/16 times as large along an axis, for a
broadcast gradient or for an element of a matrix product, where PyTorch may add term by term (a quarter of the largest
possible loss). As in Float32, numbers out of range become infinities, and subnormal numbers lose digits.
"""

import torch
from torch import nn

UNIT = 2.0**-23
LARGEST = 3.4028235677973366e38  # Larger numbers become infinities in Float32.
SMALLEST, NORMAL = 2.0**-149, 2.0**-126

FUNCTIONS = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "pow": torch.pow,
             "neg": torch.neg, "tanh": torch.tanh, "exp": torch.exp, "log": torch.log, "relu": torch.relu,
             "abs": torch.abs, "sum": torch.sum, "mean": torch.mean}


class Exact:
    dtype = torch.float32

    def result(self, x):
        return x

    def change(self, x):
        pass

    def binary(self, name, a, b):
        return FUNCTIONS[name](a, b)

    def unary(self, name, x):
        return FUNCTIONS[name](x)

    def reduced(self, name, x, axis=None, keeping=False):
        if axis is None:
            return FUNCTIONS[name](x)
        return FUNCTIONS[name](x, dim=axis, keepdim=keeping)

    def matmul(self, a, b):
        if a.dim() == b.dim() == 2 and 1 not in a.shape + b.shape:
            return a @ b
        return OneTerm.apply(a if a.dim() == 2 else a[None], b if b.dim() == 2 else b[:, None]).reshape(
            list(a.shape[:-1]) + list(b.shape[1:])).clone()

    def loss(self, name, x, target, reduction):
        return (nn.MSELoss if name == "mse" else nn.L1Loss)(reduction=reduction)(x, target)

    def layer(self, layer, x):
        if isinstance(layer, nn.Linear) and (x.dim() == 1 or 1 in layer.weight.shape + x.shape):
            product = self.matmul(x, layer.weight.t())
            return product if layer.bias is None else product + layer.bias
        return layer(x)

    def optimizer(self, kind, parameters, options):
        return getattr(torch.optim, kind)(parameters, **options)

    def parameters(self, optimizer):
        return optimizer.param_groups[0]["params"]


class OneTerm(torch.autograd.Function):
    """
    A matrix product that may have a single term. In PyTorch, it is then the product of two numbers, which can be -0. In
    the library, it is a sum that starts with 0. This adds 0, forward and backward.
    """

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a @ b + 0.0

    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g @ b.t() + 0.0, a.t() @ g + 0.0


class Noise:
    dtype = torch.float64

    def __init__(self, seed, size=1.0):
        self.random = torch.Generator().manual_seed(seed)
        self.size = size
        # False if a product is rounded before it goes into a sum or another product.
        self.fuses = seed % 2 == 1
        self.together = seed % 3 == 0
        # The result of a sum that may leave Float32's range on its way; None for its final value.
        self.end = [None, torch.inf, -torch.inf, torch.nan][seed // 2 % 4]

    def uniform(self, x):
        """Numbers between -1 and 1; in some runs all are the same, as in an array of repeated numbers."""
        shape = [] if self.together else x.shape
        return (2 * torch.rand(shape, dtype=torch.float64, generator=self.random) - 1).expand(x.shape)

    def noisy(self, x, magnitude=None, terms=1):
        """x, changed by a fraction of itself or of a magnitude, which is the sum of the magnitudes of its terms."""
        part = self.size * UNIT * (1 + terms / 16) * self.uniform(x)
        if magnitude is None:
            y = x * (1 + part)
        else:
            y = torch.where(torch.isfinite(x), x + part * magnitude, x)
            if self.end is not None:
                y = torch.where(magnitude >= LARGEST / 4, self.end, y)
        y = torch.where(y.abs() >= LARGEST, torch.sign(y) * torch.inf, y)
        small = (y.abs() < NORMAL) & (y != 0)
        if small.any():
            steps = torch.floor(y / SMALLEST + (self.uniform(y) + 1) / 2) * SMALLEST
            y = torch.where(small, torch.copysign(steps, y), y)
        return y

    def result(self, x):
        return Changed.apply(x, self)

    def fused(self, x):
        return x if self.fuses else self.noisy(x)

    def change(self, x):
        # Through `data`, so that PyTorch does not count it as an update.
        x.data.copy_(self.noisy(x.detach()))

    def binary(self, name, a, b):
        shape = torch.broadcast_shapes(a.shape, b.shape)
        return self.result(FUNCTIONS[name](Expanded.apply(a, shape, self), Expanded.apply(b, shape, self)))

    def unary(self, name, x):
        if name == "tanh":
            return Tanh.apply(x, self)
        return FUNCTIONS[name](x) if name in ("neg", "relu", "abs") else self.result(FUNCTIONS[name](x))

    def reduced(self, name, x, axis=None, keeping=False):
        axes = list(range(x.dim())) if axis is None else [axis % x.dim()]
        total = Summed.apply(x, axes, keeping, self)
        count = 1
        for axis in axes:
            count *= x.shape[axis]
        return self.result(total / count) if name == "mean" else self.result(total)

    def matmul(self, a, b):
        m = a if a.dim() == 2 else a[None]
        n = b if b.dim() == 2 else b[:, None]
        shape = list(a.shape[:-1]) + list(b.shape[1:])
        return Multiplied.apply(m, n, self).reshape(shape).clone()  # Not a view, as in PyTorch.

    def loss(self, name, x, target, reduction):
        difference = self.binary("sub", x, target)
        terms = Squared.apply(difference, self) if name == "mse" else difference.abs()
        return self.reduced(reduction, terms)

    def layer(self, layer, x):
        if isinstance(layer, nn.Linear):
            product = self.matmul(x, layer.weight.t())
            return product if layer.bias is None else self.binary("add", product, layer.bias)
        return self.unary("tanh", x) if isinstance(layer, nn.Tanh) else layer(x)

    def optimizer(self, kind, parameters, options):
        return {"SGD": SGD, "RMSprop": RMSprop, "Adam": Adam}[kind](parameters, options, self)

    def parameters(self, optimizer):
        return optimizer.parameters


def size(x):
    """The magnitudes of the finite numbers."""
    return torch.where(torch.isfinite(x), x.abs(), 0.0)


class Changed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, noise):
        ctx.noise = noise
        return noise.noisy(x)

    @staticmethod
    def backward(ctx, g):
        return ctx.noise.noisy(g), None


class Tanh(torch.autograd.Function):
    """tanh. Its derivative is 1 - y² of the rounded y, which has few digits left if y is close to 1."""

    @staticmethod
    def forward(ctx, x, noise):
        y = x.tanh()
        # A number that rounds to 1 is 1 in both, and has no slope left.
        ctx.noise, y = noise, torch.where(y.float().abs() == 1, y.sign(), noise.noisy(y))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return ctx.noise.noisy(g * (1 - y * y), size(g) * (y.abs() != 1)), None


class Squared(torch.autograd.Function):
    """Twice a large number is infinite, unless it is multiplied by a small gradient first."""

    @staticmethod
    def forward(ctx, x, noise):
        ctx.noise, ctx.x = noise, x.detach().clone()
        return noise.noisy(x * x)

    @staticmethod
    def backward(ctx, g):
        return ctx.noise.noisy(g * ctx.noise.fused(2 * ctx.x)), None


class Expanded(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, shape, noise):
        ctx.noise, ctx.shape = noise, x.shape
        return x.expand(shape).clone()

    @staticmethod
    def backward(ctx, g):
        terms = max(1, g.numel() // max(1, ctx.shape.numel()))
        return ctx.noise.noisy(g.sum_to_size(ctx.shape), size(g).sum_to_size(ctx.shape), terms), None, None


class Summed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, axes, keeping, noise):
        ctx.shape, ctx.axes, ctx.keeping = x.shape, axes, keeping
        if not axes:
            return x.clone()
        total, magnitude = x.sum(axes, keeping), size(x).sum(axes, keeping)
        terms = max(1, x.numel() // max(1, total.numel()))
        return noise.noisy(total, magnitude, terms if len(axes) < x.dim() else terms**0.5)

    @staticmethod
    def backward(ctx, g):
        if not ctx.keeping:
            for axis in sorted(ctx.axes):
                g = g.unsqueeze(axis)
        return g.expand(ctx.shape).clone(), None, None, None


class Multiplied(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b, noise):
        # Copies, because PyTorch would keep only what it needs, and refuse updates only of that.
        ctx.noise, ctx.a, ctx.b = noise, a.detach().clone(), b.detach().clone()
        return noise.noisy(a @ b, size(a) @ size(b), a.shape[1])

    @staticmethod
    def backward(ctx, g):
        a, b = ctx.a, ctx.b
        return (ctx.noise.noisy(g @ b.t(), size(g) @ size(b.t()), g.shape[1]),
                ctx.noise.noisy(a.t() @ g, size(a.t()) @ size(g), g.shape[0]), None)


# --- The formulas of the optimizers

class Optimizer:
    def __init__(self, parameters, options, noise):
        self.parameters, self.n, self.fused = parameters, noise.noisy, noise.fused
        self.o, self.state = options, [None] * len(parameters)

    def zero_grad(self):
        for parameter in self.parameters:
            parameter.grad = None

    @torch.no_grad()
    def step(self):
        for place, p in enumerate(self.parameters):
            if p.grad is not None:
                g = p.grad.clone()
                if self.o["weight_decay"] != 0:
                    g = self.n(g + self.fused(self.o["weight_decay"] * p))
                self.state[place], change = self.change(self.state[place], g)
                p.copy_(self.n(p - change))


class SGD(Optimizer):
    def change(self, state, g):
        if self.o["momentum"] != 0:
            state = g if state is None else self.n(
                self.n(self.o["momentum"] * state) + self.fused((1 - self.o["dampening"]) * g))
            g = self.n(g + self.fused(self.o["momentum"] * state)) if self.o["nesterov"] else state
        return state, self.fused(self.o["lr"] * g)


class RMSprop(Optimizer):
    def change(self, state, g):
        v, m, b = state or (torch.zeros_like(g), torch.zeros_like(g), torch.zeros_like(g))
        v = self.n(self.n(self.o["alpha"] * v) + self.fused((1 - self.o["alpha"]) * self.fused(g * g)))
        square = v
        if self.o["centered"]:
            m = self.n(m + self.fused((1 - self.o["alpha"]) * self.n(g - m)))
            square = torch.clamp(v - self.fused(m * m), min=0)
        step = self.n(g / self.n(self.n(square.sqrt()) + self.o["eps"]))
        if self.o["momentum"] != 0:
            b = step = self.n(self.n(self.o["momentum"] * b) + step)
        return (v, m, b), self.fused(self.o["lr"] * step)


class Adam(Optimizer):
    def change(self, state, g):
        m, v, t = state or (torch.zeros_like(g), torch.zeros_like(g), 0)
        t += 1
        beta1, beta2 = self.o["betas"]
        m = self.n(m + self.fused((1 - beta1) * self.n(g - m)))
        v = self.n(self.n(beta2 * v) + self.fused((1 - beta2) * self.fused(g * g)))
        divisor = self.n(self.n(self.n(v.sqrt()) / (1 - beta2**t) ** 0.5) + self.o["eps"])
        return (m, v, t), self.n(self.fused(self.o["lr"] / (1 - beta1**t) * m) / divisor)
