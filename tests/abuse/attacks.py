"""Misbehaving clients, each on its own connections. An attack ends after a time or when the server has closed its
connections, and returns a summary of its result."""

import asyncio
import os
import re
from collections import Counter

HEAD = b"POST /_matrix/client/v3/login HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def connect(address):
    # A large backlog of connections takes time.
    return await asyncio.wait_for(asyncio.open_connection(*address), 30)


async def close(writer):
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        pass


async def answer(reader, timeout=40):
    """The status of the next response, or the reason why it did not arrive."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n"), timeout)
        return head.split()[1].decode()
    except asyncio.TimeoutError:
        return "no response"
    except (asyncio.IncompleteReadError, OSError, IndexError):
        return "closed"


async def send(address, request, timeout=40):
    """Sends a request on a new connection, as far as the server reads it."""
    try:
        reader, writer = await connect(address)
    except (OSError, asyncio.TimeoutError):
        return "no connection"
    try:
        writer.write(request)
        try:
            await asyncio.wait_for(writer.drain(), timeout)
        except (OSError, asyncio.TimeoutError):
            pass
        return await answer(reader, timeout)
    finally:
        await close(writer)


async def at_once(number, most, job):
    """Runs jobs 0, 1, .. with at most so many at a time, and counts their results."""
    room = asyncio.Semaphore(most)

    async def one(i):
        async with room:
            return await job(i)

    return Counter(await asyncio.gather(*(one(i) for i in range(number))))


def summary(counter):
    return ", ".join(f"{count} × {what}" for what, count in sorted(counter.items()))


async def drip(address, start, seconds):
    """Sends a byte a second after the start of a request."""
    try:
        reader, writer = await connect(address)
    except (OSError, asyncio.TimeoutError):
        return "no connection"
    try:
        writer.write(start)
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            writer.write(b"x")
            await writer.drain()
            # A response or the end of the connection ends this client.
            try:
                head = await asyncio.wait_for(reader.readuntil(b"\r\n"), 1)
                return head.split()[1].decode()
            except asyncio.TimeoutError:
                pass
        return "still open"
    except (asyncio.IncompleteReadError, OSError):
        return "closed"
    finally:
        await close(writer)


async def slow_heads(address, size):
    """Clients that send the head of a request a byte a second."""
    start = HEAD + b"X-Slow: "
    job = lambda _: drip(address, start, size.seconds)
    return summary(await at_once(size.connections, size.connections, job))


async def slow_bodies(address, size):
    """Clients that send the body of a request a byte a second."""
    start = HEAD + b"Content-Length: 60000\r\n\r\n"
    job = lambda _: drip(address, start, size.seconds * 3)
    return summary(await at_once(size.connections, size.connections, job))


async def silent(address, size):
    """Clients that connect and say nothing."""
    job = lambda _: drip_nothing(address, size.seconds)
    return summary(await at_once(size.connections, size.connections, job))


async def silent_above_the_limit(address, size):
    """More clients than the limit of connections. Other requests wait for the timeout of a head."""
    job = lambda _: drip_nothing(address, size.seconds * 2)
    return summary(await at_once(size.connections * 5, size.connections * 5, job))


async def drip_nothing(address, seconds):
    try:
        reader, writer = await connect(address)
        try:
            return "closed" if await asyncio.wait_for(reader.read(1), seconds) == b"" else "answer"
        finally:
            await close(writer)
    except asyncio.TimeoutError:
        return "still open"
    except OSError:
        return "no connection"


async def half_closed(address, size):
    """Clients that close their side of the connection after a request, and in the middle of one."""

    async def job(i):
        reader, writer = await connect(address)
        try:
            writer.write(GET if i % 2 else HEAD + b"Content-Length: 1000\r\n\r\n{")
            writer.write_eof()
            return ("whole: " if i % 2 else "half: ") + await answer(reader)
        except OSError:
            return "closed"
        finally:
            await close(writer)

    return summary(await at_once(size.connections, size.connections, job))


async def disconnecting(address, size):
    """Clients that send a request and close the connection before the response."""

    async def job(_):
        _, writer = await connect(address)
        writer.write(GET)
        writer.transport.abort()
        return "disconnected"

    return summary(await at_once(size.connections * 3, size.connections, job))


async def disconnecting_during_registration(address, size):
    """Clients that register an account and close the connection before the response."""

    async def job(i):
        _, writer = await connect(address)
        body = b'{"username":"gone-%d","password":"correct horse","auth":{"type":"m.login.dummy"}}' % i
        head = b"POST /_matrix/client/v3/register HTTP/1.1\r\nHost: localhost\r\n"
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()
        return "disconnected"

    return summary(await at_once(size.large, size.large, job))


async def large_bodies(address, size):
    """Bodies of 10 MB with `Content-Length`, sent regardless of the server's response."""
    body = b"x" * 10_000_000
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return summary(await at_once(size.large, 25, lambda _: send(address, request)))


