#!/usr/bin/env python3
"""The parts of scripts/mark for a whole class: ZIP files, a roster, a gradebook.

  class.py unpack FOLDER WORK OUT         copies the markable files in a folder or a ZIP file to WORK
  class.py table ROSTER PART OUT ROOT     makes OUT/class.csv and OUT/gradebook.csv from OUT/marks.json
"""

import csv
import html
import io
import json
import re
import stat
import sys
import unicodedata
import zipfile
from pathlib import Path

WANTED = re.compile(r".*\.txt|\d\d-[a-z0-9-]+\.swift", re.IGNORECASE | re.DOTALL)
MAX_FILE = 1 << 20  # bytes of an answer
MAX_ARCHIVE = 50 << 20  # bytes of a ZIP file in a ZIP file
MAX_TOTAL = 100 << 20  # bytes that a learner's ZIP file may unpack to, including nested ones
MAX_MEMBERS = 100_000


def visible(text, most=200):
    """Text from outside, without characters that a terminal or a table would interpret."""
    plain = ("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" else c for c in text[:most])
    return "".join(plain)


# --- Submissions


def put(folder, path, data):
    """Writes a file inside a folder, whatever its path says."""
    parts = [part[:120] for part in re.split(r"[\\/]", path) if part.strip(" .")]
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def expand(file, name, folder, depth, unpacked=None):
    """Unpacks the wanted files of a ZIP file. A broken one leaves an empty folder.

    depth is 0 for a class's file, 1 for a learner's, and more for nested ones. unpacked counts a learner's bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    unpacked = [0] if depth < 2 else unpacked
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ValueError(f"it has more than {MAX_MEMBERS} files")
            for member in members:
                path, is_archive = member.filename, member.filename.lower().endswith(".zip")
                is_plain = not member.is_dir() and not stat.S_ISLNK(member.external_attr >> 16)
                if not is_plain or not (is_archive or WANTED.fullmatch(path.rsplit("/", 1)[-1])):
                    # The folder belongs to a learner, even if there is nothing to mark in it.
                    if depth == 0 and "/" in path:
                        put(folder, path.split("/")[0] + "/.empty", b"")
                    continue
                most = MAX_ARCHIVE if is_archive else MAX_FILE
                with archive.open(member) as stream:
                    data = stream.read(most + 1)
                unpacked[0] += len(data)
                if unpacked[0] > MAX_TOTAL and depth > 0:
                    raise ValueError(f"it unpacks to more than {MAX_TOTAL >> 20} MB")
                if len(data) > most:
                    data = b""
                if is_archive and depth < 3:
                    parts = [part for part in path[:-4].split("/") if part.strip(" .")]
                    expand(io.BytesIO(data), path, folder.joinpath(*parts), depth + 1, unpacked)
                elif not is_archive:
                    put(folder, path, data)
    except Exception as error:  # A hostile file can make the module raise anything.
        print(f"note: '{visible(name)}' cannot be unpacked: {visible(str(error))}", file=sys.stderr)


def unpack(source, work, out):
    if source.is_file():
        return expand(source, source.name, work, 0)
    for path in sorted(source.rglob("*")):
        local = path.relative_to(source)
        is_ours = out in [path, *path.parents] or any(part.startswith(".") for part in local.parts)
        if is_ours or path.is_symlink() or len(local.parts) > 6:
            continue
        if path.is_dir():
            (work / local).mkdir(parents=True, exist_ok=True)
        elif path.suffix.lower() == ".zip":
            expand(path, str(local), work / local.with_suffix(""), 1)
        elif path.is_file() and path.suffix.lower() != ".csv":
            wanted = WANTED.fullmatch(path.name) and path.stat().st_size <= MAX_FILE
            put(work, str(local), path.read_bytes() if wanted else b"")


# --- Equal answers


def stripped(text):
    """An answer without comments and whitespace."""
    return re.sub(r"/\*.*?\*/|//[^\n]*|\s", "", text, flags=re.DOTALL)


def solutions(root, part):
    """The solutions, if the checkout has them."""
    page = root / "docs/solutions" / f"{part}.md"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    blocks = re.findall(r"^## (\d)\. ([a-z-]+)\n.*?```swift\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    return {f"{int(number):02}-{name}.swift": code for number, name, code in blocks}


def equal_answers(submissions, root, part):
    """The answers that each learner shares with others or with the solution, as text: with whom, and for which tasks."""
    shipped = {
        file.name: stripped(file.read_text(encoding="utf-8")) for file in (root / "docs/tasks" / part).glob("*.swift")
    }
    owners = {}
    for owner, files in [("the solution", solutions(root, part))] + [(s["name"], s["files"]) for s in submissions]:
        for file, text in files.items():
            # Answers as short as a line are often equal by chance.
            if stripped(text) != shipped.get(file) and len(stripped(text)) - len(shipped.get(file, "")) >= 40:
                owners.setdefault((file, stripped(text)), set()).add(owner)
    shared = {}
    for (file, _), names in sorted(owners.items()):
        for owner in names:
            for other in sorted(names - {owner}):
                shared.setdefault(owner, {}).setdefault(other, []).append(file[3:-6])
    # A single equal answer may also be chance.
    return {
        owner: "; ".join(f"as {other}: {', '.join(tasks)}" for other, tasks in sorted(others.items()) if len(tasks) > 1)
        for owner, others in shared.items()
    }


# --- The roster


def key(name):
    """A name regardless of accents, capitals and the order of its words: 'Lovelace, Ada' equals 'Ada Lovelace'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return tuple(sorted(re.findall(r"\w+", plain.casefold().replace("'", ""))))


