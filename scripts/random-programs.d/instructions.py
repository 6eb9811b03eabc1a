"""Makes random instructions for Sources/client/Machine.swift."""

import random
import struct
import warnings

import torch

from torch_side import CHANGING, Invalid, Machine

warnings.filterwarnings("ignore")

# The engine defers operations on more numbers than this.
LIMIT = 32_768
SPECIAL = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 1.0, -1.0, 2.0, 0.5, -3.0, 3.4028235e38, -3.4028235e38,
           1e38, 1.1754944e-38, -1e-40, 1.4e-45, 1e-30, 1e30, 88.0, -104.0, 1.0000001, 16777217.0]


def bits(value):
    try:
        return "%08x" % struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        return "%08x" % (0x7F800000 if value > 0 else 0xFF800000)


def word(shape):
    return "x".join(map(str, shape)) if shape else "-"


def count(shape):
    return int(torch.Size(shape).numel())


class Instructions:
    """
    Makes a program by running it in PyTorch. Leaves out instructions that PyTorch refuses, and those that lead to
    meaningless numbers, except in programs that test such numbers.
    """

    def __init__(self, seed, number):
        self.r = random.Random(f"{seed} {number}")
        self.number = number
        self.machine = Machine()
        self.lines = []
        self.last = 0
        self.size = self.r.choices(["small", "middle", "large"], [45, 20, 35])[0]
        self.special = self.r.random() < 0.12
        self.empty = self.r.random() < 0.12
        self.dyadic = self.r.random() < 0.4
        self.shown = 0

    # --- Chance

    def chance(self, p):
        return self.r.random() < p

    def value(self):
        """A number, as bits."""
        if self.special and self.chance(0.35):
            return bits(self.r.choice(SPECIAL))
        if self.dyadic or self.chance(0.2):
            return bits(self.r.randint(-12, 12) / self.r.choice([1, 1, 2, 4]))
        return bits(self.r.uniform(-2, 2))

    def numbers(self, n):
        length = self.r.choice([1, 2, 3, 5, 17, 97, 251])
        return " ".join(self.value() for _ in range(max(1, min(n, length))))

    def shape(self, rank=None):
        if self.size == "large" and self.chance(0.6) and rank != 0:
            return self.large(rank)
        if rank is None:
            rank = self.r.choices(range(7), [2, 5, 6, 4, 2, 1, 1])[0]
        lengths = [1, 1, 2, 3, 4, 5, 7] if self.size != "middle" else [1, 2, 3, 8, 9, 17, 33, 100, 129, 600]
        shape = [self.r.choice(lengths) for _ in range(rank)]
        while count(shape) > (300 if self.size == "small" else 12_000):
            shape[self.r.randrange(rank)] = self.r.choice([1, 2])
        if self.empty and rank and self.chance(0.3):
            shape[self.r.randrange(rank)] = 0
        return shape

    def large(self, rank=None):
        rank = rank or self.r.choices(range(1, 7), [5, 5, 3, 2, 1, 1])[0]
        target = self.r.choice([LIMIT - 1, LIMIT, LIMIT + 1, 33_000, 36_000, 40_000, 2 * LIMIT + 1, 70_000])
        shape = [self.r.choice([1, 2, 3, 4, 5, 8, 10]) for _ in range(rank - 1)]
        if rank == 2 and self.chance(0.3):
            shape = [self.r.choice([100, 181, 1000])]
        while count(shape) > 4000:
            shape[self.r.randrange(rank - 1)] = 1
        rest = count(shape)
        shape.append(target // rest + self.r.choice([0, 0, 1]))
        self.r.shuffle(shape)
        return shape

    def like(self, shape):
        """A shape that broadcasts with the given one."""
        if self.chance(0.45):
            return list(shape)
        shape = [1 if self.chance(0.3) else length for length in shape]
        return shape[self.r.randint(0, len(shape)) :] if self.chance(0.4) else shape

    # --- Making

    def new(self):
        self.last += 1
        return self.last

    def emit(self, line):
        """Adds an instruction if PyTorch and the library accept it."""
        try:
            self.machine.execute(line, len(self.lines))
        except (Invalid, RuntimeError, IndexError, KeyError, ValueError):
            if CHANGING.isdisjoint(line.split()):
                return False
            # It may have changed something before it failed.
            self.machine = Machine()
            self.machine.run(self.lines)
            return False
        self.lines.append(line)
        return True

    def made(self, line):
        """Adds an instruction with a result and returns the result's number, or None if it is refused."""
        key = self.new()
        name, rest = line.split(" ", 1)
        if name == "ng":
            name, rest = rest.split(" ", 1)
            name = "ng " + name
        if not self.emit(f"{name} {key} {rest}"):
            return None
        tensor = self.machine.tensors[key]
        dull = tensor.numel() and not self.special and not float(tensor.detach().abs().max()) < 2e4
        if dull or tensor.numel() > 150_000:
            self.emit(f"drop {key}")
            # Nothing has used the result, so the program stays the same without these two lines.
            del self.lines[-2:]
            return None
        return key

    def leaf(self, shape=None, requires=None, positive=False):
        shape = self.shape() if shape is None else shape
        requires = self.chance(0.5) if requires is None else requires
        kind = self.r.random()
        if positive:
            numbers = " ".join(bits(self.r.uniform(0.3, 3)) for _ in range(self.r.choice([1, 7, 31])))
            return self.made(f"leaf {word(shape)} {int(requires)} {numbers}")
        if kind < 0.75:
            return self.made(f"leaf {word(shape)} {int(requires)} {self.numbers(count(shape))}")
        if kind < 0.85:
            return self.made(f"full {word(shape)} {int(requires)} {self.value()}")
        self.emit(f"seed {self.r.randrange(2**40)}")
        return self.made(f"{self.r.choice(['rand', 'randn'])} {word(shape)} {int(requires)}")

    def pick(self, fits=lambda tensor: True):
        keys = [key for key, tensor in self.machine.tensors.items() if fits(tensor)]
        if not keys:
            return None
        return self.r.choice(keys[-4:]) if self.chance(0.5) else self.r.choice(keys)

    def shape_of(self, key):
        return list(self.machine.tensors[key].shape)

    def any(self):
        key = None if self.chance(0.08) else self.pick()
        return key if key is not None else self.leaf() or self.leaf([2], True) or self.any()

    def partner(self, key):
        """Another tensor that broadcasts with the given one."""
        shape = self.shape_of(key)

        def fits(tensor):
            try:
                return count(torch.broadcast_shapes(tensor.shape, shape)) <= 150_000
            except RuntimeError:
                return False

        other = self.pick(fits) if self.chance(0.6) else None
        return other if other is not None else self.leaf(self.like(shape)) or key

    # --- Instructions

    def step(self):
        kinds = {
            self.arithmetic: 30, self.function: 14, self.reduction: 10, self.rearrangement: 16, self.product: 7,
            self.power: 6, self.loss: 5, self.custom: 4, self.update: 8, self.backward: 8, self.gradients: 4,
            self.switch: 3, self.look: 5, self.drop: 2, self.give: 5, self.optimize: 3,
        }
        kind = self.r.choices(list(kinds), list(kinds.values()))[0]
        kind()

    def quiet(self):
        """Puts some operations inside withNoGrad."""
        return "ng " if self.chance(0.06) else ""

    def arithmetic(self):
        a = self.any()
        name = self.r.choice(["add", "sub", "mul", "mul", "div"])
        if self.chance(0.3):
            operands = [f"t{a}", f"f{self.value()}"]
        else:
            operands = [f"t{a}", f"t{a if self.chance(0.07) else self.partner(a)}"]
        if self.chance(0.5):
            operands.reverse()
        return self.made(f"{self.quiet()}{name} {' '.join(operands)}")

    def function(self):
        return self.made(f"{self.quiet()}{self.r.choice(['neg', 'tanh', 'exp', 'log', 'relu', 'abs'])} {self.any()}")

    def power(self):
        a = self.any()
        if self.chance(0.7):
            exponent = self.r.choice([2, 2, 2, 3, 3, 0, 1, -1, -2, 0.5, 4, 1.5, -0.5, 2.5])
            return self.made(f"pow {a} {bits(exponent)}")
        if self.chance(0.4):
            column = self.made(f"unsqueeze {a} -1")
            return column and self.made(f"powers {column} {bits(1)} {bits(2)} {bits(3)}")
        base = self.made(f"abs {a}")
        base = base and self.made(f"add t{base} f{bits(0.25)}")
        exponents = self.leaf(self.like(self.shape_of(a)))
        return base and exponents and self.made(f"powt {base} {exponents}")

    def reduction(self):
        a = self.any()
        if self.chance(0.5):
            return self.made(f"{self.quiet()}{self.r.choice(['sum', 'mean'])} {a}")
        rank = len(self.shape_of(a))
        if rank == 0:
            return None
        return self.made(f"{self.r.choice(['sumaxis', 'meanaxis'])} {a} {self.r.randrange(-rank, rank)} "
                         f"{self.r.randint(0, 1)}")

    def rearrangement(self, a=None):
        a = self.any() if a is None else a
        shape = self.shape_of(a)
        kind = self.r.choice(["reshape", "transpose", "slice", "slice", "unsqueeze", "flatten", "detach", "infer"])
        quiet = self.quiet()
        if kind in ("reshape", "infer"):
            new = self.reshaped(shape)
            if kind == "infer" and new and count(new):
                return self.made(f"{quiet}infer {a} {word(new)} {self.r.randrange(len(new))}")
            return self.made(f"{quiet}reshape {a} {word(new)}")
        if kind == "slice":
            if not shape:
                return None
            start, end = sorted([self.r.randint(0, shape[0]), self.r.randint(0, shape[0])])
            if start == end and not self.empty:
                start, end = 0, shape[0]
            return self.made(f"{quiet}slice {a} {start} {end}")
        if kind == "unsqueeze":
            return self.made(f"{quiet}unsqueeze {a} {self.r.randint(-len(shape) - 1, len(shape))}") if len(shape) < 6 else None
        if kind == "flatten":
            start, end = sorted(self.r.choices(range(max(1, len(shape))), k=2))
            return self.made(f"{quiet}flatten {a} {start} {end}")
        if kind == "transpose" and len(shape) > 2:
            return None
        return self.made(f"{quiet}{kind} {a}")

    def reshaped(self, shape):
        n = count(shape)
        if n == 0:
            return self.r.choice([[0], [0, 3], list(reversed(shape))])
        new = []
        for _ in range(self.r.randint(0, 3)):
            divisors = [d for d in (1, 2, 3, 4, 5, 7, 8, 10, 11, 100) if n % d == 0]
            d = self.r.choice(divisors)
            new.append(d)
            n //= d
        new.append(n)
        self.r.shuffle(new)
        return [] if new == [1] and self.chance(0.3) else new

    def product(self):
        """A matrix product, including inner lengths that the library treats specially."""
        a = self.pick(lambda tensor: 1 <= tensor.dim() <= 2) if self.chance(0.5) else None
        if a is None:
            k = self.r.choice([1, 2, 3, 4, 5, 8, 9, 40, 300] + [0] * self.empty)
            m = self.r.choice([1, 2, 5, 9, 40] + [33_000, 40_000] * (self.size == "large" and k < 5))
            if self.size == "large" and self.chance(0.3):
                m, k = self.r.choice([1, 2, 4, 5]), self.r.choice([32_769, 40_000])
            a = self.leaf(self.r.choice([[m, k], [m, k], [k]]))
            if a is None:
                return None
        shape = self.shape_of(a)
        k = shape[-1]
        most = max(1, min(50, 1_500_000 // max(1, count(shape)), 150_000 // max(1, count(shape[:-1]))))
        n = min(most, self.r.choice([1, 1, 2, 3, 8, 30] + [0] * self.empty))
        b = self.pick(lambda t: 1 <= t.dim() <= 2 and t.shape[0] == k and t.numel() <= k * most)
        if b is None or self.chance(0.5):
            b = self.leaf(self.r.choice([[k, n], [k, n], [k]]))
        return b and self.made(f"matmul {a} {b}")

    def loss(self):
        a = self.any()
        shape = self.shape_of(a)
        b = self.pick(lambda tensor: list(tensor.shape) == shape) if self.chance(0.5) else None
        b = b or self.leaf(shape)
        return b and self.made(f"{self.r.choice(['mse', 'mse', 'l1'])} {a} {b} {self.r.choice(['mean', 'sum'])}")

    def custom(self):
        a = self.any()
        shape = self.shape_of(a)
        name = self.r.choice(["cube", "product", "mix"])
        others = []
        for _ in range({"cube": 0, "product": 1, "mix": 2}[name]):
            other = self.pick(lambda tensor: list(tensor.shape) == shape) if self.chance(0.4) else None
            others.append(other or self.leaf(shape))
        return None if None in others else self.made(" ".join(map(str, [name, a] + others)))

    def update(self):
        """Changes a tensor in place, half of the time through a view."""
        a = self.pick(lambda tensor: tensor.is_leaf)
        if a is None:
            return
        if self.chance(0.5):
            for _ in range(self.r.randint(1, 2)):
                a = self.rearrangement(a) or a
        name = self.r.choice(["iadd", "isub", "imul", "idiv", "ifill", "icopy"])
        if name == "ifill" or name != "icopy" and self.chance(0.4):
            other = f"f{self.value()}"
        else:
            shape = self.shape_of(a)
            other = self.pick(lambda t: t.dim() <= len(shape) and list(torch.broadcast_shapes(t.shape, shape)) == shape
                              if self.fits(t, shape) else False)
            other = f"t{other or self.leaf([1 if self.chance(0.2) else length for length in shape], False)}"
        quiet = "ng " if self.chance(0.75) else ""
        before = list(self.lines)
        if self.emit(f"{quiet}{name} {a} {other}") and not self.special:
            value = self.machine.tensors[a].detach()
            if value.numel() and not float(value.abs().max()) < 2e4:
                self.lines, self.machine = before, Machine()
                self.machine.run(before)

    @staticmethod
    def fits(tensor, shape):
        try:
            torch.broadcast_shapes(tensor.shape, shape)
            return True
        except RuntimeError:
            return False

    def backward(self):
        a = self.pick(lambda tensor: tensor.requires_grad and not tensor.is_leaf) or self.pick(
            lambda tensor: tensor.requires_grad)
        if a is None:
            return
        if self.machine.tensors[a].numel() != 1 or self.chance(0.2):
            if self.chance(0.3):
                # A given gradient, as in the argument of PyTorch's backward().
                weight = self.leaf(self.shape_of(a), False)
                a = weight and self.made(f"mul t{a} t{weight}")
            a = a and self.made(f"{self.r.choice(['sum', 'mean'])} {a}")
        if a and self.emit(f"backward {a}") and self.chance(0.5):
            self.show_gradients(2)

    def gradients(self):
        leaf = self.pick(lambda tensor: tensor.is_leaf and tensor.requires_grad)
        if leaf is None:
            return
        kind = self.r.choice(["zerograd", "getgrad", "getgrad", "setgrad"])
        if kind == "zerograd":
            self.emit(f"zerograd {leaf}")
        elif kind == "getgrad":
            self.made(f"getgrad {leaf}")
        else:
            other = self.leaf(self.shape_of(leaf), False)
            if other:
                self.emit(f"setgrad {leaf} {other}")

    def switch(self):
        leaf = self.pick(lambda tensor: tensor.is_leaf)
        if leaf is not None:
            self.emit(f"reqgrad {leaf} {self.r.choice([0, 1, 1])}")

    def look(self):
        a = self.any()
        if self.machine.tensors[a].numel() < 5000 or self.shown < 4:
            self.shown += self.machine.tensors[a].numel() >= 5000
            self.emit(f"show {a}")

    def drop(self):
        if len(self.machine.tensors) > 4:
            key = self.pick()
            tensor = self.machine.tensors[key]
            # Parameters must keep their numbers.
            if not any(tensor is p for m in self.machine.modules.values() for p in m.parameters()):
                self.emit(f"drop {key}")

    def give(self):
        kind = self.r.randrange(4)
        if kind == 0:
            self.made(f"linspace {self.value()} {self.value()} {self.r.choice([0, 1, 2, 5, 100, 2000])}")
        elif kind == 1:
            self.made(f"own {word(self.shape())} {self.r.randrange(2**32)}")
        else:
            self.leaf()
