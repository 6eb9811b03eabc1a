"""linear.json: nn.Linear, its output, and the gradients of a mean squared error."""
import torch
from torch import nn

from .common import bits


def case(inputs, outputs, batch, seed):
    # One stream of random numbers: the layer's start values, the input, the target.
    torch.manual_seed(seed)
    model = nn.Linear(inputs, outputs)
    x = torch.randn(batch, inputs, requires_grad=True)
    target = torch.randn(batch, outputs)
    y = model(x)
    loss = nn.MSELoss()(y, target)
    loss.backward()
    return {
        "name": f"linear {inputs}x{outputs} batch={batch} seed={seed}",
        "settings": {"in_features": inputs, "out_features": outputs, "batch": batch, "seed": seed},
        "weight_bits": bits(model.weight), "bias_bits": bits(model.bias),
        "input_bits": bits(x), "target_bits": bits(target),
        "output_bits": bits(y), "loss_bits": bits(loss),
        "weight_grad_bits": bits(model.weight.grad), "bias_grad_bits": bits(model.bias.grad),
        "input_grad_bits": bits(x.grad),
    }


def record():
    return {"cases": [case(i, o, batch, seed)
                      for i, o in ((1, 1), (3, 1), (3, 2), (4, 3)) for batch in (1, 3, 5, 15) for seed in (0, 42)]}
