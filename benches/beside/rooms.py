"""Fifty groups of ten in session at once, and five thousand open streams: how long a press takes to reach the last of
the ten, and what an open stream costs.

    bin/bench --rooms
"""
import asyncio
import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from urllib.parse import urlencode, urlsplit

import measure
import ours
from rows import World, ident, token

GROUPS = 50
PEOPLE = 10
WEEK = 5
PRESSES = 10
STREAMS = 5000
SETTLES = 1.2  # a step that has just begun is not left


class Rooms(World):
    """Groups of ten in the middle of week five, with nothing reported yet."""

    def __init__(self):
        today = date.today()
        super().__init__(GROUPS, today, people=PEOPLE)
        self.start = today - timedelta(days=today.weekday(), weeks=WEEK - 1)

    def check_ins(self):
        return ()


class Leader:
    """One browser: a connection for its forms."""

    def __init__(self, server, group, place):
        self.at = urlsplit(server.url)
        self.group, self.place = group, place
        self.base = f"/sessions/{ident('cohort', group)}/week-{WEEK}"
        self.cookie = f"firstmove={token(f'l{group}.{place}')}"
        self.forms = None

    async def press(self, **fields):
        """Sends a button's form and waits for its answer."""
        if self.forms is None:
            self.forms = await asyncio.open_connection(self.at.hostname, self.at.port)
        reader, writer = self.forms
        body = urlencode(fields)
        writer.write(f"POST {self.base}/press HTTP/1.1\r\nHost: {self.at.netloc}\r\nCookie: {self.cookie}\r\n"
                     f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), 0)
        await reader.readexactly(length)
        status = int(head.split()[1])
        if status not in (200, 303):
            raise SystemExit(f"a press was answered with {status}")

    async def listen(self):
        """Opens the room's stream."""
        reader, writer = await asyncio.open_connection(self.at.hostname, self.at.port)
        writer.write(f"GET {self.base}/stream HTTP/1.1\r\nHost: {self.at.netloc}\r\nCookie: {self.cookie}\r\n"
                     "Accept: text/event-stream\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head:
            raise SystemExit(f"a stream was answered with {head.splitlines()[0].decode()}")
        await changed(reader)
        return reader, writer


async def changed(reader):
    """When the next message came that puts another step in place."""
    while True:
        line = await reader.readline()
        if not line:
            raise SystemExit("a stream ended")
        if b"room-ask" in line:
            return time.perf_counter()


async def begin(server, group):
    """Ten come in, and the first of them begins."""
    leaders = [Leader(server, group, place) for place in range(PEOPLE)]
    for leader in leaders:
        await leader.press(press="here")
    for leader, what in zip(leaders, ("run", "present", "write")):
        await leader.press(press=what)
    streams = [await leader.listen() for leader in leaders]
    await leaders[0].press(press="begin")
    await asyncio.gather(*(changed(reader) for reader, _ in streams))
    return leaders, streams


async def run(room, chance):
    """Goes on step by step; the seconds from each press to the last of the ten."""
    (first, *_), streams = room
    await asyncio.sleep(chance.uniform(0, 3))
    found = []
    for step in range(PRESSES):
        await asyncio.sleep(SETTLES + chance.uniform(0, 3))
        pressed = time.perf_counter()
        seen = asyncio.gather(*(changed(reader) for reader, _ in streams))
        await first.press(press="next", step=str(step), turn="")
        found.append(max(await asyncio.wait_for(seen, 30)) - pressed)
    return found


async def bench(server):
    chance = random.Random(7)
    rooms = [await begin(server, group) for group in range(GROUPS)]
    began, cpu = time.monotonic(), measure.cpu_seconds(server.process.pid)
    found = sorted(sum(await asyncio.gather(*(run(room, chance) for room in rooms)), []))
    busy = (measure.cpu_seconds(server.process.pid) - cpu) / (time.monotonic() - began)
    print(f"{GROUPS} groups of {PEOPLE}, {len(found)} presses in {time.monotonic() - began:.0f} s, {busy:.2f} cores busy\n")
    print("| from \"next\" to the last of its ten screens | ms |\n| --- | --- |")
    for name, share in (("median", .5), ("95 %", .95), ("99 %", .99), ("longest", 1)):
        print(f"| {name} | {found[min(len(found) - 1, int(share * len(found)))] * 1000:.0f} |")
    before = measure.resident_mb(server.process.pid)
    leaders = [leader for people, _ in rooms for leader in people]
    kept = []
    while len(kept) < STREAMS:
        kept += await asyncio.gather(*(leader.listen() for leader in leaders[len(kept) % len(leaders):][:100]))
    await asyncio.sleep(5)
    each = (measure.resident_mb(server.process.pid) - before) * 1024 / len(kept)
    print(f"\n{len(kept)} further streams: {each:.1f} KB of memory each ({before:.0f} MB before)")


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 20000) if hard > 0 else 20000, hard))
    folder = tempfile.mkdtemp(prefix="firstmove-rooms-")
    try:
        ours.Server(sys.argv[1], folder, f"{folder}/first.log").stop()
        ours.fill(f"{folder}/firstmove.db", Rooms())
        server = ours.Server(sys.argv[1], folder, f"{folder}/server.log")
        try:
            asyncio.run(bench(server))
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
