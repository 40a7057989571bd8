"""Floods and guesses that the server has to refuse, and how long others wait meanwhile."""

import asyncio
import re
import socket
import tempfile
import threading
import time
from collections import Counter, namedtuple

import attacks
from client import FAILED, PASSWORD, Probe, at_once, call, client_address, login, register, request
from server import Server

REGISTER = "/_matrix/client/v3/register"
REQUEST_TOKEN = f"{REGISTER}/email/requestToken"

# `accepted` are those of `tried` that had the effect that the attacker wanted.
Row = namedtuple("Row", "name tried accepted refused waited")

# The defaults of `AbuseLimits`.
EMAILS_PER_CLIENT, EMAILS_PER_RECIPIENT, EMAILS = 20, 5, 300
GUESSES_PER_ACCOUNT, GUESSES_PER_CLIENT = 10, 50


def ask_for_email(address, client, recipient, timeout=60):
    """The status of the response to a request for an email."""
    body = {"client_secret": f"secret-{client}", "email": recipient, "send_attempt": 1}
    try:
        return call(address, "POST", REQUEST_TOKEN, body, timeout=timeout,
                    source=client_address(client))[0]
    except FAILED as error:
        return type(error).__name__


def allowed(burst, per_second, start):
    """How many a limit admits since `start`."""
    return burst + (time.monotonic() - start) * per_second + 1


class Attack:
    """A server with the default limits, and a client that probes it during an attack."""

    def __init__(self, binary, name, size, failures, *options):
        self.binary, self.name, self.size, self.failures, self.options = binary, name, size, failures, options

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.server = Server(self.binary, self.folder.name, *self.options)
        self.address = self.server.address
        self.probe = Probe(self.address, register(self.address, "probe"))
        self.start = time.monotonic()
        return self

    def __exit__(self, *_):
        self.probe.stop()
        self.server.kill()
        self.folder.cleanup()

    def check(self, holds, what):
        self.failures.check(holds, f"{self.name}: {what}")

    def row(self, tried, accepted, most_accepted, longest_wait=2000):
        """The result. Fails if too many were accepted, or if others were not served in time."""
        self.probe.stop()
        log = self.server.log()
        waited = self.probe.percentile(1)
        self.check(accepted <= most_accepted, f"{accepted} were accepted, at most {most_accepted:.0f} should be")
        self.check(not self.probe.failures, f"others were not served: {self.probe.failures[:3]}")
        self.check(waited < longest_wait * self.size.patience, f"others waited {waited:.0f} ms")
        self.check(self.server.is_running() and "panicked" not in log, "the server panicked")
        return Row(self.name, tried, accepted, tried - accepted, f"{waited:.0f}")


def register_by_email(address, username, client, sid):
    """The response to a registration by a validated email address."""
    credentials = {"sid": sid, "client_secret": f"secret-{client}"}
    auth = {"type": "m.login.email.identity", "threepid_creds": credentials}
    return call(address, "POST", REGISTER, {"username": username, "password": PASSWORD, "auth": auth})