async def endless_bodies(address, size):
    """Bodies that never end."""
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = []

    async def job(_):
        reader, writer = await connect(address)
        # Reads while it sends: the response is lost when the connection ends.
        status = asyncio.ensure_future(answer(reader))
        count = 0
        try:
            writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
            while count < 10_000:
                writer.write(chunk)
                await asyncio.wait_for(writer.drain(), 40)
                count += 1
        except (OSError, asyncio.TimeoutError):
            pass
        sent.append(count * 0x10000)
        await close(writer)
        return await status

    counts = await at_once(size.large // 4, 25, job)
    return f"{summary(counts)}; at most {max(sent) / 2**20:.0f} MiB of one were read"


async def nested_json(address, size):
    """JSON lists and objects with 60,000 levels."""
    bodies = [b"[" * 60_000, b'{"a":' * 12_000]

    def job(i):
        body = bodies[i % len(bodies)]
        return send(address, HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    return summary(await at_once(size.connections, 100, job))


async def many_headers(address, size):
    """10,000 headers, a header of a megabyte, and a path of a megabyte."""
    requests = [
        HEAD + b"".join(b"X-%d: x\r\n" % i for i in range(10_000)) + b"\r\n",
        HEAD + b"X-Long: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ]
    job = lambda i: send(address, requests[i % len(requests)])
    return summary(await at_once(size.large * 3, 50, job))


async def every_byte(address, _):
    """Every byte in a path, in a path argument and in a query, literal and percent-encoded."""
    redirect = b"/_matrix/client/v3/login/sso/redirect/"
    starts = [b"/", redirect, b"/_matrix/client/v3/register/available?username="]
    ends = [b"", b"?redirectUrl=https://app.example.org", b""]
    targets = []
    for byte in range(256):
        for shown in (bytes([byte]), b"%%%02x" % byte):
            targets += [start + shown + end for start, end in zip(starts, ends)]

    def job(i):
        return send(address, b"GET " + targets[i] + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 5)

    return summary(await at_once(len(targets), 50, job))


async def noise(address, size):
    """Random bytes instead of HTTP."""
    job = lambda _: send(address, os.urandom(2000) + b"\r\n\r\n", size.seconds * 1.5)
    return summary(await at_once(size.connections, 200, job))


async def never_reading(address, size):
    """Clients that send requests and never read a response."""

    async def job(_):
        _, writer = await connect(address)
        # asyncio must not read the responses either.
        writer.transport.pause_reading()
        written = 0
        try:
            while True:
                writer.write(GET * 100)
                await asyncio.wait_for(writer.drain(), size.seconds)
                written += 100
        except asyncio.TimeoutError:
            return "stalled"
        except OSError:
            return "closed"
        finally:
            writer.transport.abort()

    return summary(await at_once(size.connections // 4, size.connections, job))


async def flood(address, size):
    """As many clients as allowed, each with one connection, that send requests as fast as they get responses."""
    end = asyncio.get_running_loop().time() + size.seconds
    pattern = re.compile(rb"content-length: (\d+)", re.IGNORECASE)

    async def job(_):
        reader, writer = await connect(address)
        count = Counter()
        try:
            while asyncio.get_running_loop().time() < end:
                writer.write(GET)
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
                await reader.readexactly(int(pattern.search(head).group(1)))
                count[head.split()[1].decode()] += 1
        finally:
            await close(writer)
        return tuple(count.items())

    total = Counter()
    outcomes = await at_once(size.connections, size.connections, job)
    for outcome, times in outcomes.items():
        for status, count in outcome:
            total[status] += count * times
    return summary(total)


# Each with the longest time, in milliseconds, that another client's request may take meanwhile. Above the limit
# of connections it waits until silent ones are closed.
ATTACKS = [
    ("requests on all connections", flood, 5000),
    ("silent", silent, 2000),
    ("slow heads", slow_heads, 2000),
    ("slow bodies", slow_bodies, 2000),
    ("half-closed", half_closed, 2000),
    ("disconnecting", disconnecting, 2000),
    ("disconnecting during a registration", disconnecting_during_registration, 2000),
    ("never reading", never_reading, 2000),
    ("bodies of 10 MB", large_bodies, 2000),
    ("endless bodies", endless_bodies, 2000),
    ("JSON nested 60,000 and 12,000 deep", nested_json, 2000),
    ("10,000 headers; 1 MB in a header; in a path", many_headers, 2000),
    ("every byte in paths and queries", every_byte, 2000),
    ("noise", noise, 2000),
    ("silent, five times as many", silent_above_the_limit, 15000),
]
