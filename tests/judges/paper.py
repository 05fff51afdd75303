#!/usr/bin/env python3
"""Documents before others' programs: numbers are made up here, written into files by the crate, and read back by
programs that others wrote. Then each file is broken, and must be refused.

    tests/judges/paper.py path/to/samples
"""
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import docx
import pptx

WORDS = ["Ana Ruiz", "Łukasz Żak", "Ольга Петрова", "Γιώργος Παππάς", "نور الهدى", "דוד לוי", "李雷 and 김민준",
         "Sam \U0001f600 <b>*_#[x](y) $1"]
TITLE = "What was said on Thursday & after"


class Refused(Exception):
    """A file is not what it should be."""


def must(holds, what):
    if not holds:
        raise Refused(what)


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def made_up(chance):
    return [(str(week), chance.randint(0, 8), chance.randint(8, 10)) for week in range(1, 9)]


def to_pdf(path, work):
    """LibreOffice must open it; what it shows comes back as text."""
    folder = work / (path.name + "-shown")
    run("soffice", "--headless", f"-env:UserInstallation=file://{work}/profile", "--convert-to", "pdf",
        "--outdir", folder, path)
    shown = folder / (path.stem + ".pdf")
    must(shown.exists(), f"LibreOffice does not open {path.name}")
    return run("pdftotext", "-layout", shown, "-")[1]


def word(path, rows, work):
    """A note as python-docx and LibreOffice read it."""
    note = docx.Document(str(path))
    must(note.core_properties.title == TITLE, "no title in the properties")
    must(note.core_properties.language == "en-GB", "no language in the properties")
    text = [paragraph.text for paragraph in note.paragraphs]
    for words in WORDS:
        must(any(words in line for line in text), f"{words} is gone")
    must("the call took half as long.\nNobody had to wait." in "\n".join(text), "a line break is gone")
    names = {paragraph.style.name for paragraph in note.paragraphs}
    must({"Title", "Heading 1", "Heading 2", "List Paragraph"} <= names, f"styles are missing: {names}")
    must([p.text for p in note.paragraphs if p.style.name == "Title"] == [TITLE], "the title is not on top")
    chart, by_hand = note.tables
    found = [[cell.text for cell in row.cells] for row in by_hand.rows[1:]]
    wanted = [[label, str(part), str(whole), f"{part} of {whole} in week {label}"] for label, part, whole in rows]
    must(found == wanted, f"{found} is not {wanted}")
    told = [[cell.text for cell in row.cells][:2] for row in chart.rows[1:]]
    must(told == [[label, f"{part} of {whole}"] for label, part, whole in rows], f"the chart tells {told}")
    for table in note.tables:
        must(table.rows[0]._tr.trPr is not None and "tblHeader" in table.rows[0]._tr.xml, "a head that does not repeat")
    shown = to_pdf(path, work)
    for label, part, whole in rows:
        must(f"{part} of {whole} in week {label}" in shown, f"LibreOffice does not show week {label}")


def plain(path, rows, work):
    """The same as Markdown."""
    lines = path.read_text(encoding="utf-8").splitlines()
    must(lines[0] == "# " + TITLE.replace("&", "\\&"), "no title")
    for label, part, whole in rows:
        must(f"| {label} | {part} | {whole} | {part} of {whole} in week {label} |" in lines, f"no row {label}")


def sheets(path, rows, work):
    """The same as PDF: whole, tagged, without a fault of accessibility that a program can find."""
    code, said = run("qpdf", "--check", path)
    must(code == 0, said)
    about = run("pdfinfo", path)[1]
    must("Tagged:          yes" in about, "not tagged")
    must(f"Title:           {TITLE}" in about, "no title")
    code, said = run(Path(sys.executable).parent / "pdfua", "check", path)
    must(code == 0, said)
    text = run("pdftotext", "-raw", path, "-")[1]
    for words in ["Ana Ruiz", "Łukasz Żak", "Ольга Петрова", "Γιώργος Παππάς", "李雷", "김민준", "\U0001f600", "<b>*_#[x](y) $1"]:
        must(words in text, f"{words} is gone")
    for label, part, whole in rows:
        must(f"{part} of {whole} in week {label}" in text, f"no row {label}")
        must(f"Week {label}: {part} of {whole}" in tree(path), f"the picture has no words for week {label}")


