#!/usr/bin/env python3
"""The note of a session before others' programs: the example is started, one of its leaders fills in the session of the
week, and the files that come out must say what the pages say: who was there, how each move of last week went on the
coordinator's table, what each tries next. Then words are changed in the files, and they must be refused.

    tests/judges/notes.py path/to/firstmove
"""
import http.cookiejar
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx

LINES = {"scene": "The Monday brief, and who opens it.", "intent": "That *Karim* decides, <not> me & nobody else.",
         "barriers": "He may ask.\nI may answer too soon.", "success": "Three briefs in a row, no_question to me.",
         "takeaway": "I count to seven \u2013 always."}
# how the note and the coordinator's table say the same
OUTCOMES = {"met the mark": "tried, met", "got partway": "tried, partly met",
            "tried, and the mark was not met": "tried, not met",
            "tried; it is too early to tell": "tried, too early to tell", "not this week": "not this week"}
PARTS = ["Last week", "Live coaching", "Next moves", "Commitments"]


class Refused(Exception):
    """A file does not say what the pages say."""


def must(holds, what):
    if not holds:
        raise Refused(what)


class Browser:
    """Somebody who looks at the example."""

    def __init__(self, address):
        self.home = "/".join(address.split("/")[:3])
        keeps = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(keeps)
        self.post(address, {})

    def get(self, path):
        with self.opener.open(urllib.parse.urljoin(self.home, path), timeout=60) as answer:
            return answer.read()

    def page(self, path):
        return Page(self.get(path).decode())

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(urllib.parse.urljoin(self.home, path), body, {"Sec-Fetch-Site": "same-origin"})
        with self.opener.open(request, timeout=60) as answer:
            return answer.read()


class Page(HTMLParser):
    """What stands on a page, as pairs of the open tags and the words."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words, self.links, self.fields = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "input":
            self.fields.append((attributes.get("name"), attributes.get("value")))
        if tag not in ("input", "meta", "link", "br", "use", "img", "path", "rect"):
            self.open.append((tag, attributes.get("class") or ""))

    def handle_endtag(self, tag):
        while self.open and any(one == tag for one, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if data.strip():
            self.words.append((list(self.open), data))

    def section(self, title):
        """The words of the section under this heading, with the innermost tag of each."""
        inside, found = False, []
        for tags, words in self.words:
            names = [tag for tag, _ in tags]
            if names[-1] == "h2":
                inside = words.strip() == title
            elif inside and "section" in names and "form" not in names and "details" not in names:
                found.append((names[-1], [kind for _, kind in tags], words.strip("\n")))
        return found


def entries(page, title):
    """The lines of a list as a file writes them: "Maya Okafor: what (how)"."""
    found = []
    for tag, _, words in page.section(title):
        if tag == "b":
            found.append([words.strip(), "", ""])
        elif found:
            found[-1][2 if tag == "small" else 1] += words
    return [(owner, what.strip(), how.strip()) for owner, what, how in found]


def pairs(page):
    named, label = {}, None
    for tags, words in page.words:
        if tags[-1][0] == "dt":
            label = words.strip()
        elif tags[-1][0] == "dd" and label:
            named[label] = words.strip()
    return named


def coached(page):
    found = []
    for _, kinds, words in page.section("Live coaching"):
        if "q" in kinds:
            found.append([words.strip(), ""])
        elif "lines" in kinds:
            found[-1][1] += words
    return [tuple(one) for one in found]


class Told:
    """What the pages tell."""

    def __init__(self, page):
        named = pairs(page)
        self.fields = [("Date", re.search(r"\w+ \d+ \w+ \d{4}, \d\d:\d\d", page_text(page)).group()),
                       ("Present", named["Present"]), ("Presented", named["Presented"])]
        self.lists = {title: entries(page, title) for title in ("Last week", "Next moves", "Commitments")}
        self.coached = coached(page)

    def items(self, title):
        return [f"{owner}: {what} ({how})" for owner, what, how in self.lists[title]]


def page_text(page):
    return " ".join(words.strip() for _, words in page.words)


def word(path, told):
    """The note as python-docx reads it, part by part."""
    part, found, fields = "", {title: [] for title in PARTS}, []
    for paragraph in docx.Document(str(path)).paragraphs:
        if paragraph.style.name.startswith("Heading"):
            part = paragraph.text
        elif paragraph.style.name == "List Paragraph":
            found[part].append(paragraph.text)
        elif paragraph.style.name != "Title" and paragraph.text.strip():
            fields.append(paragraph.text)
    for title in ("Last week", "Next moves", "Commitments"):
        must(found[title] == told.items(title), f"{title}: {found[title]} is not {told.items(title)}")
    text = "\n".join(fields)
    for label, words in told.fields + told.coached:
        must(label in text and words in text, f"{label}: {words} is not in the document")


def markdown(path, told):
    """The same as Markdown, its marks taken away."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", path.read_text(encoding="utf-8").replace("\\\n", "\n"))
    part, found = "", {title: [] for title in PARTS}
    for line in text.splitlines():
        if line.startswith("## "):
            part = line[3:]
        elif line.startswith("- "):
            found[part].append(line[2:].replace("**", ""))
        elif line.startswith("  ") and found.get(part):
            found[part][-1] += "\n" + line.strip()
    for title in ("Last week", "Next moves", "Commitments"):
        must(found[title] == told.items(title), f"{title}: {found[title]} is not {told.items(title)}")
    said = squeezed(text.replace("*", ""))
    for label, words in told.fields + told.coached:
        must(squeezed(words.replace("*", "")) in said, f"{label}: {words} is not in the text")


