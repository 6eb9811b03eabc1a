"""Makes random programs: lists of instructions."""

from instructions import Instructions, bits


class Maker(Instructions):
    """Single instructions, possibly with a loop that trains a parameter or a model."""

    def optimizer(self, parameters):
        """The start of an instruction that makes an optimizer, with random options."""
        r, key = self.r, self.new()
        rate, decay = bits(r.choice([0.1, 0.01, 0.5, 0.001])), bits(r.choice([0, 0, 0.01, 0.3]))
        names = " ".join(map(str, parameters))
        kind = r.choice(["sgd", "sgd", "rmsprop", "adam"])
        if kind == "sgd":
            momentum = r.choice([0, 0.9, 0.5])
            nesterov = int(momentum != 0 and self.chance(0.4))
            dampening = 0 if nesterov else r.choice([0, 0, 0.1, 0.5])
            options = f"{rate} {bits(momentum)} {dampening} {decay} {nesterov}"
        elif kind == "rmsprop":
            options = (f"{rate} {r.choice([0.99, 0.9, 0.5])} {bits(r.choice([1e-8, 1e-3]))} {decay} "
                       f"{bits(r.choice([0, 0, 0.9]))} {r.randint(0, 1)}")
        else:
            options = f"{rate} {r.choice(['0.9 0.999', '0.5 0.9', '0.0 0.99'])} {bits(r.choice([1e-8, 1e-3]))} {decay}"
        return key if self.emit(f"{kind} {key} {options} {names}") else None

    def optimize(self):
        """A step on the tensors that have gradients."""
        leaves = [key for key, node in self.machine.nodes.items() if node and self.machine.is_leaf(str(key))]
        if not leaves:
            return
        chosen = self.r.sample(leaves, self.r.randint(1, min(3, len(leaves))))
        optimizer = self.optimizer(chosen)
        for _ in range(self.r.randint(1, 2) if optimizer else 0):
            self.emit(f"step {optimizer}")
        if optimizer and self.chance(0.3):
            self.emit(f"optzero {optimizer}")

    def training(self):
        """Epochs on data that may stay partly deferred, with a hand-written update or an optimizer."""
        shape = self.shape()
        x = self.leaf(shape, False)
        y = x and self.made(f"mul f{bits(2)} t{x}")
        w = self.leaf(self.like(shape) if self.chance(0.3) else [], True)
        if not y or not w:
            return
        if self.chance(0.3):
            y = self.made(f"sub f{self.value()} t{y}") or y
        optimizer = self.optimizer([w]) if self.chance(0.6) else None
        for _ in range(self.r.randint(2, 5)):
            p = self.made(f"mul t{w} t{x}")
            if p and self.chance(0.3):
                p = self.made(f"tanh {p}")
            loss = p and self.made(f"mse {p} {y} {self.r.choice(['mean', 'sum'])}")
            if loss is None:
                d = p and self.made(f"sub t{p} t{y}")
                d = d and self.made(f"pow {d} {bits(2)}")
                loss = d and self.made(f"mean {d}")
            if loss is None or not self.emit(f"backward {loss}"):
                return
            if self.chance(0.4):
                self.emit(f"show {loss}")
            if optimizer:
                self.emit(f"step {optimizer}")
            else:
                g = self.made(f"getgrad {w}")
                g = g and self.made(f"ng mul f{bits(0.05)} t{g}")
                if g:
                    self.emit(f"ng isub {w} t{g}")
            if self.chance(0.8):
                self.emit(f"zerograd {w}")
            if not self.machine.tensors[w].isfinite().all():
                return

    def learning(self):
        """A model trained in batches."""
        r = self.r
        samples = r.choice([1, 3, 8, 20]) if self.size != "large" else r.choice([50, 200])
        inputs, hidden, outputs = r.choice([1, 2, 3, 5, 8]), r.choice([1, 4, 9]), r.choice([1, 2, 3])
        self.emit(f"seed {r.randrange(2**40)}")
        layers = [f"linear:{inputs}:{hidden}:{r.randint(0, 1)}", r.choice(["tanh", "relu"]),
                  f"linear:{hidden}:{outputs}:{r.randint(0, 1)}"]
        if self.chance(0.3):
            layers = [f"linear:{inputs}:{outputs}:{r.randint(0, 1)}"]
        shape = [samples, inputs]
        if inputs % 2 == 0 and self.chance(0.5):
            layers, shape = ["flatten"] + layers, [samples, inputs // 2, 2]
        if self.chance(0.3):
            layers.append("relu")
        model, x, y = self.new(), self.leaf(shape), self.leaf([samples, outputs], False)
        if not x or not y or not self.emit(f"module {model} {' '.join(layers)}"):
            return
        parameters = []
        for place in range(len(list(self.machine.modules[model].parameters()))):
            parameters.append(self.made(f"parameter {model} {place}"))
        optimizer = None if None in parameters else self.optimizer(parameters)
        size = r.choice([max(1, samples // 3), samples, samples + 1, max(1, samples // 2)])
        loader = self.new()
        seed = r.choice(["-", "-", str(r.randrange(2**32))])
        if self.size == "large":
            many = self.leaf([33_000] + shape[1:], False)
            many = many and self.made(f"apply {model} {many}")
            if many and self.chance(0.7):
                many = self.made(f"mean {many}")
                if not many or not self.emit(f"backward {many}"):
                    return
        if not optimizer or not self.emit(f"loader {loader} {x} {y} {size} {r.randint(0, 1)} {r.randint(0, 1)} {seed}"):
            return
        for _ in range(r.randint(1, 2)):
            first = self.last + 1
            if not self.emit(f"pass {loader} {first}"):
                return
            batches = [key for key in self.machine.tensors if key >= first][::2]
            self.last = max([first] + list(self.machine.tensors))
            for batch in batches:
                p = self.made(f"apply {model} {batch}")
                loss = p and self.made(f"{r.choice(['mse', 'mse', 'l1'])} {p} {batch + 1} mean")
                if not loss or not self.emit(f"backward {loss}"):
                    return
                self.emit(f"step {optimizer}")
                self.emit(r.choice([f"optzero {optimizer}", f"modzero {model}"]))
                if self.chance(0.3):
                    self.emit(f"show {loss}")

    # --- The whole program

    def show_gradients(self, most):
        leaves = [key for key in self.machine.tensors if self.machine.is_leaf(str(key))]
        self.r.shuffle(leaves)
        for key in leaves[:most]:
            self.emit(f"showgrad {key}")

    def program(self):
        self.leaf(requires=True)
        whole = self.r.random()
        if whole < 0.12:
            self.training()
        elif whole < 0.2:
            self.learning()
        for _ in range(self.r.randint(4, 10) if whole < 0.2 else self.r.randint(6, 24)):
            self.step()
        self.backward()
        self.show_gradients(4 if self.size == "large" else 12)
        keys = list(self.machine.tensors)
        self.r.shuffle(keys)
        for key in keys[: 4 if self.size == "large" else 10]:
            self.emit(f"show {key}")
        return self.lines

    def modes(self):
        modes = [mode for mode, p in (("tape", 0.3), ("threads1", 0.1), ("threads2", 0.1), ("threads3", 0.15)) if self.chance(p)]
        return " ".join(["program", str(self.number)] + modes)
