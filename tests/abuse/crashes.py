"""Crashes, signals, full disks and damaged files: what was acknowledged stays, and the server says what is wrong."""

import os
import random
import resource
import signal
import sqlite3
import stat
import tempfile
import threading
import time
from collections import Counter, namedtuple

from client import FAILED, PASSWORD, at_once, call, client_address, login, register, request, whoami
from server import DidNotStart, Server

CLIENT = "/_matrix/client/v3"

# `wrong` are those of `tried` that were lost, or not as they should be.
Row = namedtuple("Row", "name tried wrong waited")


class Trial:
    """Checks of one failure, in a folder of its own."""

    def __init__(self, name, failures):
        self.name, self.failures = name, failures
        self.wrong = 0

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = self._folder.name
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def check(self, holds, what):
        self.wrong += not holds
        self.failures.check(holds, f"{self.name}: {what}")

    def row(self, tried, waited):
        return Row(self.name, tried, self.wrong, f"{waited:.0f}")


class Writer(threading.Thread):
    """A client that writes without a pause, and records what the server has acknowledged.

    `state` maps each access token to its user, or to `None` after a logout. While a request that changes a token
    is on its way, the token is unknown.
    """

    def __init__(self, address, name):
        super().__init__()
        self.address, self.user_name = address, name
        self.state, self.passwords = {}, {}
        self.statuses = Counter()
        self.longest = 0
        self.running = True
        self.start()

    def run(self):
        count = 0
        while self.running:
            count += 1
            try:
                self._walk(f"{self.user_name}-{count}")
            except FAILED:
                self.statuses["no response"] += 1
                time.sleep(0.01)

    def _call(self, path, body, token=None):
        start = time.monotonic()
        status, answer = call(self.address, "POST", CLIENT + path, body, token)
        self.longest = max(self.longest, (time.monotonic() - start) * 1000)
        self.statuses[status] += 1
        return answer if status == 200 else None

    def _walk(self, name):
        """Guests need no password, whose hash takes a while. One user in ten has one."""
        if random.random() < 0.1:
            self._walk_with_password(name)
            return
        guest = self._call("/register?kind=guest", {"refresh_token": True})
        if not guest:
            return
        user, token = guest["user_id"], guest["access_token"]
        self.state[token] = user
        if random.random() < 0.5:
            del self.state[token]
            new = self._call("/refresh", {"refresh_token": guest["refresh_token"]})
            if not new:
                return
            self.state[token] = None
            token = new["access_token"]
            self.state[token] = user
        if random.random() < 0.5:
            del self.state[token]
            if self._call("/logout", {}, token) is not None:
                self.state[token] = None

    def _walk_with_password(self, name):
        auth = {"type": "m.login.dummy"}
        if not self._call("/register", {"username": name, "password": PASSWORD, "auth": auth}):
            return
        self.passwords[name] = PASSWORD
        if random.random() < 0.3:
            del self.passwords[name]
            auth = {"type": "m.login.password", "password": PASSWORD,
                    "identifier": {"type": "m.id.user", "user": name}}
            changed = f"{PASSWORD} of {name}"
            if self._call("/account/password", {"new_password": changed, "auth": auth}) is not None:
                self.passwords[name] = changed

    def stop(self):
        self.running = False
        self.join()


def lost(address, writers):
    """What is not as the server has acknowledged it."""
    tokens = [item for writer in writers for item in writer.state.items()]
    passwords = [item for writer in writers for item in writer.passwords.items()]

    def lost_token(number):
        token, user = tokens[number]
        return None if whoami(address, token) == user else user or "a logout"

    def lost_password(number):
        name, password = passwords[number]
        status, _ = login(address, name, password)
        return None if status == 200 else name

    found = at_once(8, len(tokens), lost_token) + at_once(4, len(passwords), lost_password)
    return [name for name in found if name]


def acknowledged(writers):
    return sum(len(writer.state) + len(writer.passwords) for writer in writers)


def kills(binary, size, failures):
    """SIGKILL while clients write."""
    with Trial(f"SIGKILL while 8 clients write, {size.kills} times", failures) as trial:
        everything, longest_start = [], 0
        for number in range(size.kills):
            start = time.monotonic()
            server = Server(binary, trial.folder)
            longest_start = max(longest_start, time.monotonic() - start)
            writers = [Writer(server.address, f"user-{number}-{i}") for i in range(8)]
            time.sleep(random.uniform(0.1, size.seconds / 6))
            server.kill()
            for writer in writers:
                writer.stop()
            everything += writers
        server = Server(binary, trial.folder)
        wrong = lost(server.address, everything)
        total = acknowledged(everything)
        trial.check(total > size.kills * 10, f"only {total} writes were acknowledged")
        trial.check(not wrong, f"lost: {wrong[:5]}")
        trial.wrong = len(wrong)
        log = server.log()
        trial.check("ERROR" not in log and "panicked" not in log, log[:500])
        server.kill()
        return trial.row(f"{total} writes", longest_start * 1000)