class Roster:
    """The rows of a table with the names of a class."""

    def __init__(self, file):
        data = file.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeError:
            # As Excel writes one.
            text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "cp1252", "replace")
        first = text.split("\n", 1)[0]
        self.separator = max(",;\t", key=first.count)
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=self.separator) if any(row)]
        if len(rows) < 2:
            raise ValueError("it has no rows below its head")
        self.head, self.rows = rows[0], rows[1:]
        names = [cell.strip().casefold() for cell in self.head]
        wanted = [name for name in ["first name", "last name", "surname"] if name in names]
        if len(wanted) < 2:
            wanted = [name for name in ["full name", "name", "student"] if name in names][:1]
        self.name_columns = [names.index(name) for name in wanted] or [0]
        self.id_columns = [names.index(name) for name in ["identifier", "id"] if name in names]
        self.kind = "Moodle" if "identifier" in names and "grade" in names else "Canvas" if "student" in names else None
        self.columns = {name: index for index, name in enumerate(names)}
        # Canvas adds an extra row below the header.
        self.learners = [row for row in self.rows if self.name(row) and "points possible" not in self.name(row).lower()]

    def name(self, row):
        return " ".join(row[column].strip() for column in self.name_columns if column < len(row)).strip()

    def ids(self, row):
        return {number for column in self.id_columns if column < len(row) for number in re.findall(r"\d+", row[column])}

    def cell(self, row, name, value=None):
        """Reads or writes a cell by the name of its column, if there is such a column."""
        column = self.columns.get(name)
        if column is None:
            return ""
        row.extend([""] * (column + 1 - len(row)))
        if value is not None:
            row[column] = value
        return row[column]


