#!/usr/bin/env python3
"""Continues a saved run of the workbook in PyTorch, and saves it for the workbook.

    part4 network --epochs 500 --save net.safetensors
    scripts/continue_in_pytorch.py net.safetensors --epochs 500 --save further.safetensors
    part4 network --epochs 500 --load further.safetensors

Runs in one process, or in several that share the samples of every step (DistributedDataParallel on gloo):

    torchrun --nproc-per-node 2 scripts/continue_in_pytorch.py net.safetensors --epochs 500

Uses the problem's own samples, with the options of the saved run, or a table (--data) with columns of numbers
and an optional header. The last columns are the targets. First checks that the model's predictions match those
in the file, and fails if they don't.

Needs Python with torch, safetensors and numpy.
"""
import argparse
import base64
import csv
import json
import math
import os
import shlex
import sys
import time
from pathlib import Path

import numpy
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from reference.common import crops_data, sine_data

# How much a prediction or a loss may differ because PyTorch adds in a different order.
BOUND = 1e-5
# The number of predictions in a file.
PREDICTIONS = 16


def fail(message, status=64):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(status)


# --- The file

class Saved:
    """A saved run: the parameters with PyTorch's names, and metadata about the run."""

    def __init__(self, path):
        try:
            with safe_open(path, "pt") as file:
                self.words = file.metadata() or {}
                self.parameters = {name: file.get_tensor(name) for name in file.keys()}
        except (OSError, SafetensorError) as error:
            fail(f"cannot read {path}: {error}.")
        if self.words.get("workbook") != "1":
            fail(f"{path} was not saved by the workbook.")
        self.problem = self.words["problem"]
        self.epoch = int(self.words["epoch"])
        self.options = own_options().parse_args(shlex.split(self.words.get("options", "")))

    def optimizer(self, model, rate):
        """The optimizer with its state. If the file has none, because the update is written by hand, it is
        plain gradient descent."""
        settings = {key.split(".")[1]: value for key, value in self.words.items()
                    if key.startswith("optimizer.") and key.count(".") == 1}
        options = {key: value == "true" if value in ("true", "false") else float(value)
                   for key, value in settings.items()}
        name = self.words.get("optimizer", "SGD")
        options.setdefault("lr", float(self.words["learning_rate"]))
        if rate is not None:
            options["lr"] = rate
        if name == "Adam":
            options["betas"] = (options.pop("beta1"), options.pop("beta2"))
        optimizer = {"SGD": torch.optim.SGD, "RMSprop": torch.optim.RMSprop, "Adam": torch.optim.Adam}[name](
            model.parameters(), **options)
        for path, parameter in model.named_parameters():
            state = {}
            for key, value in self.words.items():
                place, _, buffer = key.rpartition(".")
                if place != f"optimizer.state.{path}":
                    continue
                state[buffer] = (torch.tensor(float(value)) if buffer == "step"
                                 else floats(value).reshape(parameter.shape))
            if name == "RMSprop" and state:
                # PyTorch counts the steps, but does not use the number.
                state["step"] = torch.tensor(float(self.epoch))
            if state:
                optimizer.state[parameter] = state
        return optimizer

    def save(self, path, model, optimizer, epoch, loss, predictions):
        words = {key: value for key, value in self.words.items()
                 if not key.startswith("optimizer.state.") and key != "generator"}
        words["epoch"] = str(epoch)
        words["loss"] = shortest(loss)
        words["predictions"] = " ".join(shortest(number) for number in predictions[:PREDICTIONS])
        if "optimizer" in words:
            words["optimizer.lr"] = shortest(optimizer.param_groups[0]["lr"])
        words["learning_rate"] = shortest(optimizer.param_groups[0]["lr"])
        for name, parameter in model.named_parameters():
            for buffer, value in optimizer.state.get(parameter, {}).items():
                if value is None or buffer == "step" and words.get("optimizer") != "Adam":
                    continue
                words[f"optimizer.state.{name}.{buffer}"] = (
                    str(int(value)) if buffer == "step" else text(value.detach()))
        if "generator" in self.words:
            words["generator"] = base64.b64encode(torch.get_rng_state().numpy().tobytes()).decode()
        tensors = {name: parameter.detach().contiguous() for name, parameter in model.named_parameters()}
        # Replace the file only when the new one is complete.
        temporary = f"{path}.{os.getpid()}"
        try:
            save_file(tensors, temporary, words)
            os.replace(temporary, path)
        except (OSError, SafetensorError) as error:
            fail(f"cannot save {path}: {error}.", 1)


