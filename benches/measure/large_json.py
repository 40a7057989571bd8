"""Measures JSON of this project and of fast libraries: messages from 100 bytes to 500 kB."""

import json
import os
import re
import subprocess
from pathlib import Path

import callgrind

BENCHES = Path(__file__).resolve().parent.parent
PACKAGE = "matrix-api-large-json"
ROUNDS = 41
PARTIES = ("ours", "serde_json", "simd-json", "sonic-rs")
LIBRARIES = PARTIES[1:]
# The compiler may use every instruction of this processor in the second build.
TARGETS = {"plain": "", "native": "-C target-cpu=native"}


def measure(report):
    """Measures all messages, with and without the instructions of this processor."""
    times = {}
    for target, flags in TARGETS.items():
        program = _build(target, flags)
        times[target] = _times(program)
        report(f"JSON, times, {target}: {len(times[target])} calls")
    # Valgrind does not know all instructions of all processors.
    program = _build("plain", "")
    counts, printed = callgrind.totals([program, "count"], "measured_call", "measurement_ends")
    lines = [line.split("\t") for line in printed.splitlines()]
    instructions = {name: count // int(calls) for (name, calls), count in zip(lines, counts)}
    return {
        "large_json": {"times": times, "instructions": instructions, "libraries": _libraries()}
    }


def _build(target, flags):
    folder = BENCHES / "target" / ("native" if flags else "")
    command = ["cargo", "build", "--release", "--locked", "--target-dir", str(folder)]
    environment = {**os.environ, "RUSTFLAGS": flags} if flags else None
    subprocess.run([*command, "-p", PACKAGE], cwd=BENCHES, env=environment, check=True)
    return folder / "release" / PACKAGE


def _times(program):
    """The size of the message and the nanoseconds of a call, by measurement."""
    command = [program, "times", str(ROUNDS)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = (line.split("\t") for line in printed.splitlines())
    return {name: (int(size), float(time)) for name, size, time in lines}


def _libraries():
    """The packages that each library brings beside serde, and how often its own source says `unsafe`."""
    command = ["cargo", "metadata", "--format-version=1", "--locked"]
    printed = subprocess.run(command, cwd=BENCHES, capture_output=True, text=True, check=True)
    manifests = {it["name"]: it["manifest_path"] for it in json.loads(printed.stdout)["packages"]}
    packages = {name: _packages(name) - _packages("serde") for name in ("matrix-api", *LIBRARIES)}
    return {
        name: (len(brought), _unsafe(Path(manifests[name]).parent / "src"))
        for name, brought in packages.items()
    }


def _packages(name):
    # This project has more features in this workspace than in its own.
    workspace = BENCHES.parent if name == "matrix-api" else BENCHES
    command = ["cargo", "tree", "--package", name, "--edges=normal,build", "--prefix=none"]
    printed = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=True)
    return {line.split()[0] for line in printed.stdout.splitlines() if line}


def _unsafe(folder):
    count = 0
    for file in folder.rglob("*.rs"):
        code = re.sub(r"//.*", "", file.read_text(encoding="utf-8"))
        count += len(re.findall(r"\bunsafe\b(?!_)", code))
    return count


def goals(_measured):
    """None: this is a comparison."""
    return []


def section(measured):
    """All messages."""
    if "large_json" not in measured:
        return []
    large_json = measured["large_json"]
    return [
        "## Large JSON\n",
        "A response with a list, encoded from its type and decoded into it: devices (short strings and a number, 113 "
        "bytes each) or events (three identifiers, and a text of 620 bytes; a quarter of the texts have escapes, "
        "another quarter letters beyond ASCII). All parties write and read the same types through serde, begin or end "
        "with a response and its `Bytes`, and check that the text is UTF-8; \"checked\" lists have this project's types "
        "of identifiers, \"plain\" ones strings. Times are lower quartiles of "
        f"{ROUNDS} rounds in turns; \"native\" is compiled with `target-cpu=native`. A ratio is this project's figure "
        "divided by that of the library.\n",
        *_table(large_json),
        "",
        *_facts(large_json["libraries"]),
    ]


def _table(large_json):
    instructions, times = large_json["instructions"], large_json["times"]
    head = [f"{kind}, {library}" for kind in ("plain", "native", "instructions") for library in LIBRARIES]
    lines = [
        "| Message | Direction | Time | native | " + " | ".join(head) + " |",
        "|---|---|" + "--:|" * (2 + len(head)),
    ]
    figures = [{name: it[1] for name, it in times[target].items()} for target in TARGETS]
    figures.append(instructions)
    for case in dict.fromkeys(name.rpartition("/")[0] for name in instructions):
        message, direction = case.split("/")
        cells = [message, direction, *(_time(times[it][f"{case}/ours"][1]) for it in TARGETS)]
        for figure in figures:
            ours = figure[f"{case}/ours"]
            cells += [f"{ours / figure[f'{case}/{library}']:.2f}" for library in LIBRARIES]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _time(nanoseconds):
    return f"{nanoseconds / 1000:,.1f} µs" if nanoseconds < 1e6 else f"{nanoseconds / 1e6:.2f} ms"


def _facts(libraries):
    lines = [
        "| Library | Packages beside serde's | `unsafe` in its own source |",
        "|---|--:|--:|",
    ]
    for name, (packages, unsafe) in libraries.items():
        lines.append(f"| {name} | {packages} | {unsafe} |")
    text = (
        "matrix-api includes serde_json, `http` and `bytes`; it reads lists and numbers, and writes numbers, with "
        "serde_json.\n"
    )
    return [*lines, "", text]
