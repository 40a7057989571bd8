"""A server under test: its process, its memory and its log."""

import os
import signal
import subprocess
import threading
import time


class DidNotStart(Exception):
    """The server ended at once; its log says why."""


class Server:
    """An account_server on a free port. Its database in `folder` outlives it, unless it is temporary."""

    def __init__(self, binary, folder, *options, is_temporary=False, **popen_options):
        self.folder = folder
        self.log_path = os.path.join(folder, "log")
        command = [binary, "--listen", "127.0.0.1:0", "--rate-limit", "0"]
        if not is_temporary:
            command += ["--database", os.path.join(folder, "accounts.sqlite")]
            if "--smtp" not in options:
                command += ["--mail-dir", os.path.join(folder, "mail")]
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*command, *options], stdout=subprocess.PIPE, stderr=log, **popen_options)
        line = self.process.stdout.readline().decode()
        if not line:
            raise DidNotStart(self.process.wait(timeout=30))
        host, port = line.rsplit("http://", 1)[1].strip().rsplit(":", 1)
        self.address = (host, int(port))
        # Drains the pipe, so that the server never blocks.
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def memory(self):
        """Resident memory in MiB; 0 if the process has ended."""
        try:
            with open(f"/proc/{self.process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmRSS:"):
                        return int(line.split()[1]) / 1024
        except OSError:
            pass
        return 0.0

    def files(self):
        """The number of open files, connections included."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        """Kills the process, as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, *signals):
        """Sends signals, one after the other. Returns the exit code, and the time in seconds until the end."""
        start = time.monotonic()
        for sent in signals or [signal.SIGTERM]:
            self.process.send_signal(sent)
            time.sleep(0.05)
        return self.process.wait(timeout=60), time.monotonic() - start

    def mails(self):
        """The texts of the emails that were written, oldest first."""
        folder = os.path.join(self.folder, "mail")
        texts = []
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name)) as mail:
                texts.append(mail.read())
        return texts

    def log(self):
        with open(self.log_path, errors="replace") as log:
            return log.read()


class Watch:
    """The largest memory of a server during an attack."""

    def __init__(self, server):
        self.server = server
        self.largest = 0.0
        self.running = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while self.running:
            self.largest = max(self.largest, self.server.memory())
            time.sleep(0.05)

    def stop(self):
        self.running = False
        self.thread.join()
        return self.largest