def own_options():
    """The options of the problems that affect the samples or their order."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name, kind in [("--samples", int), ("--rows", int), ("--batch-size", int), ("--points", str),
                       ("--w0", str), ("--b0", str), ("--start", str), ("--model", str), ("--optimizer", str),
                       ("--update", str), ("--data", str), ("--inputs", str)]:
        parser.add_argument(name, type=kind)
    parser.add_argument("--target", action="append")
    parser.add_argument("--standardize", action="store_true")
    parser.add_argument("--bias", action="store_true")
    parser.add_argument("--shuffle", action="store_true")
    return parser


def floats(words):
    return torch.from_numpy(numpy.frombuffer(base64.b64decode(words), "<f4").copy())


def text(tensor):
    return base64.b64encode(tensor.contiguous().numpy().astype("<f4").tobytes()).decode()


def shortest(number):
    """The shortest decimal that reads back as the same Float32."""
    return str(numpy.float32(number))


# --- Models

class OfParts1To3(nn.Module):
    """A prediction written by hand in a lesson, with its parameters."""

    def __init__(self, parameters, predict):
        super().__init__()
        for name, value in parameters.items():
            self.register_parameter(name, nn.Parameter(value.clone()))
        self.predict = predict

    def forward(self, x):
        return self.predict(x, **dict(self.named_parameters()))


BY_HAND = {
    ("line", "w"): lambda x, w: w * x,
    ("crops", "b w"): lambda x, w, b: x @ w.reshape(-1, x.shape[1]).T + b,
    ("sine", "a b c d"): lambda x, a, b, c, d: a + b * x + c * x**2 + d * x**3,
    ("legendre", "a b c d"): lambda x, a, b, c, d: a + b * legendre(c + d * x),
}


def legendre(u):
    return 0.5 * (5 * u**3 - 3 * u)


def model_of(saved):
    """The model recognized by the names and shapes of the parameters, with these parameters; and True if it takes
    x, x² and x³ instead of x."""
    parameters = saved.parameters
    by_hand = BY_HAND.get((saved.problem, " ".join(sorted(parameters))))
    if by_hand:
        return OfParts1To3(parameters, by_hand), False
    # Layers: "weight", "lin.weight", "0.weight", "2.weight", …
    layers = sorted({name.rpartition(".")[0] for name in parameters})
    if any(name.rpartition(".")[2] not in ("weight", "bias") for name in parameters):
        fail(f"no model of the workbook has the parameters {', '.join(parameters)}.")

    def layer(name):
        path = f"{name}." if name else ""
        weight = parameters.get(f"{path}weight")
        if weight is None or weight.dim() != 2:
            fail(f"{path}weight is missing or is not the matrix of a linear layer.")
        return nn.Linear(weight.shape[1], weight.shape[0], bias=f"{path}bias" in parameters)

    if layers == [""]:
        model = layer("")
    elif all(name.isdigit() for name in layers):
        model = nn.Sequential()
        for index in range(max(map(int, layers)) + 1):
            # An activation separates two layers.
            model.append(layer(str(index)) if str(index) in layers else nn.Tanh())
    elif len(layers) == 1 and "." not in layers[0]:
        class Around(nn.Module):
            def __init__(self):
                super().__init__()
                setattr(self, layers[0], layer(layers[0]))

            def forward(self, x):
                return getattr(self, layers[0])(x)

        model = Around()
    else:
        fail(f"cannot tell how the layers of {', '.join(parameters)} are connected.")
    model.load_state_dict(parameters)
    first = next(iter(model.parameters()))
    return model, saved.problem == "sine" and first.shape[-1] == 3


# --- Samples

def own_samples(saved):
    options = saved.options
    if options.data:
        fail(f"--data FILE.csv is needed, because the run learned from {options.data}.")
    if saved.problem == "line":
        x = torch.arange(1, (options.samples or 4) + 1, dtype=torch.float32)
        return x, 2 * x
    if saved.problem == "crops":
        return crops_data(options.rows or 5)
    if saved.problem in ("sine", "legendre", "network"):
        if options.points == "notebook":
            fail("--points notebook is not supported here.")
        return sine_data(options.samples or 2000)
    fail(f"--data FILE.csv is needed, because the samples of {saved.problem} are unknown here.")


def table(path, saved, outputs, targets, inputs):
    """The numbers of a table, chosen and scaled as in the workbook. By default, the last columns are the targets, a
    line's input is the first one, and columns of text are left out."""
    try:
        content = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"cannot read {path}: {error}.")
    first = content.splitlines()[0] if content.strip() else fail(f"{path} is empty.")
    separator = max(";\t,", key=first.count)
    lines = [line for line in csv.reader(content.splitlines(), delimiter=separator) if any(line)]

    def number(cell):
        """The number in a cell, or None."""
        try:
            value = float(cell.strip().replace(",", ".") if separator != "," else cell)
        except ValueError:
            return None
        return value if math.isfinite(value) else None

    start = int(None in map(number, lines[0]))
    names = [cell.strip() if start else f"x{index + 1}" for index, cell in enumerate(lines[0])]
    if len(lines) == start:
        fail(f"{path} has no rows.")
    for name in (targets or []) + (inputs or []):
        if name not in names:
            fail(f"{path} has no column '{name}'. It has {', '.join(names)}.")

    plain = [name for name, cell in zip(names, lines[start]) if number(cell) is not None]
    if not targets and not inputs and len(plain) <= outputs:
        fail(f"{path} has {len(plain)} columns of numbers, but {outputs + 1} are needed.")
    targets = targets or plain[len(plain) - outputs:]
    inputs = inputs or [name for name in plain if name not in targets]
    if saved.problem == "line":
        inputs = inputs[:1]

    def column(name):
        place, numbers = names.index(name), []
        for line, cells in enumerate(lines[start:], start + 1):
            if len(cells) != len(names):
                fail(f"{path}, row {line}: {len(cells)} columns, but the first row has {len(names)}.")
            numbers.append(number(cells[place]))
            if numbers[-1] is None:
                fail(f"{path}, row {line}, column {name}: '{cells[place]}' is not a number.")
        return numpy.array(numbers)

    x, y = ([column(name) for name in columns] for columns in (inputs, targets))
    if saved.options.standardize:
        x = [(values - values.mean()) / values.std() for values in x]
        # A line through the origin also needs the target's mean subtracted.
        y = [values - values.mean() if saved.problem == "line" else values for values in y]
    return tuple(torch.tensor(numpy.stack(columns, 1), dtype=torch.float32) for columns in (x, y))


