"""What a server does under wrk, and what it costs: requests, times, seconds of processor."""
import os
import subprocess
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """One run of wrk."""
    requests: int
    median_ms: float
    p99_ms: float
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self):
        return self.requests / self.seconds

    @property
    def per_cpu_second(self):
        return self.requests / self.cpu_seconds


def cpu_seconds(pid):
    """User and system time of a process and its threads so far."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid):
    """Memory that a process holds now."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def load(server, kind, lines, connections, seconds):
    """Runs wrk against a server with the requests of `lines`."""
    before = cpu_seconds(server.process.pid)
    result = subprocess.run(
        ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", f"{HERE}/load.lua", server.url,
         "--", lines, kind], capture_output=True, text=True, check=True)
    spent = cpu_seconds(server.process.pid) - before
    line = next((line for line in result.stdout.splitlines() if line.startswith("result ")), None)
    if line is None:
        raise SystemExit(f"wrk said: {result.stdout}{result.stderr}")
    _, requests, errors, median, p99, took = line.split()
    if int(errors):
        raise SystemExit(f"{kind}: {errors} of {requests} answers were errors\n{result.stdout[:2000]}")
    return Load(int(requests), float(median), float(p99), float(took), spent)
