#!/usr/bin/env python3
"""Records Tests/Reference: the results of PyTorch and NumPy that the tests compare with.

    scripts/record_reference.py                        record every file
    scripts/record_reference.py --only optim random    record these files
    scripts/record_reference.py --check                record again and compare; write nothing

If a file differs, --check names it with its first differing field, and the exit status is 1.

The script records the same bits on every Linux machine whose x86-64 processor has AVX2, and refuses to
run on others. It needs these packages:

    python3 -m venv /tmp/torch
    /tmp/torch/bin/pip install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
    /tmp/torch/bin/python scripts/record_reference.py --check

By default, PyTorch and NumPy choose their code according to the processor, and each choice rounds differently.
ENVIRONMENT below makes one choice for all processors. Two things remain, which the recordings take from elsewhere:

- Square roots. MKL's code for all processors starts from the processor's own approximation of 1/√x. Its
  roots, torch.sqrt's, are one unit in the last place off for about one number in six between 1 and 4 (17 % on
  an AMD processor, 16 % with an exact 1/√x), and which ones depends on the processor. The recordings take
  NumPy's roots, which are the processor's instruction and rounded correctly. This matters for x ** 0.5, RMSprop
  and Adam; files with such numbers say so in "square_roots".
- Least squares, eigenvalues and the sine of a Float64. OpenBLAS and the C library round them in their own
  ways. reference/exact.py computes them exactly, or in 300 bits, and rounds once.

Nothing else depends on the processor: the sine, tanh, exp and log of this code use no such approximation, and
its matrix products add in one order. For fewer than 16 numbers torch.randn calls the C library's log1p, sin and
cos in Float64 and rounds to Float32. 24,000 such numbers, computed with 40 digits, round to the same bits.

Floats are stored as their bits in hexadecimal: 8 digits are a Float32, 16 digits a Float64. A trace holds the
loss before, and the parameters after, each update.
"""
import argparse
import importlib
import importlib.metadata
import json
import os
import pathlib
import platform
import re
import sys

# NumPy and PyTorch read these when they are loaded.
ENVIRONMENT = {
    # The package adds in the order of PyTorch's AVX2 code.
    "ATEN_CPU_CAPABILITY": "avx2",
    # PyTorch's matrix products and functions: the code for all processors.
    "MKL_CBWR": "COMPATIBLE",
    # NumPy's functions: no code for AVX-512.
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    # NumPy's matrix products: the code for AVX2.
    "OPENBLAS_CORETYPE": "Haswell",
    # Threads would add their shares of a sum in another order.
    "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
}
VERSIONS = {"torch": "2.13.0", "numpy": "2.4.6", "safetensors": "0.8.0"}
PLATFORM = "Linux x86_64"
FILES = ["crops", "formulas", "line", "linear", "looking", "mistake", "mistakes", "network", "notebooks", "operators",
         "optim", "random", "saving", "sine", "tables"]
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Reference"


def fail(message):
    print(f"error: {message}", file=sys.stderr)
    sys.exit(64)


def prepare():
    """Loads PyTorch and NumPy with the settings that give the same bits everywhere."""
    if f"{platform.system()} {platform.machine()}" != PLATFORM:
        fail(f"This is {platform.system()} {platform.machine()}, and the recordings need {PLATFORM}.")
    for package, version in VERSIONS.items():
        try:
            installed = importlib.metadata.version(package).split("+")[0]
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if installed != version:
            fail(f"The recordings need {package} {version}, and here it is {installed}. --help says how to set it up.")
    os.environ.pop("NPY_ENABLE_CPU_FEATURES", None)
    os.environ.update(ENVIRONMENT)
    sys.dont_write_bytecode = True
    import torch
    if torch.backends.cpu.get_cpu_capability() != "AVX2":
        fail("The recordings need a processor with AVX2.")
    torch.set_num_threads(1)
    from reference.common import round_square_roots
    round_square_roots()


def record(name):
    """The text of one file."""
    module = importlib.import_module(f"reference.{name}")
    made = {**VERSIONS, "platform": PLATFORM, "cpu_capability": "AVX2", "mkl_cbwr": ENVIRONMENT["MKL_CBWR"]}
    return as_text({"recorded_with": made, **module.record()}, getattr(module, "ONE_LINE_EACH", None))


def as_text(content, one_line_each=None):
    """JSON with one value per line; a list of numbers is on one line, and so is each item of `one_line_each`."""
    text = json.dumps({**content, **({one_line_each: None} if one_line_each else {})}, indent=1, ensure_ascii=False)
    numbers = re.compile(r"\[\s+(-?\d+(?:,\s+-?\d+)*)\s+\]")
    text = numbers.sub(lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text) + "\n"
    if one_line_each:
        items = ",\n".join(json.dumps(item, separators=(",", ":")) for item in content[one_line_each])
        text = text.replace(f'"{one_line_each}": null', f'"{one_line_each}": [\n{items}\n ]')
    return text


def differences(old, new, path):
    """Yields a sentence for every field in which two JSON values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in list(old) + [k for k in new if k not in old]:
            if key not in old or key not in new:
                yield f"{path}.{key} is only in the {'file' if key in old else 'new recording'}"
            else:
                yield from differences(old[key], new[key], f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{path} has {len(old)} elements in the file, {len(new)} now"
        for i, (a, b) in enumerate(zip(old, new)):
            label = a.get("name", i) if isinstance(a, dict) else i
            yield from differences(a, b, f"{path}[{label}]")
    elif old != new:
        a, b = str(old).split(), str(new).split()
        if len(a) == len(b) > 1:
            at = [i for i in range(len(a)) if a[i] != b[i]]
            yield f"{path}: {len(at)} of {len(a)} values differ, first at {at[0]}: {a[at[0]]} in the file, {b[at[0]]} now"
        else:
            yield f"{path} is {str(old)[:60]!r} in the file, {str(new)[:60]!r} now"


def check(name, text):
    """Compares a new recording with its file; returns whether they are equal."""
    path = FOLDER / f"{name}.json"
    old = path.read_text(encoding="utf-8") if path.exists() else "null"
    if old == text:
        print(f"{name}: equal")
        return True
    found = list(differences(json.loads(old), json.loads(text), name)) or ["the same values in another layout"]
    print(f"{name}: differs. {found[0] if path.exists() else 'There is no file.'}"
          + (f" (and {len(found) - 1} more fields)" if len(found) > 1 else ""))
    return False


def main():
    introduction, _, details = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter, description=introduction, epilog=details)
    parser.error = fail
    parser.add_argument("--only", nargs="+", choices=FILES, metavar="NAME", default=FILES,
                        help=f"the files to record: {', '.join(FILES)}")
    parser.add_argument("--check", action="store_true", help="compare with the files and write nothing")
    options = parser.parse_args()

    prepare()
    equal = True
    for name in options.only:
        text = record(name)
        if options.check:
            equal = check(name, text) and equal
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
            print(f"{name}: {len(text.encode()) / 1000:.0f} kB")
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
