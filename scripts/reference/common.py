"""Shared by all recordings: values as bits, traces, and the data of the three problems."""
import math
import struct

import numpy as np
import torch


def bits(value):
    """Float32 values (a tensor, an array or a number) as 8-digit words, row by row."""
    if isinstance(value, torch.Tensor):
        value = value.detach().numpy()
    array = np.asarray(value)
    assert array.dtype == np.float32, array.dtype
    return " ".join(f"{word:08x}" for word in np.ascontiguousarray(array).view(np.uint32).ravel())


def bits64(value):
    """Float64 values as 16-digit words."""
    array = np.atleast_1d(np.asarray(value))
    assert array.dtype == np.float64, array.dtype
    return " ".join(f"{word:016x}" for word in array.view(np.uint64).ravel())


def floats(words):
    """Float32 words as a 1-D tensor."""
    return torch.tensor([struct.unpack(">f", bytes.fromhex(word))[0] for word in words.split()])


def scalar(word, requires_grad=False):
    """One Float32 word as a tensor without axes."""
    return floats(word).reshape(()).requires_grad_(requires_grad)


SQUARE_ROOTS = ("NumPy's, rounded correctly; torch.sqrt is one unit in the last place off for about one number in six, "
                "and which ones depends on the processor")


def round_square_roots():
    """Gives tensors NumPy's square root, which every processor rounds correctly."""
    def sqrt(self):
        assert not (self.requires_grad and torch.is_grad_enabled()), "this root has no gradient"
        return torch.as_tensor(np.sqrt(self.detach().numpy()))
    torch.Tensor.sqrt = sqrt
    torch.Tensor.sqrt_ = lambda self: self.copy_(sqrt(self))


class Trace:
    """The loss of every step, and the parameters after every `every`-th step."""

    def __init__(self, name, variant, settings, start, every=1, encode=bits):
        self.head = {"name": name, "variant": variant, "settings": settings}
        self.encode = encode
        self.every = every
        self.start = {key: encode(value) for key, value in start.items()}
        self.losses = []
        self.parameters = {key: [] for key in start}

    def step(self, loss, **parameters):
        self.losses.append(self.encode(loss))
        if len(self.losses) % self.every == 0:
            for key, value in parameters.items():
                self.parameters[key].append(self.encode(value))

    def content(self, **more):
        return {
            **self.head,
            "start_bits": self.start,
            "loss_bits": " ".join(self.losses),
            "parameter_every": self.every,
            "parameter_bits": {key: " ".join(values) for key, values in self.parameters.items()},
            **more,
        }


def line_data(samples):
    """X = 1…samples and y = 2x."""
    x = torch.arange(1, samples + 1, dtype=torch.float32)
    return x, 2 * x


CROPS_INPUTS = [
    [73, 67, 43], [91, 88, 64], [87, 134, 58], [102, 43, 37], [69, 96, 70],
    [74, 66, 43], [91, 87, 65], [88, 134, 59], [101, 44, 37], [68, 96, 71],
    [73, 66, 44], [92, 87, 64], [87, 135, 57], [103, 43, 36], [68, 97, 70],
]
CROPS_TARGETS = [
    [56, 70], [81, 101], [119, 133], [22, 37], [103, 119],
    [57, 69], [80, 102], [118, 132], [21, 38], [104, 118],
    [57, 69], [82, 100], [118, 134], [20, 38], [102, 120],
]


def crops_data(rows):
    """The first rows of (temperature, rainfall, humidity) and of (apples, oranges)."""
    return (torch.tensor(CROPS_INPUTS[:rows], dtype=torch.float32),
            torch.tensor(CROPS_TARGETS[:rows], dtype=torch.float32))


def sine_data(points):
    """The points of today's torch.linspace, and their sine."""
    x = torch.linspace(-math.pi, math.pi, points)
    return x, torch.sin(x)


def older_linspace(points):
    """torch.linspace(-pi, pi, points) as it was when the notebook ran: in blocks of eight, the left half
    counted from the start, the right half from the end, every operation rounded."""
    start, end = np.float32(-math.pi), np.float32(math.pi)
    step = (end - start) / np.float32(points - 1)
    x = np.empty(points, dtype=np.float32)
    for first in range(0, points, 8):
        if first < points // 2:
            base = start + step * np.float32(first)
        else:
            base = end - step * np.float32(points - 1 - first)
        for j in range(min(8, points - first)):
            x[first + j] = base + step * np.float32(j)
    return torch.from_numpy(x)
