"""A well-behaved client, in blocking calls."""

import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

PASSWORD = "correct horse battery staple"


# Errors of a connection, or of a response that is not complete.
FAILED = (OSError, http.client.HTTPException, ValueError)


def request(address, method, path, body=None, token=None, timeout=30, source=None):
    """The status, the headers and the text of a response, over a new connection from the IP address `source`."""
    connection = http.client.HTTPConnection(*address, timeout=timeout, source_address=source and (source, 0))
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def call(*arguments, **options):
    """The status and the JSON of a response."""
    status, _, text = request(*arguments, **options)
    return status, json.loads(text) if text else None


def at_once(most, number, job):
    """The results of jobs 0, 1, .. in threads, with at most so many at a time."""
    with ThreadPoolExecutor(most) as pool:
        return list(pool.map(job, range(number)))


def client_address(number):
    """The IP address of an attacker, who is not the probe. All of 127.0.0.0/8 is this machine."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def login(address, username, password=PASSWORD, **options):
    """The response to a login by a password."""
    body = {"type": "m.login.password", "password": password,
            "identifier": {"type": "m.id.user", "user": username}}
    return call(address, "POST", "/_matrix/client/v3/login", body, **options)


def register(address, username):
    """The access token of a new account, or None if the server did not acknowledge it."""
    body = {"username": username, "password": PASSWORD, "auth": {"type": "m.login.dummy"}}
    try:
        status, answer = call(address, "POST", "/_matrix/client/v3/register", body)
    except FAILED:
        return None
    return answer["access_token"] if status == 200 else None


def whoami(address, token):
    """The user of a token, or None."""
    status, answer = call(address, "GET", "/_matrix/client/v3/account/whoami", token=token)
    return answer["user_id"] if status == 200 else None


class Probe:
    """A client that sends twenty requests a second during an attack."""

    def __init__(self, address, token):
        self.address, self.token = address, token
        self.latencies, self.failures = [], []
        self.running = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while self.running:
            start = time.monotonic()
            try:
                if whoami(self.address, self.token) is None:
                    self.failures.append("refused")
                self.latencies.append(time.monotonic() - start)
            except FAILED as error:
                self.failures.append(repr(error))
            time.sleep(0.05)

    def stop(self):
        self.running = False
        self.thread.join()
        self.latencies.sort()

    def percentile(self, part):
        """In milliseconds."""
        if not self.latencies:
            return float("nan")
        return self.latencies[min(len(self.latencies) - 1, int(part * len(self.latencies)))] * 1000


class Newcomers:
    """Clients that register accounts, and record which ones the server acknowledged."""

    def __init__(self, address, name, at_once, pause=0.0):
        self.address, self.name, self.pause = address, name, pause
        self.accounts = {}
        self.running = True
        self.threads = [threading.Thread(target=self._run, args=(i,)) for i in range(at_once)]
        for thread in self.threads:
            thread.start()

    def _run(self, number):
        count = 0
        while self.running:
            username = f"{self.name}-{number}-{count}"
            token = register(self.address, username)
            if token:
                self.accounts[username] = token
            count += 1
            time.sleep(self.pause)

    def stop(self):
        self.running = False
        for thread in self.threads:
            thread.join()
        return self.accounts
