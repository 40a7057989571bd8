"""Counts instructions with callgrind."""

import glob
import os
import re
import subprocess
import tempfile

# glibc chooses its memcpy, memcmp and similar functions by the processor. This limits it to what every
# x86-64 has, so that other machines count the same.
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
# All small blocks come from the cache of the thread. Otherwise the cost of a message with hundreds of
# blocks depends on the measurements before it.
_WARM_ALLOCATOR = "glibc.malloc.tcache_count=4096"
_TUNABLES = f"{PLAIN_PROCESSOR}:{_WARM_ALLOCATOR}"


def totals(command, function, dump_after=None):
    """Returns the instructions of `command` inside of `function`, and its output.

    With `dump_after`, there is one total for each return of that function, otherwise one in all.
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
        # The file without a number is the remainder at the end of the program.
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
    """Returns the instructions of one call, by measurement."""
    counts, printed = totals([program], "measured_call", "measurement_ends")
    lines = [line.split("\t") for line in printed.splitlines()]
    return {name: count // int(calls) for (name, calls), count in zip(lines, counts)}


def expansion(program):
    """Returns the instructions of one expansion, those of its rules, and the input and output tokens."""
    (count,), printed = totals([program], "measured_expansion")
    (checks,), _ = totals([program], "measured_checks")
    tokens_in, tokens_out = map(int, printed.split())
    return count, checks, tokens_in, tokens_out