def two_processes(binary, size, failures):
    """Two servers on one database, both writing."""
    with Trial("two processes on one database", failures) as trial:
        servers = [Server(binary, trial.folder) for _ in range(2)]
        writers = [Writer(servers[i % 2].address, f"user-{i}") for i in range(8)]
        time.sleep(size.seconds)
        for writer in writers:
            writer.stop()
        statuses = sum((writer.statuses for writer in writers), Counter())
        failed = sum(count for status, count in statuses.items() if status not in (200, 429))
        trial.check(failed == 0, f"{dict(statuses)}")
        for server in servers:
            wrong = lost(server.address, writers)
            trial.check(not wrong, f"not seen by a process: {wrong[:5]}")
            trial.check("ERROR" not in server.log(), server.log()[:500])
        for server in servers:
            server.kill()
        return trial.row(f"{acknowledged(writers)} writes", max(writer.longest for writer in writers))


def full_disk(binary, size, failures):
    """No file can grow: what the server cannot store is a 5xx response, and it recovers without a restart."""
    with Trial("a full disk", failures) as trial:
        # The signal of the limit would end the process; a full disk sends none.
        ignore = lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        server = Server(binary, trial.folder, preexec_fn=ignore)
        address = server.address
        before = {f"before-{i}": register(address, f"before-{i}") for i in range(3)}
        unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, unlimited[1]))
        tried = longest = 0
        for i in range(size.floods // 20):
            auth = {"type": "m.login.dummy"}
            body = {"username": f"during-{i}", "password": PASSWORD, "auth": auth}
            email = {"client_secret": "secret", "email": f"user{i}@example.org", "send_attempt": 1}
            for path, body in [("/register", body), ("/register/email/requestToken", email)]:
                start = time.monotonic()
                status, answer = call(address, "POST", CLIENT + path, body, source=client_address(i))
                longest = max(longest, (time.monotonic() - start) * 1000)
                trial.check(status >= 500 and answer["errcode"], f"{path}: {status} {answer}")
                tried += 1
        left = os.listdir(os.path.join(trial.folder, "mail"))
        trial.check(not left, f"unfinished emails: {left}")
        for name, token in before.items():
            trial.check(whoami(address, token), f"{name} is not served")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        after = {f"during-{i}": register(address, f"during-{i}") for i in range(3)}
        trial.check(all(after.values()), "the server does not recover")
        log = server.log()
        trial.check("panicked" not in log, log[:500])
        server.kill()
        server = Server(binary, trial.folder)
        for name, token in {**before, **after}.items():
            trial.check(token and whoami(server.address, token), f"{name} is lost")
        server.kill()
        return trial.row(f"{tried} writes", longest)


def overwritten(data, start, end):
    return data[:start] + os.urandom(end - start) + data[end:]


def other_program(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE accounts (id INTEGER)")
    connection.commit()
    connection.close()


def damages(good):
    """Contents of the database file that are not a whole database, and whether the server starts with them.

    A function creates something else at the path.
    """
    page, half = 4096, len(good) // 8192 * 4096
    return {
        "an empty file": (b"", True),
        "text": (b"not a database\n" * 1000, False),
        "zeros": (bytes(len(good)), False),
        "100 bytes of it": (good[:100], False),
        "half of it": (good[:half], False),
        "its last page is missing": (good[:-page], False),
        "a random header": (overwritten(good, 0, 100), False),
        "a random first page": (overwritten(good, 100, page), False),
        "a random page in the middle": (overwritten(good, half, half + page), False),
        "a random second half": (overwritten(good, half, len(good)), False),
        "a random log": (random_log(good), True),
        "a folder": (os.mkdir, False),
        "another program's": (other_program, False),
    }


def overwritten(data, start, end):
    return data[:start] + os.urandom(end - start) + data[end:]


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def random_log(good):
    """Creates the database with a write-ahead log that SQLite has not written."""
    def create(path):
        write(path, good)
        write(path + "-wal", os.urandom(50_000))
    return create


def other_program(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE accounts (id INTEGER)")
    connection.commit()
    connection.close()


def damaged_files(binary, size, failures):
    """The database is damaged: the server says so and does not start, or the damage does not matter."""
    with Trial("damaged files", failures) as trial:
        server = Server(binary, trial.folder)
        for _ in range(200):
            call(server.address, "POST", CLIENT + "/register?kind=guest", {})
        server.stop()
        with open(os.path.join(trial.folder, "accounts.sqlite"), "rb") as database:
            cases = damages(database.read())
        longest = 0
        for name, (content, starts) in cases.items():
            start = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "accounts.sqlite")
                content(path) if callable(content) else write(path, content)
                started, log = starts_with(binary, folder)
                trial.check(started == starts, f"{name}: {log or 'the server starts'}")
                trial.check("panicked" not in log, f"{name}: {log[:500]}")
                if not started:
                    is_clear = log.startswith(f"account_server: cannot open {path}: ") and log.count("\n") == 1
                    trial.check(is_clear, f"{name}: {log[:500]}")
            longest = max(longest, (time.monotonic() - start) * 1000)
        return trial.row(f"{len(cases)} files", longest)


def starts_with(binary, folder):
    """Whether a server starts with the files of a folder and someone can register, and its log."""
    try:
        server = Server(binary, folder)
    except DidNotStart:
        with open(os.path.join(folder, "log")) as log:
            return False, log.read()
    started = register(server.address, "alice") is not None
    server.kill()
    return started, server.log()


def signals(binary, size, failures):
    """Signals end the server cleanly, without its temporary files."""
    with Trial("SIGTERM, SIGINT, SIGHUP while clients write", failures) as trial:
        sent = [(signal.SIGTERM,), (signal.SIGINT,), (signal.SIGHUP,), (signal.SIGINT, signal.SIGINT)]
        longest = 0
        for number, each in enumerate(sent):
            temporary = os.path.join(trial.folder, str(number))
            os.mkdir(temporary)
            # A terminal sends SIGHUP, unless this runs under `nohup`.
            default = lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL)
            server = Server(binary, trial.folder, is_temporary=True, preexec_fn=default,
                            env={**os.environ, "TMPDIR": temporary})
            trial.check(len(os.listdir(temporary)) == 1, f"{os.listdir(temporary)}")
            writers = [Writer(server.address, f"user-{i}") for i in range(4)]
            time.sleep(size.seconds / 6)
            code, seconds = server.stop(*each)
            for writer in writers:
                writer.stop()
            names = ", ".join(it.name for it in each)
            trial.check(code == 0, f"{names}: exit code {code}")
            trial.check(not os.listdir(temporary), f"{names}: {os.listdir(temporary)} is left")
            trial.check(sum(writer.statuses[500] for writer in writers) == 0, f"{names}: a 500 response")
            longest = max(longest, seconds * 1000)
        log = server.log()
        trial.check("panicked" not in log and "ERROR" not in log, log[:500])
        return trial.row(f"{len(sent)} times", longest)


def file_modes(binary, size, failures):
    """Under umask 022, other users cannot read any file."""
    with Trial("files under umask 022", failures) as trial:
        server = Server(binary, trial.folder, umask=0o022)
        register(server.address, "alice")
        email = {"client_secret": "secret", "email": "alice@example.org", "send_attempt": 1}
        call(server.address, "POST", CLIENT + "/register/email/requestToken", email)
        names = [os.path.join(parent, name)
                 for parent, folders, files in os.walk(trial.folder) for name in folders + files]
        names = [name for name in names if not name.endswith("/log")]
        trial.check(len(names) == 5, f"{names}")
        for name in names:
            mode = stat.S_IMODE(os.stat(name).st_mode)
            trial.check(mode in (0o600, 0o700), f"{name}: {mode:o}")
        server.kill()
        return trial.row(f"{len(names)} files", 0)


def dropped_refreshes(binary, size, failures):
    """Clients hang up at any moment of a refresh, and refresh again with the old token."""
    with Trial("dropped refreshes", failures) as trial:
        server = Server(binary, trial.folder)
        longest = 0
        register(server.address, "alice")
        count = size.floods // 5
        _, guest = call(server.address, "POST", CLIENT + "/register?kind=guest", {"refresh_token": True})
        refresh_token = guest["refresh_token"]
        for number in range(count):
            try:
                # From before the request has arrived until after the response.
                request(server.address, "POST", CLIENT + "/refresh", {"refresh_token": refresh_token},
                        timeout=random.uniform(0.0001, 0.02))
            except FAILED:
                pass
            start = time.monotonic()
            status, new = call(server.address, "POST", CLIENT + "/refresh", {"refresh_token": refresh_token})
            longest = max(longest, (time.monotonic() - start) * 1000)
            trial.check(status == 200, f"refresh {number}: {status} {new}")
            if status != 200:
                break
            trial.check(whoami(server.address, new["access_token"]), f"refresh {number}: logged out")
            refresh_token = new["refresh_token"]
        server.kill()
        return trial.row(f"{count} refreshes", longest)


ALL = [kills, two_processes, full_disk, damaged_files, signals, file_modes, dropped_refreshes]


def table(binary, size, failures):
    yield "| failure | tried | lost or wrong | longest start or request, ms |"
    yield "|---|--:|--:|--:|"
    for trial in ALL:
        yield "| {} |".format(" | ".join(str(cell) for cell in trial(binary, size, failures)))