def scanned_links(binary, size, failures):
    """Scanners of emails open each link, by GET and by HEAD."""
    count = 10
    with Attack(binary, "scanners open links in emails", size, failures) as attack:
        address, sids, tried = attack.address, [], 0
        for number in range(count):
            body = {"client_secret": f"secret-{number}", "email": f"user{number}@example.org", "send_attempt": 1}
            _, answer = call(address, "POST", REQUEST_TOKEN, body, source=client_address(number))
            sids.append(answer["sid"])
        links = [re.search(r"http://[^/]+(/\S+)", mail).group(1) for mail in attack.server.mails()]
        for link in links:
            for method in ("GET", "HEAD") * (size.floods // 100):
                status, _, _ = request(address, method, link)
                attack.check(status == 200, f"{method} of a link: {status}")
                tried += 1
        registered = 0
        for number, sid in enumerate(sids):
            status, answer = register_by_email(address, f"scanned{number}", number, sid)
            registered += status == 200
            attack.check(answer.get("errcode") == "M_THREEPID_AUTH_FAILED", f"a registration: {status} {answer}")
        # The button on the page sends POST.
        attack.check(request(address, "POST", links[0])[0] == 200, "a link cannot be confirmed")
        confirmed = register_by_email(address, "confirmed", 0, sids[0])
        attack.check(confirmed[0] == 200, f"a confirmed address does not register: {confirmed}")
        return attack.row(tried, registered, 0)


def emails(binary, size, failures, name, client, recipient, burst, per_second):
    """A flood of requests for emails; `client` and `recipient` are those of a request with a number."""
    with Attack(binary, name, size, failures) as attack:
        job = lambda i: ask_for_email(attack.address, client(i), recipient(i))
        statuses = Counter(at_once(20, size.floods, job))
        attack.check(set(statuses) <= {200, 429}, f"{dict(statuses)}")
        sent = len(attack.server.mails())
        attack.check(sent == statuses[200], f"{sent} emails for {statuses[200]} responses")
        row = attack.row(size.floods, sent, allowed(burst, per_second, attack.start))
        if burst < EMAILS:
            honest = ask_for_email(attack.address, 60_000, "honest@example.org")
            attack.check(honest == 200, f"another client gets no email: {honest}")
        return row


def emails_from_one_client(binary, size, failures):
    """One client asks for emails to many addresses."""
    return emails(binary, size, failures, "requests for emails by one client",
                  lambda _: 1, lambda i: f"user{i}@example.org", EMAILS_PER_CLIENT, 1 / 60)


def emails_to_one_address(binary, size, failures):
    """Many clients ask for emails to one address."""
    return emails(binary, size, failures, "requests for emails to one address",
                  lambda i: i, lambda _: "victim@example.org", EMAILS_PER_RECIPIENT, 1 / 600)


def emails_in_all(binary, size, failures):
    """Many clients ask for emails to many addresses."""
    return emails(binary, size, failures, "requests for emails by and to many",
                  lambda i: i, lambda i: f"user{i}@example.org", EMAILS, 1)


def silent_smtp_server(binary, size, failures):
    """An SMTP server accepts connections and says nothing."""
    silent = socket.create_server(("127.0.0.1", 0), backlog=1000)
    smtp = "127.0.0.1:{}".format(silent.getsockname()[1])
    with silent, Attack(binary, "a silent SMTP server", size, failures, "--smtp", smtp) as attack:
        job = lambda i: ask_for_email(attack.address, i, f"user{i}@example.org", timeout=size.seconds)
        statuses = Counter(at_once(100, size.floods, job))
        # The short version does not wait for the timeout of the SMTP client.
        attack.check(set(statuses) <= {429, 500, "TimeoutError"}, f"{dict(statuses)}")
        return attack.row(size.floods, statuses[200], 0)


def logins(binary, size, failures):
    """Many clients log in at once, each to another account; an honest client follows."""
    number = min(size.floods, 200)
    with Attack(binary, "logins at once", size, failures) as attack:
        address = attack.address
        register(address, "alice")
        statuses = Counter()

        def flood():
            job = lambda i: login(address, f"user{i}", source=client_address(i), timeout=60)[0]
            statuses.update(at_once(number, number, job))

        thread = threading.Thread(target=flood)
        thread.start()
        time.sleep(0.3)
        start = time.monotonic()
        while login(address, "alice", timeout=60)[0] != 200 and time.monotonic() < start + 60:
            time.sleep(2)
        waited = (time.monotonic() - start) * 1000
        thread.join()
        attack.check(set(statuses) <= {403, 429}, f"{dict(statuses)}")
        attack.check(waited < 10_000 * size.patience, f"an honest login took {waited:.0f} ms")
        row = attack.row(number, statuses[403], number)
        return row._replace(waited=f"{row.waited}, a login {waited:.0f}")


def connections_from_one_client(binary, size, failures):
    """One client opens as many connections as the server has, and sends a request on each now and then."""
    number = 4096 if size.patience == 1 else 1024
    with Attack(binary, "connections of one client", size, failures) as attack:
        async def job(_):
            try:
                reader, writer = await asyncio.open_connection(
                    *attack.address, local_addr=(client_address(1), 0))
            except OSError:
                return "refused"
            try:
                end = asyncio.get_running_loop().time() + size.seconds
                while asyncio.get_running_loop().time() < end:
                    writer.write(attacks.GET)
                    await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
                    await asyncio.sleep(1)
                return "open"
            except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError):
                return "refused"
            finally:
                await attacks.close(writer)

        outcome = asyncio.run(attacks.at_once(number, number, job))
        return attack.row(number, outcome["open"], 2048)


def guesses(binary, size, failures, name, client, account, burst, per_second):
    """A flood of guesses; `client` and `account` are those of a guess with a number."""
    with Attack(binary, name, size, failures) as attack:
        job = lambda i: login(attack.address, account(i), f"guess {i}", source=client_address(client(i)))[0]
        statuses = Counter(at_once(8, size.floods, job))
        attack.check(set(statuses) <= {403, 429}, f"{dict(statuses)}")
        # The probe has a session of the account, which keeps working.
        return attack.row(size.floods, statuses[403], allowed(burst, per_second, attack.start))


def guesses_at_one_account(binary, size, failures):
    """Many clients guess the password of one account."""
    return guesses(binary, size, failures, "guesses at one account by many clients",
                   lambda i: i, lambda _: "probe", GUESSES_PER_ACCOUNT, 0.1)


def guesses_of_one_client(binary, size, failures):
    """One client guesses the passwords of many accounts."""
    return guesses(binary, size, failures, "guesses of one client at many accounts",
                   lambda _: 1, lambda i: f"user{i}", GUESSES_PER_CLIENT, 0.5)


ALL = [
    scanned_links,
    emails_from_one_client,
    emails_to_one_address,
    emails_in_all,
    silent_smtp_server,
    logins,
    connections_from_one_client,
    guesses_at_one_account,
    guesses_of_one_client,
]


def table(binary, size, failures):
    yield "| attack | tried | accepted | refused | others waited at most, ms |"
    yield "|---|--:|--:|--:|--:|"
    for attack in ALL:
        yield "| {} |".format(" | ".join(str(cell) for cell in attack(binary, size, failures)))
