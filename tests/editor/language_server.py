"""A client of the language server protocol, as far as the checks need it."""

import json
import queue
import subprocess
import threading
import time

# The codes of requests that were interrupted by a change.
RETRY = (-32801, -32802)


class LanguageServer:
    """A running server, and one open document."""

    def __init__(self, program, root, options):
        self.process = subprocess.Popen(
            [program], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.messages = queue.Queue()
        self.status = {}
        self.requests = 0
        self.version = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.request("initialize", {
            "processId": None,
            "rootUri": root.as_uri(),
            "initializationOptions": options,
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "textDocument": {
                    "definition": {"linkSupport": True},
                    "diagnostic": {},
                    "hover": {"contentFormat": ["markdown"]},
                },
            },
        })
        self._notify("initialized", {})

    def open(self, path):
        self.uri = path.as_uri()
        self._notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": "rust", "version": 0, "text": path.read_text(),
        }})

    def write(self, text):
        """Replaces the document's text."""
        self.version += 1
        self._notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"text": text}],
        })

    def wait_until_quiescent(self, seconds=600):
        """Waits until the server is idle; returns its status."""
        end = time.monotonic() + seconds
        while not self.status.get("quiescent"):
            self._handle(self._next(end))
        return self.status

    def ask(self, method, position=None, **parameters):
        """Sends a request about the document, or about a position in it."""
        parameters["textDocument"] = {"uri": self.uri}
        if position is not None:
            parameters["position"] = position
        return self.request(f"textDocument/{method}", parameters)

    def request(self, method, parameters, seconds=120):
        while True:
            self.requests += 1
            self._send(id=self.requests, method=method, params=parameters)
            answer = self._answer(self.requests, time.monotonic() + seconds)
            if answer.get("error", {}).get("code") not in RETRY:
                break
            time.sleep(0.1)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def close(self):
        self.request("shutdown", None)
        self._notify("exit", None)
        self.process.wait(timeout=30)

    def _answer(self, number, end):
        while True:
            message = self._next(end)
            if message.get("id") == number and "method" not in message:
                return message
            self._handle(message)

    def _next(self, end):
        try:
            message = self.messages.get(timeout=max(end - time.monotonic(), 0.1))
        except queue.Empty:
            raise TimeoutError("the server does not answer") from None
        if message is None:
            raise RuntimeError("the server has ended")
        return message

    def _handle(self, message):
        if message.get("method") == "experimental/serverStatus":
            self.status = message["params"]
        elif "method" in message and "id" in message:
            # The server asks for settings or registers watchers; the defaults are enough.
            items = (message.get("params") or {}).get("items", [])
            self._send(id=message["id"], result=[None for _ in items] or None)

    def _notify(self, method, parameters):
        self._send(method=method, params=parameters)

    def _send(self, **message):
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def _read(self):
        output = self.process.stdout
        length = 0
        while line := output.readline():
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
            elif not line.strip():
                self.messages.put(json.loads(output.read(length)))
        self.messages.put(None)