def shaped(model, x, y, takes_powers):
    """The samples in the shape that the model expects: rows, or a plain list of numbers."""
    x, y = (t.reshape(len(t), -1) for t in (x, y))
    # Parts 1 to 3 use a plain list for a single input.
    if isinstance(model, OfParts1To3) and x.shape[1] == 1:
        return x.reshape(-1), y.reshape(-1)
    return (x.pow(torch.tensor([1, 2, 3])), y) if takes_powers else (x, y)


# --- Training

class Shares:
    """The processes, each with a share of the samples of every step. A single process has all of them."""

    def __init__(self):
        self.count = int(os.environ.get("WORLD_SIZE", 1))
        self.rank = int(os.environ.get("RANK", 0))
        if self.count > 1:
            torch.distributed.init_process_group("gloo")

    @property
    def is_first(self):
        return self.rank == 0

    def of(self, rows):
        """This process's share of some rows. Shares differ by at most one row and can be empty."""
        return torch.tensor_split(rows, self.count)[self.rank]

    def sum(self, number):
        if self.count > 1:
            torch.distributed.all_reduce(number)
        return number.item()

    def wrapped(self, model):
        return DistributedDataParallel(model) if self.count > 1 else model

    def end(self):
        if self.count > 1:
            torch.distributed.destroy_process_group()


