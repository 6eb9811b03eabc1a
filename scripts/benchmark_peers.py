"""Times epochs in PyTorch, NumPy, JAX or Numba, for scripts/benchmark.

    python scripts/benchmark_peers.py LIBRARY                           the version, and the memory when loaded
    python scripts/benchmark_peers.py LIBRARY PART PROBLEM SAMPLES RATE the time of an epoch

LIBRARY is torch, numpy, compile (torch.compile), jax (jax.jit) or numba. torch and numpy run the loops of the
notebooks. compile and jax compile a whole step of part 2, from the prediction to the update, as one function.
numba compiles that step as one loop written by hand, on one thread, which may add in any order.
Everything is Float32. Prints the median time of an epoch in microseconds.
"""
import functools
import importlib
import math
import resource
import statistics
import sys
import time

SECONDS = 0.7
MINIMAL_EPOCHS = 5


def peak_memory():
    scale = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 2**20


def median_duration(epoch):
    """The median time of an epoch in microseconds, after a warm-up."""
    for _ in range(3):
        epoch()
    durations = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(durations) < MINIMAL_EPOCHS:
        start = time.perf_counter_ns()
        epoch()
        durations.append(time.perf_counter_ns() - start)
    return statistics.median(durations) / 1000


# Part 1, NumPy: the gradients by hand.


def numpy_line(np, samples, rate):
    x = np.arange(1, samples + 1, dtype=np.float32)
    y = 2 * x
    w, rate = np.float32(0), np.float32(rate)

    def epoch():
        nonlocal w
        y_predicted = w * x
        loss = ((y_predicted - y) ** 2).mean()
        dw = (2 * x * (y_predicted - y)).mean()
        w -= rate * dw

    return epoch


def numpy_sine(np, samples, rate):
    x = np.linspace(-math.pi, math.pi, samples, dtype=np.float32)
    y = np.sin(x)
    x2, x3 = x * x, x * x * x  # NumPy's own x ** 3 would take most of the time
    a, b, c, d = np.random.default_rng(0).standard_normal(4, dtype=np.float32)
    rate = np.float32(rate)

    def epoch():
        nonlocal a, b, c, d
        y_predicted = a + b * x + c * x2 + d * x3
        loss = ((y_predicted - y) ** 2).sum()
        slope = 2 * (y_predicted - y)
        a -= rate * slope.sum()
        b -= rate * (slope * x).sum()
        c -= rate * (slope * x2).sum()
        d -= rate * (slope * x3).sum()

    return epoch


# Part 2 as a function that a compiler can compile whole.


def loss_of_line(w, x, y):
    return ((w * x - y) ** 2).mean()


def loss_of_sine(parameters, x, y):
    a, b, c, d = parameters
    return ((a + b * x + c * x ** 2 + d * x ** 3 - y) ** 2).sum()


def compiled_by_torch(torch, problem, samples, rate):
    if problem == "line":
        x = torch.arange(1, samples + 1, dtype=torch.float32)
        y, loss_function, parameters = 2 * x, loss_of_line, torch.tensor(0.0)
    else:
        torch.manual_seed(0)
        x = torch.linspace(-math.pi, math.pi, samples)
        y, loss_function, parameters = torch.sin(x), loss_of_sine, torch.randn(4)

    @torch.compile
    def step(parameters, x, y):
        gradient, loss = torch.func.grad_and_value(loss_function)(parameters, x, y)
        return parameters - rate * gradient, loss

    def epoch():
        nonlocal parameters
        parameters, loss = step(parameters, x, y)

    return epoch


def compiled_by_jax(jax, problem, samples, rate):
    jnp = jax.numpy
    if problem == "line":
        x = jnp.arange(1, samples + 1, dtype=jnp.float32)
        y, loss_function, parameters = 2 * x, loss_of_line, jnp.float32(0)
    else:
        x = jnp.linspace(-math.pi, math.pi, samples, dtype=jnp.float32)
        y, loss_function = jnp.sin(x), loss_of_sine
        parameters = jax.random.normal(jax.random.key(0), 4)

    @functools.partial(jax.jit, donate_argnums=0)
    def step(parameters, x, y):
        loss, gradient = jax.value_and_grad(loss_function)(parameters, x, y)
        return parameters - rate * gradient, loss

    def epoch():
        nonlocal parameters
        parameters, loss = step(parameters, x, y)
        jax.block_until_ready(parameters)  # it computes in the background

    return epoch


