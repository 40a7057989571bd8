"""Counting instructions with callgrind."""

import glob
import os
import re
import subprocess
import tempfile

# glibc chooses its memcpy, memcmp and the like by the processor. These are what every x86-64 has, so
# that another machine counts the same.
PLAIN_PROCESSOR = "glibc.cpu.hwcaps=" + ",".join(
    f"-{feature}"
    for feature in (
        "AVX",
        "AVX2",
        "AVX512F",
        "AVX512VL",
        "AVX_Fast_Unaligned_Load",
        "ERMS",
        "FSRM",
        "Fast_Unaligned_Copy",
        "SSE4_1",
        "SSE4_2",
        "SSSE3",
    )
)
# Small blocks come from the cache of the thread, however many there are. Otherwise a message of hundreds of
# blocks costs more or less by what was measured ahead of it.
_WARM_ALLOCATOR = "glibc.malloc.tcache_count=4096"
_TUNABLES = f"{PLAIN_PROCESSOR}:{_WARM_ALLOCATOR}"


def totals(command, function, dump_after=None):
    """The instructions that `command` spends inside of `function`, and what it prints.

    With `dump_after` there is one total for each return of that function, else one altogether.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={folder}/out",
            f"--toggle-collect=*{function}*",
        ]
        if dump_after:
            options.append(f"--dump-after=*{dump_after}*")
        environment = {**os.environ, "GLIBC_TUNABLES": _TUNABLES}
        run = subprocess.run(
            [*options, *command], env=environment, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise RuntimeError(f"{command} failed under callgrind:\n{run.stderr}")
        if not dump_after:
            return [_total(f"{folder}/out")], run.stdout
        # The part without a number, or the last one, was written at the program's end.
        parts = glob.glob(f"{folder}/out.[0-9]*")
        parts.sort(key=lambda path: int(path.rsplit(".", 1)[1]))
        return [_total(path) for path in parts], run.stdout


def _total(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            found = re.match(r"(?:summary|totals): (\d+)", line)
            if found:
                return int(found[1])
    raise RuntimeError(f"no total in {path}")


def run_time_cases(program):
    """Instructions of one call, by the name of the measurement."""
    counts, printed = totals([program], "measured_call", "measurement_ends")
    lines = [line.split("\t") for line in printed.splitlines()]
    return {name: count // int(calls) for (name, calls), count in zip(lines, counts)}


def expansion(program):
    """Instructions of one expansion, those of its rules, and the tokens that go in and come out."""
    (count,), printed = totals([program], "measured_expansion")
    (checks,), _ = totals([program], "measured_checks")
    tokens_in, tokens_out = map(int, printed.split())
    return count, checks, tokens_in, tokens_out
