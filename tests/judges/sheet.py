#!/usr/bin/env python3
"""The sheet before others' programs: 100 random sheets are written as workbooks, recalculated by LibreOffice, and
every number there must be the one that `firstmove kpi --json` gives. Then a row is changed in some of them, with
openpyxl, and the numbers must follow.

    tests/judges/sheet.py path/to/firstmove [how many]
"""
import csv
import json
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import openpyxl

HEADINGS = ["Week", "Participant", "Attempted", "Outcome", "Feedback quality", "Metric delta", "Cohort"]
OUTCOMES = ["Succeeded", "Partially", "Failed", "Pending", "Unresolved", "NoCriterion", ""]
NAMES = ["Ana Ruiz", "-Ana", "=1+1", "@x", "'quoted'", "+49 Tom", "Zoë Ångström", "李雷", "Ivo ~ *", "Who?", "Who!",
         "a<b", "O'Neil & Sons", "ümit", "Bo;Lund", "Eva, \"Ev\"", "Straße", ">5", "<>x", "1", "007", "TRUE", "Łukasz"]
FIRST_PERSON, FIRST_GROUP = 4, 32


def random_sheet(chance):
    """Rows in the order of the headings; each person's weeks are such as the rules allow."""
    rows = []
    cohorts = ["A", "Operations B", "=C", "D*"][: chance.randint(1, 4)]
    last = chance.randint(1, 10)
    for cohort in cohorts:
        eager = chance.choice([0.0, 0.3, 0.6, 0.8, 0.9, 1.0])
        for name in chance.sample(NAMES, chance.randint(1, 10)):
            first = chance.choice([1, 1, 1, 2, 3])
            for week in range(first, last + chance.choice([0, 0, 0, 1, 2]) + 1):
                rating = chance.choice(["", "", "4", "5", "3.5", "4.142857142857143", "1"])
                delta = chance.choice(["", "", "-0.5", "3", "=1+1", "n/a"])
                status = chance.choices(["try", "exc", "na", "gap", "blank"], [88, 5, 2, 3, 2])[0]
                if status == "gap":
                    continue
                if status == "blank":
                    rows.append([week, name, "", "", rating, delta, cohort])
                elif status == "exc":
                    bonus = chance.choice(["", "", "Succeeded"])
                    rows.append([week, name, "EXC", bonus, rating, delta, cohort])
                elif status == "na":
                    rows.append([week, name, "NA", chance.choice(["", "Failed"]), rating, delta, cohort])
                elif chance.random() < eager:
                    for _ in range(chance.choice([1, 1, 1, 2])):
                        rows.append([week, name, "Y", chance.choice(OUTCOMES), rating, delta, cohort])
                else:
                    rows.append([week, name, "N", "", rating, delta, cohort])
    if chance.random() < 0.5:
        chance.shuffle(rows)
    return rows


def write_csv(path, rows):
    guarded = [[guard(cell) for cell in row] for row in rows]
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS] + guarded)


def guard(cell):
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") and cell != "-0.5" else cell


def practice(seed):
    """The weeks that count: mostly the ten, in every fifth sheet others."""
    return random.Random(f"weeks {seed}").choice(["1-8", "3-10", "2-12"]) if seed % 5 == 2 else "1-10"


