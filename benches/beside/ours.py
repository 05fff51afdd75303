"""Firstmove: fills its SQLite file past its pages, and starts it."""
import hashlib
import os
import re
import sqlite3
import subprocess
import time
from datetime import timedelta

from rows import GRACE_DAYS, SPRINT_COHORTS, WEEKS, ident, millis, token


class Server:
    """A running program; `start_seconds` is what it took until it answered."""

    def __init__(self, binary, folder, log):
        began = time.monotonic()
        self.log = open(log, "a+", encoding="utf-8")
        self.process = subprocess.Popen(
            [binary, "serve", "--listen", "127.0.0.1:0", "--data", folder],
            stdout=self.log, stderr=self.log, env={**os.environ, "FIRSTMOVE_LOG": "warn"})
        self.url = None
        while self.url is None:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended; see {log}")
            with open(log, encoding="utf-8") as printed:
                found = re.findall(r" at (http://[\d.]+:\d+)", printed.read())
            self.url = found[-1] if found else None
            time.sleep(0.002)
        self.start_seconds = time.monotonic() - began

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()


def fill(path, world):
    """Writes the rows of `world`; a fresh file has been migrated by a first start."""
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("pragma synchronous = off")
    base.execute("begin")
    start, ends = millis(world.start, 0), millis(world.today + timedelta(days=30))
    for number in world.numbers:
        sprint, cohort = number // SPRINT_COHORTS, ident("cohort", number)
        if number % SPRINT_COHORTS == 0:
            _sprint(base, sprint, start, ends)
        base.execute(
            "insert into cohorts (cohort_id, sprint_id, name, zone, start_date, grace_days, session_weekday,"
            " session_time, created_at) values (?, ?, ?, 'UTC', ?, ?, 1, '10:00', ?)",
            (cohort, ident("sprint", sprint), f"Group {number}", world.start.isoformat(), GRACE_DAYS, start))
        base.executemany(
            "insert into week_marks (cohort_id, week, mark, marked_at) values (?, ?, ?, ?)",
            [(cohort, week, mark, start) for week, mark in world.marks()])
        for place in range(world.people):
            _leader(base, world, number, place, start, ends)
    for check_in in world.check_ins():
        _check_in(base, world, *check_in)
    base.execute("commit")
    base.execute("analyze")
    base.close()


def _person(base, key, name, start, ends):
    person = ident("person", key)
    mail = f"p{key}@example.org".replace(" ", "")
    base.execute(
        "insert into people (id, name, mail, mail_folded, pseudonym, created_at) values (?, ?, ?, ?, ?, ?)",
        (person, name, mail, mail, f"P{key}", start))
    hashed = hashlib.sha256(token(key).encode()).hexdigest()
    base.execute("insert into sign_ins (token_hash, person_id, created_at, expires_at) values (?, ?, ?, ?)",
                 (hashed, person, start, ends))
    return person


def _sprint(base, number, start, ends):
    sprint = ident("sprint", number)
    base.execute("insert into sprints (id, name, organisation, restart_after, created_at) values (?, ?, 'Bench', 3, ?)",
                 (sprint, f"Sprint {number}", start))
    person = _person(base, f"c{number}", "Priya Nair", start, ends)
    base.execute("insert into sprint_roles (sprint_id, person_id, role, since) values (?, ?, 'coordinator', ?)",
                 (sprint, person, start))


def _leader(base, world, cohort, place, start, ends):
    person = _person(base, f"l{cohort}.{place}", f"Leader {place} Of {cohort}", start, ends)
    base.execute(
        "insert into seats (cohort_id, id, person_id, squad, joined_at, join_recorded_at) values (?, ?, ?, 'Team', ?, ?)",
        (ident("cohort", cohort), ident("seat", cohort, place), person, start, start))
    # a move that waits for its report
    _experiment(base, cohort, place, WEEKS, world.today, ident("open", cohort, place), "planned")


def _experiment(base, cohort, place, week, day, key, state):
    at = millis(day, 0)
    base.execute(
        "insert into experiments (cohort_id, id, seat_id, week, state, skill, hypothesis, action, planned_on,"
        " with_whom, needs_asking, criteria, criteria_due, criteria_locked_at, obstacle, response, fallback, witness,"
        " preparation, created_at, updated_at)"
        " values (?, ?, ?, ?, ?, 'delegation', 'if Karim runs the brief he decides the order of work',"
        " 'On Tuesday I say: the brief is yours. Then I stand at the back.', ?, 'Karim', 0,"
        " 'Three briefs in a row without a question to me', ?, ?, '', '', 'take the next brief', '', '', ?, ?)",
        (ident("cohort", cohort), key, ident("seat", cohort, place), week, state, day.isoformat(), day.isoformat(),
         at, at, at))


def _check_in(base, world, cohort, place, week, day, outcome):
    key = ident("experiment", cohort, place, week)
    _experiment(base, cohort, place, week, day, key, "reported" if outcome else "not_this_week")
    said = day.isoformat() if outcome else None
    base.execute(
        "insert into reports (cohort_id, id, experiment_id, revision, week, reported_at, reported_by, performed_on,"
        " outcome, barrier, line, evidence, reason) values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?,"
        " 'Done by 10:40. She found a faster order.', '', '')",
        (ident("cohort", cohort), ident("report", cohort, place, week), key, week, millis(day, 1),
         ident("person", f"l{cohort}.{place}"), said, outcome, None if outcome else "no_time"))
    if week < WEEKS:
        base.execute("insert into ratings (cohort_id, week, seat_id, score, rated_at) values (?, ?, ?, ?, ?)",
                     (ident("cohort", cohort), week, ident("seat", cohort, place), 3 + (place + week) % 3, millis(day, 2)))


def pages(world):
    """Who opens which dashboard: a line `cookie path` for each cohort."""
    return [f"{token(f'c{number // SPRINT_COHORTS}')} /?cohort={ident('cohort', number)}" for number in world.numbers]


def reports(world):
    """Who reports which move: a line `cookie path` for each leader."""
    return [f"{token(f'l{number}.{place}')} /moves/{ident('open', number, place)}/report"
            for place in range(world.people) for number in world.numbers]
