"""Measures the messages at run time."""

import json
import subprocess
from pathlib import Path

import callgrind

BENCHES = Path(__file__).resolve().parent.parent
RELEASE = "target/release"


def measure(_report):
    """Measures all messages."""
    programs = build(with_peer=True)
    return {
        "instructions": instructions(programs),
        "allocations": allocations(programs),
        "expansion": expansion(programs),
        "nanoseconds": nanoseconds(),
    }


def build(with_peer):
    """Builds the measuring programs and returns their folder."""
    features = [] if with_peer else ["--no-default-features"]
    # Not with the exchanges, whose features of the runtime these programs would have as well.
    packages = ["-p", "matrix-api-benches", "-p", "matrix-api-expansion"]
    _cargo(["build", "--release", *packages, "--bins", "--locked", *features])
    return BENCHES / RELEASE


def instructions(programs):
    """Returns the instructions of one call, by measurement."""
    return callgrind.run_time_cases(programs / "instructions")


def allocations(programs):
    """Returns the allocations and allocated bytes of one call, by measurement."""
    printed = subprocess.run(
        [programs / "allocations"], capture_output=True, text=True, check=True
    ).stdout
    lines = (line.split("\t") for line in printed.splitlines())
    return {name: (int(count), int(size)) for name, count, size in lines}


def expansion(programs):
    """Returns the instructions of expanding the register block, those of its rules, and the tokens."""
    count, checks, tokens_in, tokens_out = callgrind.expansion(programs / "matrix-api-expansion")
    return {
        "instructions": count,
        "instructions_of_rules": checks,
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
    }


def nanoseconds():
    """Returns the median time of one call, by measurement."""
    _cargo(["bench", "--bench", "time"])
    times = {}
    for path in (BENCHES / "target/criterion").rglob("new/estimates.json"):
        name = json.loads((path.parent / "benchmark.json").read_text())["full_id"]
        times[name] = json.loads(path.read_text())["median"]["point_estimate"]
    return times


def _cargo(arguments):
    # The callers expect the results in this folder.
    command = ["cargo", *arguments, "--target-dir", str(BENCHES / "target")]
    subprocess.run(command, cwd=BENCHES, stdout=subprocess.DEVNULL, check=True)
