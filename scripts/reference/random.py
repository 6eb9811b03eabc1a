"""random.json: PyTorch's random numbers on the CPU.

Programs: a seed for `manual_seed`, then draws in order, each with what it gave. Every program ends with an
int64 draw, which shows how far the stream has moved.
"""
import math

import numpy
import torch
from torch.utils.data import DataLoader

from .common import bits

ONE_LINE_EACH = "programs"
SEEDS = [0, 1, 7, 42, 123, 2**40 + 3]
COUNTS = [1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 100, 1000]


def rand(*shape):
    return {"draw": "rand", "count": math.prod(shape), "bits": bits(torch.rand(shape))}


def randn(*shape):
    return {"draw": "randn", "count": math.prod(shape), "bits": bits(torch.randn(shape))}


def long_randn(count):
    """A single number computed from the bits of all: short, and enough to see that one differs."""
    digest = 0
    for word in torch.randn(count).numpy().view(numpy.uint32).tolist():
        digest = (digest * 1_000_003 + word) % 2**64
    return {"draw": "randn", "count": count, "digest": digest}


def uniform(count, low, high):
    low, high = (float(numpy.float32(bound)) for bound in (low, high))
    return {
        "draw": "uniform",
        "count": count,
        "bounds": bits(torch.tensor([low, high])),
        "bits": bits(torch.empty(count).uniform_(low, high)),
    }


def randperm(count):
    return {"draw": "randperm", "count": count, "order": torch.randperm(count).tolist()}


def int64():
    return {"draw": "int64", "number": int(torch.empty((), dtype=torch.int64).random_())}


def linear(inputs, outputs, bias=True):
    layer = torch.nn.Linear(inputs, outputs, bias=bias)
    return {
        "draw": "linear",
        "inputs": inputs,
        "outputs": outputs,
        "weight": bits(layer.weight),
        "bias": bits(layer.bias) if bias else None,
    }


def loader(count, batch_size, shuffle, passes, drop_last=False):
    loader = DataLoader(
        list(range(count)), batch_size=batch_size, shuffle=shuffle, drop_last=drop_last)
    return {
        "draw": "loader",
        "count": count,
        "batchSize": batch_size,
        "shuffle": shuffle,
        "dropLast": drop_last,
        "passes": [[batch.tolist() for batch in loader] for _ in range(passes)],
    }


def programs(seed):
    """The programs of one seed: name and draws, each draw a function that is called in order."""
    for count in COUNTS:
        yield f"rand({count})", [lambda: rand(count)]
    for count in COUNTS:
        yield f"randn({count})", [lambda: randn(count)]
    # Enough numbers to show even the rarely needed last digits of the polynomials.
    yield "randn(40003)", [lambda: long_randn(40003)]

    yield "integers", [int64] * 4
    yield "nothing drawn", [
        lambda: rand(0), lambda: randn(0), lambda: randperm(0), lambda: randperm(1)]

    yield "uniform", [
        lambda: uniform(40, -1, 1),
        lambda: uniform(40, -1 / math.sqrt(3), 1 / math.sqrt(3)),
        lambda: uniform(40, -0.3, 0.1),
        lambda: uniform(5, 2.5, 2.5),
        # So narrow that many numbers round to the upper bound, and become the lower one.
        lambda: uniform(20, 1, 1 + 2**-23),
        lambda: uniform(20, 1, 1 + 2**-22),
    ]

    yield "scalars from the kept normal", [lambda: randn()] * 7
    yield "odd counts", [
        lambda: randn(1), lambda: randn(3), lambda: randn(5), lambda: randn(2),
        lambda: randn(15), lambda: randn(15), lambda: randn(7)]
    yield "the kept normal survives", [
        lambda: randn(),
        lambda: rand(3),
        lambda: randn(),
        lambda: randn(3),
        lambda: randperm(5),
        lambda: randn(2),
        lambda: randn(16),
        lambda: randn(),
        lambda: randn(),
        lambda: linear(3, 2),
        lambda: randn(),
        lambda: randn(),
        lambda: loader(5, 2, True, 1),
        lambda: randn(17),
        lambda: uniform(3, -1, 1),
        int64,
        lambda: randn(4),
        lambda: randn(3),
    ]

    for count in [2, 3, 5, 7, 12, 100, 625]:
        yield f"randperm({count})", [lambda: randperm(count)]

    for inputs, outputs, bias in [
            (1, 1, True), (1, 1, False), (3, 1, True), (3, 2, True), (4, 3, True)]:
        yield f"Linear({inputs}, {outputs}, bias={bias})", [lambda: linear(inputs, outputs, bias)]

    for count, batch_size in [(5, 2), (7, 3), (15, 4), (15, 15)]:
        for shuffle in [True, False]:
            yield f"DataLoader({count}, {batch_size}, shuffle={shuffle})", [
                lambda: loader(count, batch_size, shuffle, 2)]
    yield "DataLoader(7, 3, drop_last=True)", [lambda: loader(7, 3, True, 2, drop_last=True)]

    yield "a whole training", [
        lambda: randn(2, 3),
        lambda: randn(2),
        lambda: loader(15, 4, True, 1),
        lambda: linear(3, 2),
        lambda: loader(15, 4, True, 2),
    ]


def record():
    recorded = []
    for seed in SEEDS:
        for name, draws in programs(seed):
            torch.manual_seed(seed)
            recorded.append({"name": name, "seed": seed, "steps": [draw() for draw in [*draws, int64]]})
    return {"programs": recorded}
