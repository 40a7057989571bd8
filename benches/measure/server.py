"""Measures servers: this project's, those written by hand and those of other frameworks."""

import os
import statistics
import subprocess
from contextlib import contextmanager
from pathlib import Path

import callgrind
from goals import Goal, verdict

BENCHES = Path(__file__).resolve().parent.parent
RELEASE = BENCHES / "target" / "release"
# The programs with other frameworks are built apart, because the features of common dependencies would be those of all.
TARGET_OF_FRAMEWORKS = BENCHES / "target" / "frameworks"
OURS, BY_HAND = "ours", "by hand"
FRAMEWORKS = ("poem-openapi", "dropshot")
# Those that serve over TCP.
PARTIES = (OURS, BY_HAND, "hyper", *FRAMEWORKS)
ROUNDS = 31
CONNECTIONS = 16
# The requests of a round, less than a tenth of a second of the server's time: the machine may be faster or slower a
# second later, so that many short rounds tell more than a few long ones.
REQUESTS = 6_000
REQUESTS_OF_A_MEGABYTE = 1_000
HELD = 1_000
UPLOAD = "upload of 1 MB"
# Uploads are also measured with glibc's defaults, by which malloc returns the memory of large bodies to the kernel.
UPLOAD_ROUNDS, UPLOAD_CONNECTIONS = 15, (1, 4, 16, 64)
KEEP_MEMORY = "glibc.malloc.trim_threshold=1073741824:glibc.malloc.mmap_threshold=33554432"
WHOAMI = "/_matrix/client/v3/account/whoami"
WAIT = "/_matrix/client/v3/wait"
# The maximum ratios to the server by hand.
RATIO, MEMORY = 1.00, 1.05


def measure(report):
    """Measures all servers."""
    build()
    frameworks = ["--no-default-features", "--features", "frameworks"]
    _cargo(["server_instructions", "serve"], frameworks, TARGET_OF_FRAMEWORKS)
    report("server: instructions")
    measured = {"server_instructions": instructions() | _instructions_of_frameworks()}
    measured["server_routing"] = routing()
    measured |= cpu_times(report)
    measured["server_uploads"] = uploads(report)
    measured["server_memory"] = {party: memory(party) for party in PARTIES}
    return measured


def build(programs=("server_instructions", "server_routing", "serve", "load")):
    """Builds the measuring programs, without the features of other frameworks."""
    _cargo(programs, ["--no-default-features"], BENCHES / "target")


def _cargo(programs, features, target):
    bins = [argument for program in programs for argument in ("--bin", program)]
    command = ["cargo", "build", "--release", "--locked", "-p", "matrix-api-exchanges"]
    command += [*bins, *features, "--target-dir", str(target)]
    subprocess.run(command, cwd=BENCHES, stdout=subprocess.DEVNULL, check=True)


def instructions():
    """Returns the instructions of one request, by case and party."""
    return callgrind.run_time_cases(RELEASE / "server_instructions")


def _instructions_of_frameworks():
    counts = callgrind.run_time_cases(TARGET_OF_FRAMEWORKS / "release" / "server_instructions")
    return {name: count for name, count in counts.items() if name.endswith(FRAMEWORKS)}


def routing():
    """Returns the instructions of one request and of building a router, by case and party."""
    return callgrind.run_time_cases(RELEASE / "server_routing")


def cpu_times(report):
    """Returns the median CPU times of a request in microseconds, and the medians of the ratios of the rounds.

    The parties take turns, so that what else happens on the machine happens to all of them.
    """
    listed = subprocess.run([RELEASE / "load"], capture_output=True, text=True, check=True)
    cases = listed.stdout.splitlines()
    times = {case: {party: [] for party in PARTIES} for case in cases}
    for number in range(ROUNDS):
        report(f"server: CPU time, round {number + 1} of {ROUNDS}")
        for case in cases:
            # Forwards and backwards, so that none always comes after the same other.
            for party in PARTIES if number % 2 else reversed(PARTIES):
                times[case][party].append(_time_of_a_request(party, case))
    medians, ratios = {}, {}
    for case, rounds in times.items():
        medians[case] = {party: statistics.median(figures) for party, figures in rounds.items()}
        ratios[case] = {party: _median_ratio(rounds, party) for party in PARTIES}
    return {"server_cpu_time": medians, "server_cpu_ratio": ratios}


def _median_ratio(rounds, party):
    """The median of the rounds' ratios, with two digits: a third one would be chance."""
    pairs = zip(rounds[OURS], rounds[party])
    return round(statistics.median(ours / theirs for ours, theirs in pairs), 2)


def uploads(report):
    """Returns the CPU times of an upload in microseconds, with glibc's defaults, by the number of connections."""
    found = {}
    for connections in UPLOAD_CONNECTIONS:
        report(f"server: uploads with {connections} connections")
        times = {OURS: [], BY_HAND: []}
        for number in range(UPLOAD_ROUNDS):
            for party in times if number % 2 else reversed(times):
                times[party].append(_time_of_a_request(party, UPLOAD, connections, tunables=""))
        medians = {party: statistics.median(rounds) for party, rounds in times.items()}
        found[connections] = medians | {"ratio": _median_ratio(times, BY_HAND)}
    return found


