"""operators.json: values and gradients of single tensor operations."""
import operator

import torch

from .common import SQUARE_ROOTS, bits


def tensor(value):
    return {"shape": list(value.shape), "bits": bits(value)}


def noise(*shape):
    return torch.randn(shape)


def positive(*shape):
    return torch.rand(shape) + 0.5


def case(operation, function, inputs, exact=True, **arguments):
    """`exact` is False for matrix products, which PyTorch adds in another order, and for its power of two tensors."""
    leaves = [value.clone().requires_grad_() for value in inputs]
    output = function(*leaves)
    upstream = noise(*output.shape)
    output.backward(upstream)
    shapes = " ".join(str(tuple(value.shape)).replace(" ", "") for value in inputs)
    name = " ".join([operation, shapes] + [f"{key}={value}" for key, value in arguments.items()])
    return {
        "name": name, "operation": operation, "exact": exact, "arguments": arguments,
        "inputs": [tensor(value) for value in leaves], "output": tensor(output),
        "upstream_bits": bits(upstream), "gradients": [tensor(value.grad) for value in leaves],
    }


def binary():
    shapes = [((), ()), ((3,), (3,)), ((2, 3), (2, 3)), ((3, 1), (1, 4)), ((), (3,)), ((3,), ()), ((2, 3), (3,)),
              ((3,), (2, 3)), ((2, 1), (2, 3)), ((1,), (4,)), ((1, 1), (2, 2)), ((2, 3), ()), ((0, 3), (3,)), ((0, 3), (0, 3))]
    for name in ("add", "sub", "mul"):
        for a, b in shapes:
            yield case(name, getattr(operator, name), [noise(*a), noise(*b)])
    for a, b in shapes:
        yield case("div", operator.truediv, [noise(*a), positive(*b)])


def powers():
    for shape in ((), (4,), (2, 3), (0, 3)):
        yield case("neg", operator.neg, [noise(*shape)])
        for exponent in (2, 3, -1, 1, 0):
            # 1/x is safe for the negative numbers too.
            yield case("pow", lambda x: x ** exponent, [noise(*shape)], exponent=str(exponent))
        x = positive(*shape)
        root = case("pow", lambda x: x ** 0.5, [x], exponent="0.5")
        # PyTorch's gradient uses 1/√x, which it rounds correctly.
        yield {**root, "output": tensor(x.sqrt())}
    yield case("pow", lambda x: x ** 2, [torch.tensor([0.0, -0.0, 1.0, 2.0, -2.0])], exponent="2")
    yield case("pow", lambda x: x ** 3, [torch.tensor([0.0, -0.0, 1.0, 2.0, -2.0])], exponent="3")
    for a, b in (((3,), (3,)), ((2, 3), (3,)), ((3, 1), (3,)), ((), (3,)), ((2, 2), ())):
        yield case("pow_tensor", operator.pow, [positive(*a), noise(*b)], exact=False)


def reductions():
    for shape in ((), (1,), (3,), (5,), (8,), (11,), (37,), (2, 3), (3, 4), (0, 3)):
        yield case("sum", torch.sum, [noise(*shape)])
        if 0 not in shape:  # the mean of nothing is not a number
            yield case("mean", torch.mean, [noise(*shape)])
    for shape in ((3,), (2, 3), (4, 2), (3, 1), (0, 3)):
        for axis in range(-1, len(shape)):
            for keepdim in (False, True):
                yield case("sum_axis", lambda x: x.sum(axis, keepdim=keepdim), [noise(*shape)],
                           axis=str(axis), keepdim=str(keepdim).lower())


def products():
    shapes = [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((1, 1), (1, 1)), ((4, 1), (1, 3)),
              ((1, 4), (4, 1)), ((5, 3), (3, 2)), ((2, 11), (11, 2)), ((0, 3), (3, 2)), ((2, 0), (0, 3))]
    for a, b in shapes:
        yield case("matmul", torch.matmul, [noise(*a), noise(*b)], exact=False)


def shapes():
    for shape in ((2, 3), (1, 4), (3, 1), (0, 3)):
        yield case("transpose", lambda x: x.T, [noise(*shape)])
    for old, new in (((6,), (2, 3)), ((2, 3), (6,)), ((2, 3), (3, 2)), ((2, 3), (-1, 2)), ((1,), ()), ((), (1, 1)),
                     ((4,), (4, 1)), ((0, 3), (3, 0))):
        yield case("reshape", lambda x: x.reshape(new), [noise(*old)], shape=" ".join(map(str, new)))
    # A transposed tensor is not contiguous in PyTorch, but its values must be in the right order.
    yield case("transpose_reshape", lambda x: x.T.reshape(6), [noise(2, 3)])


def chains():
    """A value that is used more than once collects the sum of its gradients."""
    yield case("x*x+x", lambda x: x * x + x, [noise(3)])
    yield case("((a*b-c)**2).mean()", lambda a, b, c: ((a * b - c) ** 2).mean(), [noise(), noise(4), noise(4)])
    yield case("((x@w.T+b)**2).sum()", lambda x, w, b: ((x @ w.T + b) ** 2).sum(),
               [noise(4, 3), noise(2, 3), noise(2)], exact=False)


def record():
    torch.manual_seed(11)
    cases = []
    for group in (binary, powers, reductions, products, shapes, chains):
        cases.extend(group())
    return {"square_roots": SQUARE_ROOTS, "cases": cases}
