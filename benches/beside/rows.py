"""The rows that both servers hold: cohorts of eight people, twelve weeks, one check-in each week.

Made from a fixed seed, so that every run has the same. Week 12 is the week of the day on which it runs.
"""
import hashlib
import random
import uuid
from datetime import date, datetime, timedelta, timezone

PEOPLE = 8
WEEKS = 12
SPRINT_COHORTS = 5
GRACE_DAYS = 3


def ident(*parts):
    """An id that is always the same for the same parts."""
    return str(uuid.UUID(bytes=hashlib.sha256(repr(parts).encode()).digest()[:16], version=4))


def token(*parts):
    """A sign-in's token."""
    return hashlib.sha256(repr(("token",) + parts).encode()).hexdigest()[:43]


def millis(day, hour=9):
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.utc)
    return int(moment.timestamp() * 1000)


class World:
    """`cohorts` cohorts; `first` is the number of the first, so that more can be added later."""

    def __init__(self, cohorts, today=None, first=0, people=PEOPLE):
        today = today or date.today()
        self.today = today
        self.people = people
        self.start = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
        self.numbers = range(first, first + cohorts)

    def marks(self):
        """(week, mark) of what is over on the day of the run: its ends and closes, and what was asked in them."""
        yield 1, "met"
        for week in range(1, WEEKS):
            since_its_end = (self.today - self.start).days - 7 * week
            if since_its_end >= 0:
                yield week, "end"
            if since_its_end > GRACE_DAYS:
                yield week, "close"
            if since_its_end > 0 and week in (2, 6, 10):
                yield week, "said"

    def check_ins(self):
        """(cohort, person, week, day, outcome) of each; one in ten weeks is silent and has a row of its own."""
        chance = random.Random(7)
        outcomes = ["succeeded"] * 6 + ["partially"] * 2 + ["failed"] + [None]
        for cohort in self.numbers:
            for person in range(self.people):
                for week in range(1, WEEKS + 1):
                    day = self.start + timedelta(weeks=week - 1, days=chance.randrange(1 if week == WEEKS else 5))
                    yield cohort, person, week, day, chance.choice(outcomes)
