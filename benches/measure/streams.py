"""Measures bodies that are streams: 1 GiB from one process to another."""

import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from goals import Goal, verdict

BENCHES = Path(__file__).resolve().parent.parent
PROGRAM = BENCHES / "target/release/streams"
# Files are in memory, so that the speed of a disk is not measured.
FOLDER = Path("/dev/shm")
MIB = 1 << 20
SMALL, LARGE = 64, 1024
ROUNDS = 21
# The maximum ratios of CPU time and of time.
RATIO = 1.05
# The most MiB that the large body may need more than the small one.
MORE_MEMORY = 8
# The measured side, the direction, and where this side has the bytes. The other side is a raw socket.
CASES = (
    ("server", "download", "memory"),
    ("server", "download", "file"),
    ("server", "upload", "memory"),
    ("client", "download", "memory"),
    ("client", "save", "file"),
    ("client", "upload", "memory"),
    ("client", "upload", "file"),
)
# Both sides are of the same party.
PAIRS = (("both", "download", "memory"), ("both", "upload", "memory"))
PARTIES = ("ours", "by-hand")
NAMES = {
    "server download memory": "the server sends",
    "server download file": "the server sends a file",
    "server upload memory": "the server receives",
    "client download memory": "the client receives",
    "client save file": "the client receives, and writes a file",
    "client upload memory": "the client sends",
    "client upload file": "the client sends a file",
    "both download memory": "both sides, download",
    "both upload memory": "both sides, upload",
}


def measure(report):
    """Measures all transfers."""
    build()
    with tempfile.TemporaryDirectory(dir=FOLDER if FOLDER.exists() else None) as folder:
        for size in (SMALL, LARGE):
            with open(_path("file", folder, size), "wb") as file:
                for _ in range(size):
                    file.write(bytes(MIB))
        cases = {}
        for case in (*CASES, *PAIRS):
            cases[" ".join(case)] = _case(*case, folder)
            report(f"1 GiB, {NAMES[' '.join(case)]}: {cases[' '.join(case)]}")
    return {"streams": cases}


def build():
    """Builds the program, without features of other packages."""
    command = ["cargo", "build", "--release", "--locked", "--target-dir", str(BENCHES / "target")]
    package = ["-p", "matrix-api-exchanges", "--bin", "streams"]
    subprocess.run([*command, *package], cwd=BENCHES, check=True)


def _case(side, direction, source, folder):
    """The medians of each party, its most memory by the size of the body, and the medians of the rounds' ratios."""
    sides = ("server", "client") if side == "both" else (side,)

    def run(party, size):
        parties = {"server": "raw", "client": "raw"} | dict.fromkeys(sides, party)
        path = _path("saved" if direction == "save" else source, folder, size)
        return transfer(parties["server"], parties["client"], direction, path, size)

    large = {party: [] for party in PARTIES}
    small = {party: [] for party in PARTIES}
    for number in range(ROUNDS):
        for party in PARTIES if number % 2 else reversed(PARTIES):
            large[party].append(run(party, LARGE))
    for _ in range(3):
        for party in PARTIES:
            small[party].append(run(party, SMALL))

    def peak(transfers):
        return max(it[side]["peak"] for it in transfers for side in sides)

    figures = {
        party: {
            "cpu": [sum(it[side]["cpu"] for side in sides) for it in large[party]],
            "seconds": [it["seconds"] for it in large[party]],
        }
        for party in PARTIES
    }
    case = {
        party: {key: statistics.median(rounds) for key, rounds in figures[party].items()}
        | {"peaks": [peak(small[party]), peak(large[party])]}
        for party in PARTIES
    }
    rounds_of = {key: zip(figures["ours"][key], figures["by-hand"][key]) for key in figures["ours"]}
    ratios = {
        key: statistics.median(ours / by_hand for ours, by_hand in rounds)
        for key, rounds in rounds_of.items()
    }
    return case | {"ratios": ratios}


def _path(source, folder, size):
    return source if source == "memory" else Path(folder) / f"{source}-{size}"


def transfer(server, client, direction, path, mib):
    """One transfer between two processes that end with it: its seconds, and for each process the CPU seconds,
    with some 2 ms of its start, and the most memory that it had resident in MiB."""
    serving = _start(["serve", server, path if direction == "download" else "memory"])
    url = serving.stdout.readline().strip()
    path = [] if direction == "download" else [path]
    calling = _start([direction, client, url, mib * MIB, *path])
    seconds = float(calling.stdout.readline())
    of_client = _end(calling)
    return {"seconds": seconds, "client": of_client, "server": _end(serving)}


def _start(arguments):
    command = [PROGRAM, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _end(process):
    """Ends a process by the end of its input."""
    process.stdin.close()
    peak = int(process.stdout.readline()) / 1024
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode != 0:
        raise RuntimeError(f"{process.args} failed")
    return {"cpu": usage.ru_utime + usage.ru_stime, "peak": peak}


def goals(measured):
    """The worst case of each figure."""
    if "streams" not in measured:
        return []
    cases = [measured["streams"][" ".join(case)] for case in CASES]
    return [
        Goal("1 GiB, CPU time to by hand", max(it["ratios"]["cpu"] for it in cases), RATIO),
        Goal("1 GiB, time to by hand", max(it["ratios"]["seconds"] for it in cases), RATIO),
        Goal(
            "1 GiB, memory above that of 64 MiB, in MiB",
            max(it["ours"]["peaks"][1] - it["ours"]["peaks"][0] for it in cases),
            MORE_MEMORY,
            "{:.1f}",
        ),
    ]


def section(measured):
    """All cases."""
    if "streams" not in measured:
        return []
    lines = [
        "## Streams\n",
        "1 GiB over loopback, from one process to another. `exchanges/src/streams` says what each party does. By "
        "hand are axum (`Body::from_stream`, `into_data_stream` with a limit of the size) and reqwest (`wrap_stream`, "
        "`bytes_stream`), without this project's limits of time. All send chunks of 64 KiB. The partner of a "
        "measured side is a raw socket, the same for both parties. Files are in memory. CPU time is user and system, "
        f"of the measured process. Medians of {ROUNDS} transfers, in turns, and of their ratios; resident memory is the maximum.\n",
        "| Case | CPU | By hand | Ratio | | GiB/s | By hand | Time, ratio | | "
        "MiB resident, 64 MiB | 1 GiB | By hand, 1 GiB |",
        "|---|--:|--:|--:|---|--:|--:|--:|---|--:|--:|--:|",
    ]
    for name, case in measured["streams"].items():
        lines.append(_row(NAMES[name], case, has_goal=not name.startswith("both")))
    return [*lines, ""]


def _row(name, case, has_goal):
    ours, by_hand = case["ours"], case["by-hand"]
    cells = [name]
    for key, form in (("cpu", _seconds), ("seconds", _rate)):
        ratio = case["ratios"][key]
        cells += [form(ours[key]), form(by_hand[key]), f"{ratio:.2f}"]
        cells.append(verdict(ratio <= RATIO) if has_goal else "")
    cells += [f"{peak:.1f}" for peak in (*ours["peaks"], by_hand["peaks"][1])]
    return "| " + " | ".join(cells) + " |"


def _seconds(seconds):
    return f"{seconds:.3f} s"


def _rate(seconds):
    return f"{LARGE / 1024 / seconds:.2f}"
