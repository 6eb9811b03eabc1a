"""
Runs random programs with the library and with PyTorch, and compares every number that they show. The verdicts are:

- same bits: equal in every bit, or both NaN.
- within rounding: all differences are at most ALLOWED times as large as those of rounding.Noise in a few runs.
- end of range: near the limits of Float32, rounding can decide whether a number is finite.
- both nil: neither has a gradient.
- documented: a rule explains the difference.
- different: none of the above.
"""

import argparse
import collections
import subprocess
import sys
import time

import numpy
import torch

from programs import Maker
from rounding import NORMAL, SMALLEST, Noise
from torch_side import Invalid, Machine
from rules import documented

BATCH = 50
# How many times larger a difference may be than the largest effect of rounding in a few runs.
ALLOWED = 4

Record = collections.namedtuple("Record", "line kind flags shape bits")
VALUE, GRADIENT, NO_GRADIENT, MODE_DIFFERS, END = 1, 2, 3, 8, 9


class Client:
    def __init__(self, path):
        self.path = path

    def run(self, programs):
        """
        Returns, for each program (its first line and instructions), its records and the modes in which they differ. For
        a program that ends the client, returns the client's error.
        """
        answers = []
        while len(answers) < len(programs):
            rest = programs[len(answers) :]
            text = "".join("\n".join([first, *lines, "end", ""]) for first, lines in rest)
            process = subprocess.run([self.path], input=text.encode(), capture_output=True)
            answers += self.read(numpy.frombuffer(process.stdout, "<u4"), rest)
            if len(answers) < len(programs):
                lines = process.stderr.decode(errors="replace").strip().splitlines()
                said = [line for line in lines if "atal error" in line or "Sanitizer" in line] or lines[:3] or ["nothing"]
                answers.append(f"ended with {process.returncode}: {said[0]}")
        return answers

    @staticmethod
    def read(words, programs):
        answers, records, modes, at = [], [], [], 0
        while at < len(words):
            kind, line = int(words[at]), int(words[at + 1])
            at += 2
            if kind == END:
                answers.append((records, modes))
                records, modes = [], []
            elif kind == MODE_DIFFERS:
                modes.append(programs[len(answers)][0].split()[2 + line])
            elif kind == NO_GRADIENT:
                records.append(Record(line, "gradient", None, None, None))
            else:
                flags, rank = int(words[at]), int(words[at + 1])
                shape = tuple(int(length) for length in words[at + 2 : at + 2 + rank])
                at += 2 + rank
                count = int(numpy.prod(shape, dtype=numpy.int64))
                name = "value" if kind == VALUE else "gradient"
                records.append(Record(line, name, flags, shape, words[at : at + count].reshape(shape)))
                at += count
        return answers


class Rounding:
    """The effect that rounding can have on each number that a program shows."""

    def __init__(self, lines):
        self.lines, self.spreads, self.runs = lines, None, 0
        self.center = [r[3] for r in Machine(Noise(0, size=0)).run(lines)]

    def more(self, runs):
        if self.spreads is None:
            self.spreads = [None if value is None else torch.zeros_like(value) for value in self.center]
        for _ in range(runs):
            self.runs += 1
            for place, record in enumerate(Machine(Noise(self.runs)).run(self.lines)):
                center, value = self.center[place], record[3]
                if center is None or value is None:
                    continue
                same = (center == value) | (center.isnan() & value.isnan())
                distance = torch.where(same, 0.0, (center - value).abs())
                distance = torch.where(distance.isnan(), torch.inf, distance)
                self.spreads[place] = torch.maximum(self.spreads[place], distance)

    def spread(self, place):
        return self.spreads[place].numpy()


def judge(lines, answer):
    """The verdict for each record: a list of (verdict, record's line, sentence)."""
    if isinstance(answer, str):
        return [("different", len(lines) - 1, answer)]
    records, modes = answer
    verdicts = [("different", 0, f"other bits with {mode}") for mode in modes]
    machine = Machine()
    theirs = machine.run(lines)
    if len(theirs) != len(records):
        return verdicts + [("different", 0, f"{len(records)} records, not {len(theirs)}")]
    rounding = None
    for place, (ours, (line, kind, flags, value, seen)) in enumerate(zip(records, theirs)):
        def found(verdict, sentence=""):
            verdicts.append((verdict, line, sentence))

        def differs(sentence):
            rule = documented(machine, kind, sentence)
            found("documented" if rule else "different", rule or sentence)

        if ours.bits is None or value is None:
            if ours.bits is None and value is None:
                found("both nil")
            else:
                zeros = ", zeros there" if ours.bits is None and not value.any() else ""
                differs(f"nil here{zeros}" if ours.bits is None else "nil there")
            continue
        if ours.shape != tuple(value.shape):
            differs(f"shape {ours.shape}, not {tuple(value.shape)}")
            continue
        if kind == "value" and ours.flags != seen:
            differs(f"requires a gradient (1), is a leaf (2): {ours.flags}, not {seen}")
            continue
        a, b = ours.bits.view("<f4"), value.numpy()
        same = (ours.bits == b.view("<u4")) | (numpy.isnan(a) & numpy.isnan(b))
        if same.all():
            found("same bits")
            continue
        try:
            rounding = rounding or Rounding(lines)
            if not rounding.runs:
                rounding.more(8)
            if not within(a, b, same, rounding.spread(place)).all() and rounding.runs < 40:
                rounding.more(32)
        except (Invalid, RuntimeError) as error:
            differs(f"no bound: {error}")
            continue
        good = within(a, b, same, rounding.spread(place))
        if good.all():
            ends = (numpy.isinf(rounding.spread(place)) & ~same).any()
            found("end of range" if ends else "within rounding")
            continue
        index = tuple(int(i) for i in numpy.argwhere(~good)[0])
        kind_of = "zero's sign" if (a[~good] == b[~good]).all() else (
            "not finite" if not (numpy.isfinite(a[~good]) & numpy.isfinite(b[~good])).any() else "number")
        differs(f"{kind_of}: at {list(index)} {a[index]!r}, not {b[index]!r} ({int((~good).sum())} of {good.size}; "
                f"spread {rounding.spread(place)[index]:.3g})")
    return verdicts


