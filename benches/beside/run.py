"""Firstmove beside PocketBase on the same rows, in one run; the figures are printed as the tables of docs/performance.md.

    bin/bench             everything; about a quarter of an hour
    bin/bench --quick     short loads and few rows, to see whether it runs
"""
import argparse
import http.client
import os
import platform
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import measure
import ours
import theirs
from rows import PEOPLE, WEEKS, World, ident, token

ROW_COHORTS = 1000  # of eight people and twelve weeks: 96 000 check-ins
ROWS_PER_COHORT = PEOPLE * WEEKS * 2  # a plan and a report for each


@dataclass
class Setting:
    """What one run does."""
    seconds: int
    cohorts: int
    large_rows: int
    rounds: int


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("firstmove")
    parser.add_argument("pocketbase")
    parser.add_argument("--quick", action="store_true", help="short loads and few rows")
    parser.add_argument("--only", choices=("beside", "growth"), help="one half")
    asked = parser.parse_args()
    setting = Setting(3, 1000, 100_000, 20) if asked.quick else Setting(15, ROW_COHORTS, 10_000_000, 200)
    folder = tempfile.mkdtemp(prefix="firstmove-bench-")
    try:
        machine()
        if asked.only != "growth":
            beside(asked, setting, folder)
        if asked.only != "beside":
            growth(asked.firstmove, setting, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    with open("/proc/meminfo", encoding="utf-8") as info:
        memory = int(next(info).split()[1]) / 1024 / 1024
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Linux {platform.release().split('-')[0]};"
          f" load before the run {load:.2f}; wrk on the same cores\n")


def beside(asked, setting, folder):
    """The dashboard, the check-in, memory and start, on the same rows."""
    world = World(setting.cohorts)
    mine, other = f"{folder}/ours", f"{folder}/theirs"
    ours.Server(asked.firstmove, mine, f"{folder}/ours.log").stop()
    ours.fill(f"{mine}/firstmove.db", world)
    theirs.prepare(asked.pocketbase, other, f"{folder}/theirs.log")
    theirs.fill(other, world)
    files = {}

    def lines(name, found):
        files[name] = f"{folder}/{name}"
        with open(files[name], "w", encoding="utf-8") as file:
            file.write("\n".join(found) + "\n")

    lines("page", ours.pages(world))
    lines("report", ours.reports(world))
    starts, idle, loads = [], 0.0, {}
    for turn in range(5):
        server = ours.Server(asked.firstmove, mine, f"{folder}/ours-{turn}.log")
        starts.append(server.start_seconds)
        if turn == 4:
            time.sleep(5)
            idle = measure.resident_mb(server.process.pid)
            loads["page"] = measure.load(server, "page", files["page"], 16, setting.seconds)
            loads["report"] = measure.load(server, "report", files["report"], 64, setting.seconds)
        server.stop()
    server = theirs.Server(asked.pocketbase, other, f"{folder}/theirs.log")
    lines("view", theirs.pages(world, theirs.sign_in(server)))
    time.sleep(5)
    idle_theirs = measure.resident_mb(server.process.pid)
    loads["view"] = measure.load(server, "view", files["view"], 16, setting.seconds)
    loads["record"] = measure.load(server, "record", files["view"], 64, setting.seconds)
    server.stop()
    print(f"{setting.cohorts * PEOPLE * WEEKS} check-ins in both; each load {setting.seconds} s\n")
    table("Dashboard with sign-in beside a KPI view of 12 rows, 16 connections", loads["page"], loads["view"])
    table("Durable check-in beside the creation of a record, 64 connections", loads["report"], loads["record"])
    print("| | Firstmove | PocketBase |\n| --- | --- | --- |")
    print(f"| memory when idle, MB | {idle:.1f} | {idle_theirs:.1f} |")
    print(f"| start on this database, s (median of five) | {statistics.median(starts):.3f} | |\n")


def table(title, mine, other):
    print(f"**{title}**\n\n| | Firstmove | PocketBase | Firstmove is |\n| --- | --- | --- | --- |")
    for name, one, two, times in (
            ("requests per CPU-second", mine.per_cpu_second, other.per_cpu_second, mine.per_cpu_second / other.per_cpu_second),
            ("requests per second", mine.per_second, other.per_second, mine.per_second / other.per_second),
            ("median, ms", mine.median_ms, other.median_ms, other.median_ms / mine.median_ms),
            ("p99, ms", mine.p99_ms, other.p99_ms, other.p99_ms / mine.p99_ms)):
        print(f"| {name} | {one:.1f} | {two:.1f} | {times:.1f} times as good |")
    print()


def growth(binary, setting, folder):
    """What one check-in and the numbers after it cost with a thousand rows and with very many."""
    print("**One check-in, then its group's numbers, one after the other on one connection**\n")
    print("| rows of moves and reports | check-in, median ms | numbers after it, median ms | the same in CPU-ms | file, MB |"
          "\n| --- | --- | --- | --- | --- |")
    for rows in (1000, setting.large_rows):
        cohorts = max(rows // ROWS_PER_COHORT, 5)
        place = f"{folder}/grown"
        ours.Server(binary, place, f"{folder}/grown-{rows}-first.log").stop()
        ours.fill(f"{place}/firstmove.db", World(cohorts))
        server = ours.Server(binary, place, f"{folder}/grown-{rows}.log")
        # what runs by itself once after a start is over then
        time.sleep(3 if rows < 10_000 else 30)
        said, shown, cpu = one_by_one(server, cohorts, setting.rounds)
        size = os.path.getsize(f"{place}/firstmove.db") / 1e6
        print(f"| {cohorts * ROWS_PER_COHORT} | {said:.2f} | {shown:.2f} | {cpu:.2f} | {size:.0f} |")
        server.stop()
        shutil.rmtree(place)
    print()


def one_by_one(server, cohorts, rounds):
    """Median milliseconds of a check-in and of the page of results after it, and the page's processor time."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc)
    said, shown, cpu = [], [], 0.0

    def ask(method, path, who, body=None):
        headers = {"cookie": f"firstmove={token(who)}"}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 303):
            raise SystemExit(f"{method} {path} answered {answer.status}")
        return (time.perf_counter() - began) * 1000

    for turn in range(rounds):
        number = turn * 7919 % cohorts
        place = turn // cohorts % PEOPLE
        body = f"tried=yes&outcome=succeeded&line=Done+by+10%3A40.+She+found+a+faster+order.&sent_key=one-{turn}"
        said.append(ask("POST", f"/moves/{ident('open', number, place)}/report", f"l{number}.{place}", body))
        before = measure.cpu_seconds(server.process.pid)
        page = f"/results?cohort={ident('cohort', number)}"
        shown.append(ask("GET", page, f"c{number // ours.SPRINT_COHORTS}"))
        cpu += measure.cpu_seconds(server.process.pid) - before
    return statistics.median(said), statistics.median(shown), cpu / rounds * 1000


if __name__ == "__main__":
    main()
