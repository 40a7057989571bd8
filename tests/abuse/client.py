"""A well-behaved client, in blocking calls."""

import http.client
import json
import threading
import time

PASSWORD = "correct horse battery staple"


def call(address, method, path, body=None, token=None, timeout=30):
    """The status and the JSON of a response, over a new connection."""
    connection = http.client.HTTPConnection(*address, timeout=timeout)
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
    finally:
        connection.close()


def register(address, username):
    """The access token of a new account, or None if the server did not acknowledge it."""
    body = {"username": username, "password": PASSWORD, "auth": {"type": "m.login.dummy"}}
    try:
        status, answer = call(address, "POST", "/_matrix/client/v3/register", body)
    except (OSError, http.client.HTTPException, ValueError):
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
            except (OSError, http.client.HTTPException, ValueError) as error:
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
