"""Runs programs in PyTorch, with the instructions of Sources/client/Machine.swift."""

import struct

import torch
from torch import nn

from rounding import Exact


# Instructions that change existing tensors.
CHANGING = {"iadd", "isub", "imul", "idiv", "icopy", "ifill", "backward", "step", "pass", "reqgrad"}


class Invalid(Exception):
    """An instruction for which the library traps, but which PyTorch may allow."""


def number(word):
    return struct.unpack("<f", struct.pack("<I", int(word, 16)))[0]


def lengths(word):
    return [] if word == "-" else [int(length) for length in word.split("x")]


class Node:
    """The library's node of a tensor that requires a gradient; a leaf if it has no operands."""

    def __init__(self, *operands):
        self.operands = [operand for operand in operands if operand]
        self.freed = False

    def free(self):
        """Goes back like backward(), and refuses a freed graph."""
        found, seen = [self], {id(self)}
        for node in found:
            if node.freed:
                raise Invalid("freed")
            for operand in node.operands:
                if id(operand) not in seen:
                    seen.add(id(operand))
                    found.append(operand)
        for node in found:
            node.freed = bool(node.operands)
            node.operands = []


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x * x

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * (3 * x * x)


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b, g * a


class Mix(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b, c):
        ctx.save_for_backward(a, b)
        return a * b + c

    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b, g * a, None