def compiled_by_numba(numba, problem, samples, rate):
    import numpy as np

    one_loop = numba.njit(fastmath=True)
    two, rate = np.float32(2), np.float32(rate)
    if problem == "line":
        x = np.arange(1, samples + 1, dtype=np.float32)
        y, w = 2 * x, np.float32(0)

        @one_loop
        def step(w, x, y):
            loss = slope = np.float32(0)
            for i in range(len(x)):
                difference = w * x[i] - y[i]
                loss += difference * difference
                slope += two * difference * x[i]
            return w - rate * slope / np.float32(len(x)), loss / np.float32(len(x))

        def epoch():
            nonlocal w
            w, loss = step(w, x, y)

        return epoch
    x = np.linspace(-math.pi, math.pi, samples, dtype=np.float32)
    y = np.sin(x)
    parameters = np.random.default_rng(0).standard_normal(4, dtype=np.float32)

    @one_loop
    def step(parameters, x, y):
        a, b, c, d = parameters
        loss = by_a = by_b = by_c = by_d = np.float32(0)
        for i in range(len(x)):
            x2 = x[i] * x[i]
            x3 = x2 * x[i]
            difference = a + b * x[i] + c * x2 + d * x3 - y[i]
            loss += difference * difference
            by_a += two * difference
            by_b += two * difference * x[i]
            by_c += two * difference * x2
            by_d += two * difference * x3
        parameters -= rate * np.array([by_a, by_b, by_c, by_d])
        return loss

    return lambda: step(parameters, x, y)


# Parts 2 to 4, PyTorch.


def torch_line(torch, part, samples, rate):
    x = torch.arange(1, samples + 1, dtype=torch.float32)
    y = 2 * x
    w = torch.tensor(0.0, requires_grad=True)
    if part == 2:
        def epoch():
            nonlocal w
            loss = ((w * x - y) ** 2).mean()
            loss.backward()
            with torch.no_grad():
                w -= rate * w.grad
            w.grad.zero_()
        return epoch
    if part == 3:
        return with_optimizer(torch, lambda x: w * x, [w], x, y, rate, "mean")
    model = torch.nn.Linear(1, 1, bias=False)
    return with_optimizer(
        torch, model, model.parameters(), x.unsqueeze(-1), y.unsqueeze(-1), rate, "mean")


def torch_sine(torch, part, samples, rate):
    torch.manual_seed(0)
    x = torch.linspace(-math.pi, math.pi, samples)
    y = torch.sin(x)
    a, b, c, d = parameters = [torch.randn((), requires_grad=True) for _ in range(4)]

    def predict(x):
        return a + b * x + c * x ** 2 + d * x ** 3

    if part == 2:
        def epoch():
            loss = (predict(x) - y).pow(2).sum()
            loss.backward()
            with torch.no_grad():
                for parameter in parameters:
                    parameter -= rate * parameter.grad
                    parameter.grad.zero_()
        return epoch
    if part == 3:
        return with_optimizer(torch, predict, parameters, x, y, rate, "sum")
    model = torch.nn.Sequential(torch.nn.Linear(3, 1), torch.nn.Flatten(0, 1))
    columns = x.unsqueeze(-1).pow(torch.tensor([1, 2, 3]))
    return with_optimizer(torch, model, model.parameters(), columns, y, rate, "sum")


def with_optimizer(torch, predict, parameters, x, y, rate, reduction):
    loss_function = torch.nn.MSELoss(reduction=reduction)
    optimizer = torch.optim.SGD(parameters, lr=rate)

    def epoch():
        loss = loss_function(predict(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

    return epoch


def describe(library):
    """The library's version and its memory before any work."""
    memory = f"{peak_memory():.0f} MB"
    name = {"numpy": "NumPy", "jax": "JAX", "numba": "Numba"}.get(library.__name__)
    if name:
        return f"{name} {library.__version__}: {memory} when it is loaded."
    weight = library.zeros((), requires_grad=True)
    weight.sum().backward()
    library.optim.SGD([weight]).step()  # loads more modules
    return (
        f"PyTorch {library.__version__} with {library.get_num_threads()} threads: {memory} when it is "
        f"loaded, {peak_memory():.0f} MB after the first step of an optimizer.")


def main(name, *work):
    library = importlib.import_module("torch" if name == "compile" else name)
    if not work:
        print(describe(library))
        return
    part, problem, samples, rate = int(work[0]), work[1], int(work[2]), float(work[3])
    if name == "torch":
        epoch = {"line": torch_line, "sine": torch_sine}[problem](library, part, samples, rate)
    elif name == "numpy":
        epoch = {"line": numpy_line, "sine": numpy_sine}[problem](library, samples, rate)
    elif name == "compile":
        epoch = compiled_by_torch(library, problem, samples, rate)
    elif name == "jax":
        epoch = compiled_by_jax(library, problem, samples, rate)
    else:
        epoch = compiled_by_numba(library, problem, samples, rate)
    print(f"{median_duration(epoch):.4g}")


main(*sys.argv[1:])
