"""saving.json: files of the safetensors package, and the states of PyTorch's random numbers."""
import base64

import safetensors
import torch
from safetensors.torch import save

from .common import bits

# One key each: the package writes several in an order that changes.
FILES = [
    ("scalar", {"w": torch.tensor(1.5)}, {"format": "pt"}),
    ("linear", torch.nn.Linear, {"format": "pt"}),
    ("without metadata", {"w": torch.tensor([1.0, -0.0, 3e-45])}, None),
    ("empty", {"b": torch.zeros(0), "a": torch.ones(2, 0), "w": torch.tensor([[1.0, 2.0], [3.0, 4.0]])}, None),
    ("names", {"0.weight": torch.ones(1, 1), "ŷ \"quoted\" \\ \n": torch.tensor([2.0]), "10": torch.tensor([3.0]),
               "2": torch.tensor([4.0])}, {"ü\t\u0001": "/"}),
]


def files():
    for name, tensors, metadata in FILES:
        if tensors is torch.nn.Linear:
            torch.manual_seed(0)
            tensors = {key: value.detach() for key, value in torch.nn.Linear(3, 2).state_dict().items()}
        yield {
            "name": name, "metadata": metadata or {},
            "tensors": [{"name": key, "shape": list(value.shape), "value_bits": bits(value)}
                        for key, value in tensors.items()],
            "base64": base64.b64encode(save(tensors, metadata)).decode(),
        }


def generators():
    """States after a seed and some draws, with the next numbers."""
    for seed, draws in [(0, 0), (3, 1), (42, 5), (7, 622), (7, 623), (7, 624), (7, 625), (2**40 + 3, 5000)]:
        for normal in (False, True):
            torch.manual_seed(seed)
            torch.rand(draws)
            if normal:
                # One number of a pair is left over.
                torch.randn(3)
            state = torch.get_rng_state()
            yield {"name": f"seed {seed}, {draws} drawn{', a normal left' if normal else ''}", "seed": str(seed),
                   "draws": draws, "normal": normal, "base64": base64.b64encode(state.numpy().tobytes()).decode(),
                   "next_bits": bits(torch.rand(5)), "next_normal_bits": bits(torch.randn(3))}


def record():
    return {"safetensors": safetensors.__version__, "files": list(files()), "generators": list(generators())}