def kpi(program, path, weeks="1-10", workbook=None):
    more = ["--practice-weeks", weeks, *(["--workbook", str(workbook)] if workbook else [])]
    done = subprocess.run([program, "kpi", str(path), "--json", *more], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{path}: firstmove kpi ends with {done.returncode}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def recalculate(files, folder, profile):
    """One LibreOffice uses one processor, so there are two, each with half of the files and a profile of its own."""
    folder.mkdir()
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    halves = [[*command, f"-env:UserInstallation=file://{profile}-{half}", *map(str, files[half::2])] for half in (0, 1)]
    running = [subprocess.Popen(half, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for half in halves]
    for one in running:
        if one.wait(timeout=600) != 0:
            sys.exit(f"LibreOffice ends with {one.returncode}")


def number(value):
    return None if value in (None, "") else float(value)


def near(one, other):
    if one is None or other is None:
        return one is None and other is None
    return abs(one - other) < 1e-9


class Judged:
    """The numbers of a recalculated workbook."""

    def __init__(self, path, weeks="1-10"):
        book = openpyxl.load_workbook(path, data_only=True)
        # more weeks have columns and rows of their own
        self.more = max(0, int(weeks.split("-")[1]) - 10)
        self.numbers, self.people, self.weeks = book["Numbers"], book["People"], book["Weeks"]

    def at(self, cell):
        return number(self.numbers[cell].value)

    def rate(self, row):
        low, high = self.at(f"E{row}"), self.at(f"F{row}")
        return self.at(f"B{row}"), self.at(f"C{row}"), None if low is None else [low, high]

    def by_week(self):
        found = {}
        for row in self.weeks.iter_rows(min_row=2, values_only=True):
            if number(row[2]) is not None:
                found[(row[0] or None, int(row[1]))] = [int(cell) for cell in (row[2], row[3], row[5], row[6])]
        return found

    def alerts(self):
        found = []
        for row in self.people.iter_rows(min_row=FIRST_PERSON, values_only=True):
            for level, cell in (("amber", row[19 + self.more]), ("red", row[20 + self.more])):
                if cell:
                    weeks = [int(week) for week in str(cell).split(", ")]
                    found.append((row[1] or None, row[0], level, weeks))
        return sorted(found, key=str)


def compare(judged, told):
    """What differs, in sentences."""
    moves, success, quality = told["leadership_move_rate"], told["success_rate"], told["feedback_quality"]
    pairs = []
    for row, x, n, interval in ((5, moves["attempted"], moves["eligible"], moves["interval"]),
                                (6, success["succeeded"], success["resolved"], success["interval"])):
        found = judged.rate(row)
        pairs += [(f"B{row}", found[0], x), (f"C{row}", found[1], n)]
        for end in (0, 1):
            limit = None if interval is None else interval[end]
            pairs.append((f"limit {end} in row {row}", found[2] and found[2][end], limit))
    pairs += [("sessions", judged.at("B7"), quality["sessions"]), ("people", judged.at("B8"), told["participants"])]
    for end, cell in enumerate("EF"):
        limit = quality["interval"] and quality["interval"][end]
        pairs.append((f"feedback {cell}", judged.at(f"{cell}7"), limit))
    for row, outcome in zip(range(13, 19), ("succeeded", "partially", "failed", "unresolved", "pending", "no_criterion")):
        pairs.append((outcome, judged.at(f"B{row}"), success[outcome]))
    faults = [f"{what}: {found} is not {wanted}" for what, found, wanted in pairs if not near(found, wanted)]
    score = judged.at("D7")
    shown = None if score is None else f"{int(score * 10 + 0.5 + 1e-9) / 10:.1f}"
    met = {"yes": True, "no": False}.get(judged.numbers["G5"].value)
    weeks = {(row["cohort"], row["week"]): [row[key] for key in ("attempted", "eligible", "succeeded", "resolved")]
             for row in told["by_week"]}
    alerts = [(one["cohort"], one["participant"], one["level"], one["weeks"]) for one in told["alerts"]]
    for what, found, wanted in (("score", shown, quality["display"]), ("target", met, moves["target_met"]),
                                ("weeks", judged.by_week(), weeks), ("alerts", judged.alerts(), sorted(alerts, key=str))):
        if found != wanted:
            faults.append(f"{what}: {found} is not {wanted}")
    return faults


def by_group(program, judged, rows, folder, seed):
    """The table by group, each against the same group alone."""
    faults = []
    for cells in judged.numbers.iter_rows(min_row=FIRST_GROUP + judged.more, max_col=17, values_only=True):
        if not cells[0]:
            continue
        path = folder / f"{seed}-one.csv"
        write_csv(path, [row for row in rows if row[6] == cells[0]])
        told = kpi(program, path)
        moves, success, quality = told["leadership_move_rate"], told["success_rate"], told["feedback_quality"]
        wanted = [moves["attempted"], moves["eligible"], *(moves["interval"] or [None, None]), success["succeeded"],
                  success["resolved"], *(success["interval"] or [None, None]), quality["sessions"],
                  *(quality["interval"] or [None, None]), told["participants"]]
        found = [number(cells[at]) for at in (1, 2, 4, 5, 7, 8, 10, 11, 12, 14, 15, 16)]
        if not all(near(one, other) for one, other in zip(found, wanted)):
            faults.append(f"group {cells[0]}: {found} is not {wanted}")
    return faults


def write(program, work, seed):
    """One sheet as a workbook, and the numbers that it is told to have."""
    path = work / f"{seed}.csv"
    write_csv(path, random_sheet(random.Random(seed)))
    told = kpi(program, path, practice(seed), work / f"{seed}.xlsx")
    # the workbook read again is the same sheet
    again = kpi(program, work / f"{seed}.xlsx", practice(seed))
    if again != told | {"warnings": again["warnings"]}:
        sys.exit(f"{path}: the workbook does not read as the sheet it was made of")
    return told


def judge(program, work, seed, told):
    """The recalculated one must have the same numbers; in every tenth each group, too."""
    judged = Judged(work / "out" / f"{seed}.xlsx", practice(seed))
    faults = compare(judged, told)
    if judged.numbers["A3"].value:
        faults.append(f"says of a sheet as it came: {judged.numbers['A3'].value}")
    if seed % 10 == 0:
        faults += by_group(program, judged, random_sheet(random.Random(seed)), work, seed)
    if faults:
        sys.exit(f"sheet {seed}: " + "\n  ".join(faults))


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100
    work = Path(tempfile.mkdtemp())
    try:
        with ProcessPoolExecutor() as pool:
            told = list(pool.map(partial(write, program, work), range(count)))
            recalculate([work / f"{seed}.xlsx" for seed in range(count)], work / "out", work / "profile")
            for _ in pool.map(partial(judge, program, work), range(count), told):
                pass
        changed = change(program, work, range(0, count, 10))
        print(f"{count} workbooks give the numbers of firstmove kpi, {changed} of them also after a change.")
    finally:
        shutil.rmtree(work)


def change(program, work, seeds):
    """Somebody edits one row and adds a new person below; the recalculated numbers must be those of the new rows."""
    (work / "edited").mkdir()
    for seed in seeds:
        book = openpyxl.load_workbook(work / f"{seed}.xlsx")
        data = book["Data"]
        row = 2 + next(at for at, cells in enumerate(data.iter_rows(min_row=2, values_only=True)) if cells[2] == "N")\
            if any(cells[2] == "N" for cells in data.iter_rows(min_row=2, values_only=True)) else None
        if row:
            data.cell(row, 3, "Y")
            data.cell(row, 4, "Failed")
        end = data.max_row + 1
        while data.cell(end - 1, 1).value is None:
            end -= 1
        # as people write: numbers as text, a word before the week, a comma
        for week, rating in ((1, 3), ("2", "3.5"), ("W3", "4,5"), (" Week 4 ", 5), ("5.0", " 2 ")):
            for column, value in enumerate([week, "Somebody New", "N", None, rating, None, data.cell(2, 7).value or "A"], 1):
                cell = data.cell(end, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # openpyxl takes "=C" for a formula
            end += 1
        book.save(work / "edited" / f"{seed}.xlsx")
    files = [work / "edited" / f"{seed}.xlsx" for seed in seeds]
    recalculate(files, work / "edited-out", work / "profile")
    for seed in seeds:
        faults = compare(Judged(work / "edited-out" / f"{seed}.xlsx"), kpi(program, work / "edited" / f"{seed}.xlsx"))
        if faults:
            sys.exit(f"sheet {seed}, changed: " + "\n  ".join(faults))
    return len(files)


if __name__ == "__main__":
    main()