def field(text):
    """Text from outside, in a form that a spreadsheet doesn't compute."""
    text = visible(text, 500)
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def write_table(file, separator, rows):
    with open(file, "w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)


def table(roster_file, part, out, root):
    try:
        roster = Roster(roster_file)
    except (OSError, ValueError, csv.Error) as error:
        print(f"error: the roster '{visible(str(roster_file))}' cannot be read: {error}.", file=sys.stderr)
        sys.exit(64)
    everything = json.loads((out / "marks.json").read_text(encoding="utf-8"))
    for number, marked in enumerate(everything, 1):
        marked["page"] = next((out / "feedback").glob(f"*-{number}.md"))
    # A submission without a part has nothing in it, and may be from anyone.
    everything = [m for m in everything if m["submission"]["part"] in (part, "")]
    keys = [key(roster.name(row)) for row in roster.learners]
    found = [[] for _ in roster.learners]
    strangers = []
    for marked in everything:
        place, name = marked["submission"]["path"], key(marked["submission"]["name"])
        number = re.search(r"_(\d+)_(?:assignsubmission|\d+_)", place)
        ids = [i for i, row in enumerate(roster.learners) if number and number[1] in roster.ids(row)]
        # A roster may have the name in several columns, and in a longer form than the learner typed.
        same = (
            ids
            or [i for i, other in enumerate(keys) if other == name]
            or [i for i, row in enumerate(roster.learners) if name and set(name) <= set(key(" ".join(row)))]
        )
        (found[same[0]] if len(same) == 1 else strangers).append(marked)
        if len(same) == 1:
            marked["submission"]["name"] = roster.name(roster.learners[same[0]])
    tasks = [record["task"] for record in max((m["records"] for m in everything), key=len, default=[])]
    equal = equal_answers([m["submission"] for m in everything], root, part)

    def points(marked):
        return sum(record["verdict"]["kind"] == "done" for record in marked["records"])

    def row(name, marks, *notes):
        best = max(marks, key=points) if marks else None
        done = {record["task"]: int(record["verdict"]["kind"] == "done") for record in best["records"]} if best else {}
        late = best and "_LATE_" in best["submission"]["path"]
        notes = list(notes) + ["missing"] * (not best) + ["late"] * bool(late)
        notes += [f"{len(marks)} hand-ins, the best counts"] * (len(marks) > 1)
        notes += ["nothing to mark in it"] * bool(best and not best["records"])
        return (
            [field(name)] + [done.get(task, "") for task in tasks]
            + [sum(done.values()) if best else "", len(tasks), ", ".join(notes)]
            + [field(equal.get(best["submission"]["name"], "")) if best else ""]
        )

    head = ["name"] + [f"{part} {task}" for task in tasks] + ["points", "maximum", "note", "equal answers"]
    rows = [row(roster.name(learner), marks) for learner, marks in zip(roster.learners, found)]
    rows += [row(m["submission"]["name"], [m], "not in the roster") for m in strangers]
    write_table(out / "class.csv", roster.separator, [head] + rows)
    print(out / "class.csv")
    missing = sum(not marks for marks in found)
    print(f"{len(found)} learners: {missing} missing; {len(strangers)} from others")
    feedback(out, everything)
    if roster.kind:
        gradebook(roster, part, found, len(tasks), points, out)


def feedback(out, everything):
    """Makes an HTML page for each folder or file, in a ZIP file that Moodle accepts."""
    pages = {}
    for marked in everything:
        text = marked["page"].read_text(encoding="utf-8")
        pages.setdefault(marked["submission"]["path"].split("/")[0], []).append(html.escape(text))
    with zipfile.ZipFile(out / "feedback.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for place, texts in pages.items():
            page = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Feedback</title>\n'
            page += '<pre style="white-space: pre-wrap">\n' + "\n\n".join(texts) + "</pre>\n</html>\n"
            archive.writestr(f"{place}/feedback.html", page)


def gradebook(roster, part, found, maximum, points, out):
    """Writes the original roster with the points filled in."""
    column = "grade"
    if roster.kind == "Canvas":
        names = [name for name in roster.columns if re.match(rf"part ?{part[-1]}\b", name)]
        column = (names or [part])[0]
        if not names:
            roster.columns[part] = len(roster.head)
            roster.head.append(part)
            for row in roster.rows:
                roster.cell(row, part, str(maximum) if "points possible" in roster.name(row).lower() else "")
    for row, marks in zip(roster.learners, found):
        if not marks:
            continue
        best = max(map(points, marks))
        # The platform's maximum may be different.
        highest = roster.cell(row, "maximum grade").replace(",", ".")
        scale = float(highest) / maximum if re.fullmatch(r"\d+(\.\d+)?", highest) and maximum else 1
        roster.cell(row, column, f"{best * scale:.2f}".rstrip("0").rstrip("."))
        roster.cell(row, "feedback comments", f"{best} of {maximum} tasks are done.")
    write_table(out / "gradebook.csv", roster.separator, [roster.head] + roster.rows)
    print(out / "gradebook.csv", f"(for {roster.kind})")


command, *arguments = sys.argv[1:]
if command == "unpack":
    source, work, out = (Path(argument).resolve() for argument in arguments)
    unpack(source, work, out)
else:
    roster, part, out, root = arguments
    table(Path(roster), part, Path(out), Path(root))