def within(a, b, same, spread):
    with numpy.errstate(all="ignore"):
        distance = numpy.abs(a.astype("f8") - b.astype("f8"))
        # For subnormal numbers, the last digit is worth the smallest number.
        last = numpy.where(numpy.minimum(numpy.abs(a), numpy.abs(b)) < NORMAL, SMALLEST, 0)
        # The signs of zeros must agree, unless rounding decides what is zero.
        near = (distance <= ALLOWED * (spread + last)) & ((distance > 0) | (spread > 0))
        return same | near | numpy.isinf(spread)


def shrink(client, first, lines):
    """Shortens a program while it still differs."""
    def differs(lines):
        try:
            Machine().run(lines)
            return any(v[0] == "different" for v in judge(lines, client.run([(first, lines)])[0]))
        except Exception:  # It is no longer a valid program.
            return False

    size = max(1, len(lines) // 2)
    while size:
        at = len(lines) - size
        while at >= 0:
            shorter = lines[:at] + lines[at + size :]
            if shorter and differs(shorter):
                lines = shorter
            at -= size
        size //= 2
    for at, line in enumerate(lines):
        words = line.split()
        if words[0] == "leaf":
            for shorter in (words[:5], words[:6]):
                if len(shorter) < len(words) and differs(lines[:at] + [" ".join(shorter)] + lines[at + 1 :]):
                    lines = lines[:at] + [" ".join(shorter)] + lines[at + 1 :]
                    break
    return lines


def main():
    parser = argparse.ArgumentParser(prog="scripts/random-programs")
    parser.add_argument("client")
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--program", type=int)
    parser.add_argument("--examples", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    client = Client(options.client)
    if options.program is not None:
        maker = Maker(options.seed, options.program)
        lines = maker.program()
        print("\n".join([maker.modes(), *lines]))
        for verdict in judge(lines, client.run([(maker.modes(), lines)])[0]):
            print(*verdict)
        return 0

    counts, programs, reasons, examples = collections.Counter(), collections.Counter(), collections.Counter(), []
    used, start = collections.Counter(), time.monotonic()
    for begin in range(0, options.count, BATCH):
        batch = []
        for number in range(begin, min(begin + BATCH, options.count)):
            maker = Maker(options.seed, number)
            lines = maker.program()
            batch.append((maker.modes(), lines))
            used.update(line.removeprefix("ng ").split()[0] for line in lines)
            programs[maker.size] += 1
        for (first, lines), answer in zip(batch, client.run(batch)):
            verdicts = judge(lines, answer)
            counts.update(verdict for verdict, _, _ in verdicts)
            reasons.update(sentence for verdict, _, sentence in verdicts if verdict == "documented")
            kinds = {verdict for verdict, _, _ in verdicts}
            for kind in ("different", "documented", "end of range", "within rounding", "same bits"):
                if kind in kinds:
                    programs[kind] += 1
                    break
            if "different" in kinds and len(examples) < options.examples:
                examples.append((first, lines))
        if sys.stderr.isatty():
            print(f"\r{begin + len(batch)} of {options.count}", end="", file=sys.stderr)
    for first, lines in examples:
        shorter = shrink(client, first, lines)
        print(f"\nProgram {first.split()[1]} of seed {options.seed} differs. The shortest version:")
        print("\n".join("    " + (line if len(line) < 200 else line[:200] + " …") for line in shorter))
        for verdict, line, sentence in judge(shorter, client.run([(first, shorter)])[0]):
            if verdict == "different":
                print(f"  {shorter[line][:60]}: {sentence}")
    print(f"\n{options.count:,} programs of seed {options.seed} in {time.monotonic() - start:.0f} s:",
          f"{programs['small']:,} with small arrays, {programs['middle']:,} middle, {programs['large']:,} large;",
          f"{sum(used.values()):,} instructions of {len(used)} kinds.")
    for kind in ("same bits", "within rounding", "end of range", "both nil", "documented", "different"):
        worst = "" if kind == "both nil" else f"  worst in {programs[kind]:6,} programs"
        print(f"  {kind:16} {counts[kind]:9,} values and gradients{worst}")
    for reason, number in reasons.most_common():
        print(f"    {number:6,}  {reason}")
    return 1 if counts["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