class Machine:
    """
    With `Exact()`, ordinary PyTorch in Float32. With `Noise(…)`, the same in Float64, with a change to every result that
    is about as large as rounding to Float32.
    """

    def __init__(self, arithmetic=None):
        self.a = arithmetic or Exact()
        self.tensors, self.nodes = {}, {}
        self.modules, self.optimizers, self.loaders = {}, {}, {}
        self.shown = []
        self.off = False
        # Memory that PyTorch has copied and the library shares; see `compute`.
        self.copied = set()
        # True if the target of a squared error requires a gradient; true if a function returns no gradient for an input.
        self.has_target = self.has_missing = False
        # True if Adam's mean takes half of a new gradient or more.
        self.has_lerp = False
        torch.manual_seed(0)

    def run(self, lines):
        for index, line in enumerate(lines):
            self.execute(line, index)
        return self.shown

    def execute(self, line, index=0):
        words = line.split()
        self.index = index
        self.off = words[0] == "ng"
        if self.off:
            words = words[1:]
        method = getattr(self, "do_" + words[0], None)
        with torch.set_grad_enabled(not self.off):
            if method:
                method(*words[1:])
            else:
                self.compute(words)
        self.off = False
        if words[0] in CHANGING:
            for tensor in self.tensors.values():
                # PyTorch refuses some views from now on, and says so when they are used.
                self.need(tensor.is_leaf in (False, True))

    # --- Registers

    def put(self, key, tensor, *operands, node=None):
        self.tensors[int(key)] = tensor
        operands = [operand for operand in operands if operand]
        self.nodes[int(key)] = node or (Node(*operands) if operands and not self.off else None)

    def get(self, key):
        return self.tensors[int(key.lstrip("t"))]

    def node(self, key):
        return self.nodes[int(key.lstrip("t"))]

    @staticmethod
    def memory(tensor):
        return tensor.untyped_storage().data_ptr()

    def need_updatable(self, tensor):
        memory = self.memory(tensor)
        self.need(memory not in self.copied)
        # If a leaf that requires a gradient is itself a view, an update makes PyTorch forget which views come from the
        # leaf, and it gets no gradient from them.
        shared = [key for key, other in self.tensors.items() if self.memory(other) == memory and self.nodes[key]]
        leaves = [key for key in shared if self.is_leaf(str(key)) and self.tensors[key]._base is not None]
        self.need(not leaves or all(self.is_leaf(str(key)) for key in shared))

    def is_leaf(self, key):
        node = self.node(key)
        return node is None or not node.operands and not node.freed

    def need(self, condition):
        if not condition:
            raise Invalid()

    def keep(self, tensor, requires):
        """A given tensor."""
        # A clone is not a view.
        return tensor.to(self.a.dtype).clone().requires_grad_(requires == "1")

    def given(self, key, tensor, requires):
        self.put(key, self.keep(tensor, requires), node=Node() if requires == "1" else None)

    # --- Instructions that change or show something

    def do_show(self, key):
        flags = (self.node(key) is not None) + 2 * self.is_leaf(key)
        tensor = self.get(key)
        seen = tensor.requires_grad + 2 * tensor.is_leaf
        self.shown.append((self.index, "value", flags, tensor.detach().clone(), seen))

    def do_showgrad(self, key):
        self.need(self.is_leaf(key))
        gradient = self.get(key).grad
        flags = (self.node(key) is not None) + 2
        value = None if gradient is None else gradient.detach().clone()
        self.shown.append((self.index, "gradient", flags, value, flags))

    def do_drop(self, key):
        del self.tensors[int(key)], self.nodes[int(key)]

    def do_seed(self, seed):
        torch.manual_seed(int(seed))

    def do_backward(self, key):
        self.need(self.node(key) and self.get(key).numel() == 1)
        self.node(key).free()
        tensor = self.get(key)
        tensor.backward(torch.ones_like(tensor))

    def do_zerograd(self, key):
        self.get(key).grad = None

    def do_setgrad(self, key, other):
        self.need(self.node(key) and self.is_leaf(key) and self.node(other) is None)
        self.get(key).grad = self.get(other)

    def do_reqgrad(self, key, on):
        self.need(self.is_leaf(key))
        others = {other: tensor.requires_grad for other, tensor in self.tensors.items() if tensor is not self.get(key)}
        self.get(key).requires_grad_(on == "1")
        # In PyTorch, its views then become leaves that require a gradient too.
        self.need(all(self.tensors[other].requires_grad == requires for other, requires in others.items()))
        if on == "0" or self.node(key) is None:
            self.nodes[int(key)] = Node() if on == "1" else None

    def update(self, key, other, f):
        self.need(self.off or not self.node(key))
        if other.startswith("t"):
            self.need(self.off or not self.node(other))
        self.need_updatable(self.get(key))
        f(self.get(key), self.operand(other))
        self.a.change(self.get(key))

    def do_iadd(self, key, other):
        self.update(key, other, lambda a, b: a.add_(b))

    def do_isub(self, key, other):
        self.update(key, other, lambda a, b: a.sub_(b))

    def do_imul(self, key, other):
        self.update(key, other, lambda a, b: a.mul_(b))

    def do_idiv(self, key, other):
        self.update(key, other, lambda a, b: a.div_(b))

    def do_icopy(self, key, other):
        self.update(key, other, lambda a, b: a.copy_(b))

    def do_ifill(self, key, other):
        self.update(key, other, lambda a, b: a.fill_(b))

    # --- Given tensors

    def do_leaf(self, key, shape, requires, *numbers):
        shape = lengths(shape)
        count = int(torch.Size(shape).numel())
        values = torch.tensor([int(n, 16) for n in numbers], dtype=torch.int64).to(torch.int32).view(torch.float32)
        self.given(key, values[torch.arange(count) % len(numbers)].reshape(shape), requires)

    def do_full(self, key, shape, requires, value):
        self.given(key, torch.full(lengths(shape), number(value)), requires)

    def do_linspace(self, key, start, end, count):
        self.given(key, torch.linspace(number(start), number(end), int(count)), "0")

    def do_rand(self, key, shape, requires):
        self.given(key, torch.rand(lengths(shape)), requires)

    def do_randn(self, key, shape, requires):
        self.given(key, torch.randn(lengths(shape)), requires)

    def do_own(self, key, shape, seed):
        self.given(key, torch.rand(lengths(shape), generator=torch.Generator().manual_seed(int(seed))), "0")

    def do_getgrad(self, key, other):
        self.need(self.is_leaf(other) and self.get(other).grad is not None)
        self.put(key, self.get(other).grad)

    # --- Results

    def operand(self, word):
        if word.startswith("f"):
            # PyTorch divides a number by a tensor by multiplying with the reciprocal; this rounds only once.
            return torch.tensor(number(word[1:]), dtype=self.a.dtype)
        return self.get(word)

    def operand_node(self, word):
        return None if word.startswith("f") else self.node(word)

    def quiet(self, x):
        """
        The tensor to make a view of. In PyTorch, a view made under no_grad becomes a leaf that requires a gradient if its
        base does. In the library it doesn't, like every other result under no_grad.
        """
        return x.detach() if self.off else x

    def compute(self, words):
        name, key, words = words[0], words[1], words[2:]
        a = self.a
        if name in ("add", "sub", "mul", "div"):
            result = a.binary(name, self.operand(words[0]), self.operand(words[1]))
            self.put(key, result, self.operand_node(words[0]), self.operand_node(words[1]))
            return
        x = self.get(words[0])
        operands = [self.node(words[0])]
        if name in ("neg", "tanh", "exp", "log", "relu", "abs"):
            result = a.unary(name, x)
        elif name == "pow":
            result = a.result(x.pow(number(words[1])))
        elif name == "powers":
            result = a.binary("pow", x, torch.tensor([number(word) for word in words[1:]], dtype=a.dtype))
        elif name == "powt":
            result = a.binary("pow", x, self.get(words[1]))
            operands.append(self.node(words[1]))
        elif name in ("sum", "mean"):
            result = a.reduced(name, x)
        elif name in ("sumaxis", "meanaxis"):
            self.need(x.dim() > 0)
            result = a.reduced(name[:-4], x, int(words[1]), words[2] == "1")
        elif name == "matmul":
            self.need(1 <= x.dim() <= 2 and 1 <= self.get(words[1]).dim() <= 2)
            result = a.matmul(x, self.get(words[1]))
            operands.append(self.node(words[1]))
        elif name == "reshape":
            result = self.quiet(x).reshape(lengths(words[1]))
        elif name == "infer":
            shape = lengths(words[1])
            shape[int(words[2])] = -1
            result = self.quiet(x).reshape(shape)
        elif name == "transpose":
            result = self.quiet(x).t()
        elif name == "unsqueeze":
            result = self.quiet(x).unsqueeze(int(words[1]))
        elif name == "flatten":
            result = self.quiet(x).flatten(int(words[1]), int(words[2]))
        elif name == "slice":
            result = self.quiet(x)[int(words[1]) : int(words[2])]
        elif name == "detach":
            result, operands = x.detach(), []
        elif name in ("mse", "l1"):
            target = self.get(words[1])
            self.need(x.shape == target.shape)
            self.has_target |= name == "mse" and target.requires_grad and not self.off
            result = a.loss(name, x, target, words[2])
            operands.append(self.node(words[1]))
        elif name == "cube":
            result = a.result(Cube.apply(x))
        elif name in ("product", "mix"):
            others = [self.get(word) for word in words[1:]]
            self.need(all(other.shape == x.shape for other in others))
            self.has_missing |= name == "mix"
            result = a.result((Product if name == "product" else Mix).apply(x, *others))
            operands += [self.node(word) for word in words[1:]]
        else:
            raise KeyError(name)
        # PyTorch copies what it cannot reshape in place, such as most transposes, and its documentation says not to rely
        # on it. In the library, the result stays a view. Neither is updated in place from here on.
        if name in ("reshape", "infer", "flatten") and self.memory(result) != self.memory(x):
            self.copied |= {self.memory(result), self.memory(x)}
        # PyTorch returns the tensor itself if there is nothing to do.
        if result is x:
            result = x.view_as(x)
        self.put(key, result, *operands)

    # --- Modules, optimizers, data

    def do_module(self, key, *layers):
        made = []
        for layer in layers:
            kind, *sizes = layer.split(":")
            if kind == "linear":
                made.append(nn.Linear(int(sizes[0]), int(sizes[1]), bias=sizes[2] == "1").to(self.a.dtype))
            else:
                made.append({"tanh": nn.Tanh, "relu": nn.ReLU, "flatten": nn.Flatten}[kind]())
        # The model of the test has its first layer next to the others, which changes no order.
        self.modules[int(key)] = nn.Sequential(*made)

    def do_parameter(self, key, module, place):
        parameter = list(self.modules[int(module)].parameters())[int(place)]
        for other, tensor in self.tensors.items():
            self.need(tensor is not parameter)
        self.put(key, parameter, node=Node())

    def do_modzero(self, key):
        self.modules[int(key)].zero_grad()

    def do_apply(self, key, module, x):
        nodes = [self.node(x)]
        module, x = self.modules[int(module)], self.get(x)
        for layer in module:
            if isinstance(layer, nn.Linear):
                self.need(1 <= x.dim() <= 2 and x.shape[-1] == layer.in_features)
                nodes += [self.parameter_node(parameter) for parameter in layer.parameters()]
            x = self.a.layer(layer, x)
        self.put(key, x, *nodes)

    def parameter_node(self, parameter):
        for key, tensor in self.tensors.items():
            if tensor is parameter:
                return self.nodes[key]
        raise Invalid("a parameter without a number")

    def do_sgd(self, key, rate, momentum, dampening, decay, nesterov, *parameters):
        self.optimize(key, "SGD", parameters, lr=number(rate), momentum=number(momentum),
                      dampening=float(dampening), weight_decay=number(decay), nesterov=nesterov == "1")

    def do_rmsprop(self, key, rate, alpha, epsilon, decay, momentum, centered, *parameters):
        self.optimize(key, "RMSprop", parameters, lr=number(rate), alpha=float(alpha), eps=number(epsilon),
                      weight_decay=number(decay), momentum=number(momentum), centered=centered == "1")

    def do_adam(self, key, rate, beta1, beta2, epsilon, decay, *parameters):
        self.has_lerp |= float(beta1) <= 0.5
        self.optimize(key, "Adam", parameters, lr=number(rate), betas=(float(beta1), float(beta2)),
                      eps=number(epsilon), weight_decay=number(decay))

    def optimize(self, key, kind, parameters, **options):
        self.need(parameters and len(set(parameters)) == len(parameters))
        self.need(all(self.node(p) and self.is_leaf(p) for p in parameters))
        self.optimizers[int(key)] = self.a.optimizer(kind, [self.get(p) for p in parameters], options)

    def do_step(self, key):
        optimizer = self.optimizers[int(key)]
        for parameter in self.a.parameters(optimizer):
            self.need_updatable(parameter)
        optimizer.step()

    def do_optzero(self, key):
        self.optimizers[int(key)].zero_grad()

    def do_loader(self, key, x, y, size, shuffle, drop, seed):
        x_, y_ = self.get(x), self.get(y)
        self.need(x_.dim() > 0 and y_.dim() > 0 and x_.shape[0] == y_.shape[0] > 0)
        generator = None if seed == "-" else torch.Generator().manual_seed(int(seed))
        loader = torch.utils.data.DataLoader(
            torch.utils.data.TensorDataset(x_, y_), batch_size=int(size), shuffle=shuffle == "1",
            drop_last=drop == "1", generator=generator)
        self.loaders[int(key)] = (loader, self.node(x), self.node(y))

    def do_pass(self, key, first):
        loader, x, y = self.loaders[int(key)]
        first = int(first)
        for place, (inputs, targets) in enumerate(loader):
            self.put(first + 2 * place, inputs, x)
            self.put(first + 2 * place + 1, targets, y)
