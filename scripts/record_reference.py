#!/usr/bin/env python3
"""Records the reference traces of Tests/Reference with PyTorch and NumPy.

    python scripts/record_reference.py               record every file
    python scripts/record_reference.py --only line   record one file
    python scripts/record_reference.py --check       record again, compare with the files, write nothing

Needs torch 2.13.0 (CPU), numpy 2 and safetensors 0.8. Floats are stored as their bits in hexadecimal: 8 digits are
a Float32, 16 digits a Float64. A trace holds the loss before, and the parameters after, each update.
"""
import os
import sys

# The order of summation that the package keeps is the one of PyTorch's AVX2 code, so take that code on
# every processor, with one thread; NumPy's AVX-512 code (X86_V4) has another sine for Float64.
# These must be set before NumPy and PyTorch are loaded.
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
os.environ["NPY_DISABLE_CPU_FEATURES"] = "X86_V4"
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
sys.dont_write_bytecode = True

import argparse
import importlib
import json
import pathlib
import platform
import re

import numpy
import torch

FILES = ["line", "mistake", "optim", "linear", "operators", "notebooks", "crops", "sine", "looking", "network",
         "tables", "saving"]
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Reference"


def recorded_with():
    return {
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "machine": platform.machine(),
    }


def record(name):
    """The content of one file."""
    module = importlib.import_module(f"reference.{name}")
    return {"recorded_with": recorded_with(), **module.record()}


def as_text(content):
    """JSON with one value a line, but lists of numbers on one line."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    numbers = re.compile(r"\[\s+(-?\d+(?:,\s+-?\d+)*)\s+\]")
    return numbers.sub(lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text) + "\n"


def differences(old, new, path=""):
    """Yields a line for every place where two JSON values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in list(old) + [k for k in new if k not in old]:
            if key not in old or key not in new:
                yield f"{path}.{key}: only in the {'file' if key in old else 'new recording'}"
            else:
                yield from differences(old[key], new[key], f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{path}: {len(old)} elements in the file, {len(new)} now"
        for i, (a, b) in enumerate(zip(old, new)):
            label = a.get("name", i) if isinstance(a, dict) else i
            yield from differences(a, b, f"{path}[{label}]")
    elif old != new:
        a, b = str(old).split(), str(new).split()
        if len(a) == len(b) > 1:
            at = [i for i in range(len(a)) if a[i] != b[i]]
            yield f"{path}: {len(at)} of {len(a)} values differ, first at {at[0]}: {a[at[0]]} in the file, {b[at[0]]} now"
        else:
            yield f"{path}: {str(old)[:60]!r} in the file, {str(new)[:60]!r} now"


def check(name, path, text):
    """Compares a new recording with the file; says whether they are equal."""
    if not path.exists():
        print(f"{path.name}: missing")
        return False
    old = path.read_text(encoding="utf-8")
    if old == text:
        print(f"{path.name}: equal")
        return True
    found = list(differences(json.loads(old), json.loads(text), name))
    for line in (found or ["the same values in another layout"])[:20]:
        print(f"{path.name}: {line}")
    if len(found) > 20:
        print(f"{path.name}: … and {len(found) - 20} more")
    return False


def main():
    parser = argparse.ArgumentParser(description="Records the reference traces of Tests/Reference.")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    parser.add_argument("--only", choices=FILES, help="record this file only")
    options = parser.parse_args()

    torch.set_num_threads(1)
    if torch.backends.cpu.get_cpu_capability() != "AVX2":
        print("note: this PyTorch has no AVX2 code; sums will come out in another order", file=sys.stderr)

    equal = True
    for name in [options.only] if options.only else FILES:
        content = record(name)
        text = as_text(content)
        path = FOLDER / f"{name}.json"
        if options.check:
            equal = check(name, path, text) and equal
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path.name}: {len(text.encode()) / 1000:.0f} kB")
        for key, value in content.items():
            if isinstance(value, list) and isinstance(value[0], dict):
                print(f"  {key} ({len(value)}): " + ", ".join(item.get("name", "") for item in value))
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main()