def _time_of_a_request(party, case, connections=CONNECTIONS, tunables=KEEP_MEMORY):
    requests = REQUESTS_OF_A_MEGABYTE if case == UPLOAD else REQUESTS
    with _server(party, tunables) as (process, port):
        # The first requests warm up the server.
        _load(port, case, requests // 10, connections)
        before = _cpu_time(process)
        _load(port, case, requests, connections)
        return (_cpu_time(process) - before) / requests / 1e3


def _load(port, case, requests, connections=CONNECTIONS):
    command = [RELEASE / "load", port, case, str(connections), str(requests)]
    subprocess.run(command, check=True)


@contextmanager
def _server(party, tunables=""):
    """A server of its own for each measurement: its process, and its port."""
    folder = TARGET_OF_FRAMEWORKS / "release" if party in FRAMEWORKS else RELEASE
    environment = {**os.environ, "GLIBC_TUNABLES": tunables}
    with subprocess.Popen(
        [folder / "serve", party], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def _cpu_time(process):
    """The CPU time of a process in nanoseconds."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def memory(party):
    """Returns the resident bytes of an idle connection, and of one with a request under way."""
    return {"idle": _held(party, WHOAMI), "under way": _held(party, WAIT)}


def _held(party, path):
    with _server(party) as (process, port):
        # What is allocated once is there before.
        _load(port, "whoami", CONNECTIONS)
        before = _resident(process)
        command = [RELEASE / "load", port, "hold", path, str(HELD)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as load:
            load.stdout.readline()
            _wait_until_idle(process)
            after = _resident(process)
            load.stdin.close()
        return (after - before) / HELD


def _wait_until_idle(process):
    """Waits until the server has read what was sent."""
    before = None
    while (after := _cpu_time(process)) != before:
        before = after
        subprocess.run(["sleep", "0.3"], check=True)


def _resident(process):
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("the process has ended")


def goals(measured):
    """The worst case of each figure."""
    if "server_memory" not in measured:
        return []
    counts = _by_case(measured["server_instructions"])
    services = [case for name, case in counts.items() if name.endswith(", service")]
    connections = [case for name, case in counts.items() if name.endswith(", connection")]
    routing_cases = _by_case(measured["server_routing"])
    requests = [case for name, case in routing_cases.items() if " among " in name]
    memory_of = measured["server_memory"]
    ratios = [parties[BY_HAND] for parties in measured["server_cpu_ratio"].values()]
    return [
        Goal("server, instructions to by hand on axum", _worst(services), RATIO),
        Goal("server with its connection, instructions to by hand", _worst(connections), RATIO),
        Goal("server, CPU time to by hand", max(ratios), RATIO),
        Goal("server, memory of an idle connection to by hand", _memory(memory_of, "idle"), MEMORY),
        Goal(
            "server, memory of a request under way to by hand",
            _memory(memory_of, "under way"),
            MEMORY,
        ),
        Goal("routing among 32 to 1,000 endpoints to by hand", _worst(requests), RATIO),
    ]


def _by_case(counts):
    """The figures of the parties by case."""
    cases = {}
    for name, count in counts.items():
        case, _, party = name.rpartition("/")
        cases.setdefault(case, {})[party] = count
    return cases


def _worst(cases):
    return max(case[OURS] / case[BY_HAND] for case in cases)


def _memory(memory_of, state):
    return memory_of[OURS][state] / memory_of[BY_HAND][state]


def section(measured):
    """All cases."""
    if "server_memory" not in measured:
        return []
    parties = list(measured["server_memory"])
    memory_of = measured["server_memory"]
    states = {
        f"{state}, resident kB": {party: memory_of[party][state] / 1e3 for party in parties}
        for state in memory_of[OURS]
    }
    return [
        "## Servers\n",
        "The same endpoints and the same state; `exchanges/src/server` says what each party does and does not do. "
        "Responses have the same status, headers and body. A service is called without a connection; a connection is "
        "hyper's, in memory; dropshot has no service without a socket. CPU time is that of the server's process, which has one thread, with "
        f"{CONNECTIONS} connections on loopback: medians of {ROUNDS} rounds, in turns. Ratios are this project's figure "
        "divided by the party's; those of CPU time are the medians of the rounds' ratios, and vary by 0.02. There, malloc "
        "keeps freed memory, as most allocators do.\n",
        *_table("Instructions", _by_case(measured["server_instructions"]), parties, "{:,.0f}"),
        *_table(
            "CPU time, µs",
            measured["server_cpu_time"],
            parties,
            "{:.1f}",
            ratios=measured["server_cpu_ratio"],
        ),
        *_uploads_table(measured["server_uploads"]),
        *_table(f"Memory of each of {HELD:,} connections", states, parties, "{:.1f}", MEMORY),
        *_table(
            "Instructions among other endpoints",
            _by_case(measured["server_routing"]),
            [OURS, BY_HAND],
            "{:,.0f}",
        ),
    ]


def _uploads_table(found):
    return [
        "By default, glibc's malloc returns the memory of large bodies to the kernel. How often it does depends on what "
        "lies beside them, and the page faults of getting it back decide what an upload of 1 MB takes:\n",
        f"| Connections | {OURS}, µs | {BY_HAND} | ratio |",
        "|--:|--:|--:|--:|",
        *(
            f"| {connections} | {it[OURS]:.1f} | {it[BY_HAND]:.1f} | {it['ratio']:.2f} |"
            for connections, it in found.items()
        ),
        "",
    ]


def _table(title, cases, parties, form, maximum=RATIO, ratios=None):
    head = "".join(f" | {party} | ratio" for party in parties[1:])
    lines = [
        f"| {title} | {parties[0]}{head} | |",
        "|---|--:|" + "--:|--:|" * (len(parties) - 1) + "---|",
    ]
    for name, case in cases.items():
        ratio = ratios[name] if ratios else {it: case[OURS] / case[it] for it in case}
        cells = [name, form.format(case[OURS])]
        for party in parties[1:]:
            figure = case.get(party)
            cells += [form.format(figure), f"{ratio[party]:.2f}"] if figure else ["", ""]
        has_goal = BY_HAND in case and not name.startswith("building")
        cells.append(verdict(ratio[BY_HAND] <= maximum) if has_goal else "")
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]