def slides(path, rows, work):
    """A deck as python-pptx and LibreOffice read it."""
    first, second = pptx.Presentation(str(path)).slides
    must(first.shapes.title.text == "More people come each week", "a slide without its title")
    must(second.shapes.title.text == "What was learned", "a slide without its title")
    shapes = {shape.name: shape for shape in first.shapes}
    label, part, whole = rows[-1]
    must(f"{part} of {whole}" in shapes["Words"].text_frame.text, "the big number is another")
    found = [[cell.text for cell in row.cells] for row in shapes["Numbers"].table.rows]
    must(found[0] == ["Week"] + [row[0] for row in rows], f"weeks: {found[0]}")
    must(found[1] == ["Came"] + [f"{row[1]} of {row[2]}" for row in rows], f"numbers: {found[1]}")
    said = shapes["Chart"]._element.nvPicPr.cNvPr.get("descr", "")
    must(all(f"Week {row[0]}: {row[1]} of {row[2]}" in said for row in rows), "the picture has no words")
    must(shapes["Chart"].image.content_type == "image/png", "no picture")
    shown = to_pdf(path, work)
    must("What was learned" in shown and f"{part} of {whole}" in shown, "LibreOffice does not show it")


def tree(path):
    """What the parts of a PDF say to those who do not see them."""
    import pikepdf

    said = []
    with pikepdf.open(path) as file:
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one:
                said.append(str(one.Alt))
    return "\n".join(said)


def changed(path, work, find, put):
    """A copy in which one text is another, inside an archive too."""
    copy = work / ("broken-" + path.name)
    if not zipfile.is_zipfile(path):
        copy.write_bytes(path.read_bytes().replace(find.encode(), put.encode()))
        return copy
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item).replace(find.encode(), put.encode()))
    return copy


def judge(name, check, path, rows, work, breaks):
    check(path, rows, work)
    for find, put in breaks:
        broken = changed(path, work, find, put)
        must(broken.read_bytes() != path.read_bytes(), f"{name}: nothing was broken by {find}")
        try:
            check(broken, rows, work)
        except Exception:  # whichever program refuses it
            continue
        raise Refused(f"{name}: a copy with {put} for {find} is accepted")
    print(f"{path.name} holds, {len(breaks)} broken copies are refused.")


def refuses(check, path, rows, work):
    """Other numbers than those put in must not be found."""
    try:
        check(path, rows, work)
    except Refused:
        return
    raise Refused(f"{path.name} is accepted with numbers that nobody put in")


def main():
    program, work = Path(sys.argv[1]).resolve(), Path(tempfile.mkdtemp())
    try:
        rows = made_up(random.Random())
        source = work / "rows.csv"
        source.write_text("".join(f"{label};{part};{whole}\n" for label, part, whole in rows), encoding="utf-8")
        code, said = run(program, source, work)
        must(code == 0, said)
        label, part, whole = rows[3]
        number = (f"{part} of {whole} in week {label}", f"{part + 1} of {whole} in week {label}")
        judge("word", word, work / "note.docx", rows, work, [number, ("</w:tbl>", "</w:tb>"), ("tblHeader", "hidden")])
        judge("sheets", sheets, work / "note.pdf", rows, work,
              [("/Marked true", "/Marked false"), ("/Alt", "/Alx"), ("/Lang", "/Lagn"), ("endstream", "endstraem")])
        judge("slides", slides, work / "deck.pptx", rows, work, [("descr=", "title="), ('<p:ph type', '<p:px type')])
        other = [(label, part + 1, whole + 1) for label, part, whole in rows]
        for check, name in ((word, "note.docx"), (sheets, "note.pdf"), (slides, "deck.pptx"), (plain, "note.md")):
            refuses(check, work / name, other, work)
        judge("markdown", plain, work / "note.md", rows, work, [number])
    except Refused as fault:
        sys.exit(f"Refused: {fault}")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