def sheet(path, told):
    """The same as a PDF, line breaks taken away."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, timeout=60)
    said = squeezed(done.stdout)
    for title in ("Last week", "Next moves", "Commitments"):
        for item in told.items(title):
            must(squeezed(item) in said, f"{title}: {item} is not on the sheet")
    for label, words in told.fields + told.coached:
        must(squeezed(words) in said, f"{label}: {words} is not on the sheet")


def squeezed(text):
    return re.sub(r"\s+", "", text)


def same_as_the_table(told, table, week):
    """Each result is the one on the coordinator's table, and everybody who said something stands in both."""
    shown, name, column = {}, "", 0
    for tags, words in table.words:
        names = [tag for tag, _ in tags]
        if ("table", "heat") not in tags or "tbody" not in names:
            continue
        if "th" in names and not any(kind.startswith("av") for _, kind in tags):
            name = words.strip() if column else f"{name} {words.strip()}".strip()
            column = 0
        elif "td" in names:
            column += 1
            if column == week:
                shown[name] = words.strip()
    said = {owner: OUTCOMES[how] for owner, _, how in told.lists["Last week"]}
    must(len(said) >= 5, f"only {len(said)} results to compare")
    for owner, outcome in said.items():
        must(shown.get(owner) == outcome, f"{owner}: {outcome} in the note, {shown.get(owner)} on the table")
    heard = {owner for owner, outcome in shown.items() if outcome in OUTCOMES.values()}
    must(heard == set(said), f"{heard ^ set(said)} stand in one of the two")


def changed(path, work, find, put):
    copy = work / ("changed-" + path.name)
    if not zipfile.is_zipfile(path):
        copy.write_text(path.read_text(encoding="utf-8").replace(find, put), encoding="utf-8")
        return copy
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item).replace(find.encode(), put.encode()))
    return copy


def refuses(check, path, told):
    try:
        check(path, told)
    except Refused:
        return
    raise Refused(f"{path.name} is accepted although it was changed")


def example(program, work):
    """The running example, and the addresses by which one looks at it as somebody."""
    command = [program, "demo", "--listen", "127.0.0.1:0", "--data", str(work / "data")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    links = {}
    for line in server.stdout:
        found = re.search(r"^\s*(\S.*?)\s{2,}.*?(http://\S+/demo/as/\S+)", line)
        if found:
            links[found.group(1)] = found.group(2)
        if "Administrator" in links:
            return server, links
    sys.exit("The example did not start.")


def held(leader):
    """Fills in the newest session that has passed without a note; gives its address and its week."""
    weeks = {link for link in leader.page("/sessions").links if re.fullmatch(r"/sessions/[\w-]+/week-\d+", link)}
    for base in sorted(weeks, key=lambda link: int(link.rsplit("-", 1)[1]), reverse=True):
        seats = [value for name, value in leader.page(base).fields if name == "present"]
        if seats:
            form = [("present", seat) for seat in seats] + [("presenter", seats[0])] + list(LINES.items())
            leader.post(base + "/told", form)
            return base, int(base.rsplit("-", 1)[1])
    raise Refused("no session of the example waits for a note")


def main():
    program, work = Path(sys.argv[1]).resolve(), Path(tempfile.mkdtemp())
    server, links = example(program, work)
    try:
        leader, coordinator = Browser(links["Leader"]), Browser(links["Coordinator"])
        base, week = held(leader)
        cohort = base.split("/")[2]
        for name, reader in (("leader", leader), ("coordinator", coordinator)):
            told = Told(reader.page(base))
            must([words for _, words in told.coached] == list(LINES.values()), f"the page says {told.coached}")
            must(told.lists["Next moves"] or name == "leader", "nobody tries anything next")
            files = {}
            for kind in ("docx", "md", "pdf"):
                files[kind] = work / f"{name}.{kind}"
                files[kind].write_bytes(reader.get(f"{base}/note.{kind}"))
            for kind, check in (("docx", word), ("md", markdown), ("pdf", sheet)):
                check(files[kind], told)
            if name == "coordinator":
                same_as_the_table(told, coordinator.page(f"/moves?cohort={cohort}"), week - 1)
            owner, _, how = told.lists["Last week"][0]
            other = next(one for one in OUTCOMES if one != how)
            for find, put in ((how, other), (owner, "Nobody Else"), ("Three briefs", "Two briefs")):
                refuses(word, changed(files["docx"], work, find, put), told)
                refuses(markdown, changed(files["md"], work, find, put), told)
            print(f"The note as the {name} takes it says what the pages say; six changed copies are refused.")
    except Refused as fault:
        sys.exit(f"Refused: {fault}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