class Loss:
    """The mean or the sum of the squared errors over the rows of all processes.

    DistributedDataParallel averages the gradients of the processes, whatever the sizes of their shares. So each
    process multiplies its loss by the number of processes and divides it by the total number of values. The average
    gradient is then that of a single process with all rows."""

    def __init__(self, is_mean, shares):
        self.is_mean = is_mean
        self.shares = shares

    def __call__(self, model, x, y, rows):
        """The tensor to differentiate, and the loss over all rows."""
        own = self.shares.of(rows)
        squares = (model(x[own]) - y[own]).pow(2).sum()
        total = squares / (len(rows) * y[0].numel()) if self.is_mean else squares
        return total * self.shares.count, self.shares.sum(total.detach().clone())


def orders(count, options):
    """The rows of each step of an epoch. PyTorch's DataLoader draws the random numbers, so the workbook would have used
    the same orders."""
    size = options.batch_size or count
    if not options.shuffle and options.batch_size is None:
        return lambda: [torch.arange(count)]
    loader = torch.utils.data.DataLoader(range(count), batch_size=size, shuffle=options.shuffle)
    return lambda: list(loader)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], allow_abbrev=False)
    parser.add_argument("file", help="a file saved with --save")
    parser.add_argument("--data", metavar="FILE.csv", help="a table to use instead of the problem's own samples")
    parser.add_argument("--target", action="append", metavar="NAME", help="a target column")
    parser.add_argument("--inputs", metavar="NAME,…", help="the input columns")
    parser.add_argument("--epochs", type=int, default=100, help="the number of further epochs (100)")
    parser.add_argument("--lr", type=float, help="another learning rate")
    parser.add_argument("--every", type=int, default=0, help="print every Nth epoch (a tenth of the epochs)")
    parser.add_argument("--save", metavar="FILE.safetensors", help="the file to save the run to")
    parser.add_argument("--json", action="store_true", help="print a JSON record at the end instead")
    arguments = parser.parse_args()
    if arguments.epochs < 0:
        fail(f"--epochs cannot be {arguments.epochs}.")
    if arguments.save and not os.access(Path(arguments.save).resolve().parent, os.W_OK):
        fail(f"cannot save {arguments.save}: its folder is missing or not writable.")

    saved = Saved(arguments.file)
    torch.set_num_threads(1)
    shares = Shares()
    say = print if shares.is_first and not arguments.json else lambda *_: None
    model, takes_powers = model_of(saved)
    is_mean = saved.problem in ("line", "crops")
    if arguments.data:
        outputs = 1 if saved.problem != "crops" else len(list(saved.parameters.values())[0])
        inputs = arguments.inputs or saved.options.inputs
        x, y = table(arguments.data, saved, outputs, arguments.target or saved.options.target,
                     inputs.split(",") if inputs else None)
    else:
        x, y = own_samples(saved)
    x, y = shaped(model, x, y, takes_powers)
    optimizer = saved.optimizer(model, arguments.lr)
    name = type(optimizer).__name__
    say(f"{arguments.file}: {', '.join(saved.parameters)} after {saved.epoch} epochs of part "
        f"{saved.words['part']} {saved.problem}; {name}, learning rate {shortest(optimizer.param_groups[0]['lr'])}.")
    if shares.count > 1:
        sizes = [len(part) for part in torch.tensor_split(torch.arange(len(x)), shares.count)]
        say(f"{shares.count} processes, with {', '.join(map(str, sizes))} of the {len(x)} samples.")

    # Compare the predictions with those in the file.
    loss = Loss(is_mean, shares)
    everything = torch.arange(len(x))
    with torch.no_grad():
        predictions = model(x)
        first = loss(model, x, y, everything)[1]
    difference = None
    # A table with the same name is assumed to be the one that the run learned from.
    is_own = Path(arguments.data or "").name == Path(saved.options.data or "").name
    if is_own and saved.words.get("predictions"):
        theirs = torch.tensor([float(word) for word in saved.words["predictions"].split()])
        own = predictions.reshape(-1)[:len(theirs)]
        difference = ((own - theirs).abs().max() / theirs.abs().max().clamp(min=1e-30)).item()
        loss_difference = abs(first - float(saved.words["loss"])) / max(abs(first), 1e-30)
        say(f"First {len(theirs)} predictions: PyTorch and the workbook differ by at most {difference:.1e} of the "
            f"largest.")
        say(f"Loss: {shortest(first)} in PyTorch, {saved.words['loss']} in the workbook.")
        # A loss close to 0 consists of rounding errors.
        scale = y.pow(2).mean().item() if is_mean else y.pow(2).sum().item()
        is_loss_right = loss_difference <= BOUND or abs(first - float(saved.words["loss"])) <= 1e-6 * scale
        if difference > BOUND or not is_loss_right:
            fail(f"the model does not predict what it did in the workbook: the difference is above {BOUND:g}.", 1)
    else:
        say(f"Loss: {shortest(first)}. It cannot be compared with the file, because the samples differ.")

    if "generator" in saved.words:
        torch.set_rng_state(torch.from_numpy(
            numpy.frombuffer(base64.b64decode(saved.words["generator"]), numpy.uint8).copy()))
    wrapped = shares.wrapped(model)
    steps_of_epoch = orders(len(x), saved.options)
    every = arguments.every or max(1, arguments.epochs // 10)
    losses = []
    began = time.perf_counter()
    for epoch in range(saved.epoch + 1, saved.epoch + arguments.epochs + 1):
        # The loss of an epoch is the loss of its last batch.
        for rows in steps_of_epoch():
            share, whole = loss(wrapped, x, y, rows)
            optimizer.zero_grad()
            share.backward()
            optimizer.step()
        losses.append(whole)
        if not math.isfinite(whole):
            fail(f"the training diverged in epoch {epoch}.", 1)
        if epoch % every == 0:
            say(f"Epoch {epoch}: loss = {shortest(whole)}")
    seconds = time.perf_counter() - began
    with torch.no_grad():
        predictions = model(x)
        last = loss(model, x, y, everything)[1]
    say(f"Loss after epoch {saved.epoch + arguments.epochs}: {shortest(last)}"
        + (f"; {seconds / arguments.epochs * 1e6:.0f} µs per epoch." if arguments.epochs else "."))
    if arguments.save and shares.is_first:
        saved.save(arguments.save, model, optimizer, saved.epoch + arguments.epochs, last,
                   predictions.reshape(-1).tolist())
        say(f"Saved {arguments.save}.")
    if arguments.json and shares.is_first:
        print(json.dumps({
            "epoch": saved.epoch + arguments.epochs, "difference": difference, "loss": last, "losses": losses,
            "microseconds": seconds / max(1, arguments.epochs) * 1e6,
            "parameters": {name: value.detach().reshape(-1).tolist() for name, value in model.named_parameters()}}))
    shares.end()


if __name__ == "__main__":
    main()
