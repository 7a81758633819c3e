"""Every finding names the line its fault stands on: each code in each place where a manuscript can hold its fault.

The cases are in `line_cases`: a line that ends with `§` is one on which the code is expected; the sign is taken off
before anything is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from line_cases import (
    BLOCK_PLACES,
    ELSEWHERE,
    FILES,
    IN_BLOCKS,
    IN_LINES,
    LINE_PLACES,
    NO_LINE,
    ON_TOP,
    PRINTED,
    PRINTED_CODES,
)
from PIL import Image

from renderer.compose import Templates, compose
from renderer.findings import CODES, Finding, InputError
from renderer.markup import convert
from renderer.order import Order
from renderer.pipeline import build
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="10mm"><rect width="9" height="9"/>{}</svg>'
COMPOSED = ("PIC-", "LINK-", "ID-", "CHART-")
"""Codes of faults that are found when a manuscript is composed, not when it is converted."""


def without_marks(text: str, mark: str = "§") -> tuple[str, list[int]]:
    """Take the marks off a text; give the lines (from 1) that carried one."""
    lines = text.split("\n")
    marked = [n for n, line in enumerate(lines, 1) if line.endswith(mark) or f"{mark} |" in line]
    return "\n".join(re.sub(r" ?§[A-Z]?(?=$| \|$)", "", line) for line in lines), marked


def placed(code: str) -> Iterator[tuple[str, str]]:
    """Give the cases of a code within a manuscript: what and where the fault is, and the text with its marks."""
    number = 0
    for fault in IN_LINES.get(code, ()):
        for place, frame in LINE_PLACES.items():
            number += 1
            before, behind = frame.split("{}")
            rest, *more = behind.split("\n")
            text = "\n".join([before + fault + rest + " §", *more])
            yield f"{fault} in {place}", text.replace("%", str(number))
    for fault in IN_BLOCKS.get(code, ()):
        for place, (before, margin, behind) in BLOCK_PLACES.items():
            lines = [margin + line if line or margin.strip() else line for line in fault.split("\n")]
            yield f"{fault} in {place}", before + "\n".join(lines) + behind
    for fault in ON_TOP.get(code, ()):
        yield fault, fault


def lines_of(findings: Iterable[Finding], code: str, file: str) -> list[int]:
    return sorted(f.place.line for f in findings if f.code == code and f.place.file.endswith(file))


def test_every_code_that_names_a_line_is_tested(root: Path) -> None:
    here = {*IN_LINES, *IN_BLOCKS, *ON_TOP, *FILES, *PRINTED_CODES.values()}
    assert sorted({*here, *ELSEWHERE, *NO_LINE}) == sorted(CODES)
    assert not (here | ELSEWHERE.keys()) & NO_LINE.keys()
    for code, file in ELSEWHERE.items():
        assert re.search(rf'"{code}[":]', (root / "tests" / file).read_text("utf-8")), code


# ---------------------------------------------------------------------------------------------- manuscripts
@pytest.mark.parametrize("first", [1, 12])
@pytest.mark.parametrize("code", [c for c in {**IN_LINES, **IN_BLOCKS, **ON_TOP} if not c.startswith(COMPOSED)])
def test_faults_of_the_dialect(code: str, first: int) -> None:
    wrong = {}
    for name, text in placed(code):
        plain, marked = without_marks(text)
        told = [n - first + 1 for n in lines_of(convert(plain, source="m.md", first_line=first).findings, code, "m.md")]
        if told != marked:
            wrong[name] = f"expected {marked}, told {told}"
    assert wrong == {}


@pytest.mark.parametrize("front", ["", "---\ntitle: Members\nlang: en\n---\n"], ids=["plain", "behind front matter"])
@pytest.mark.parametrize("code", [c for c in {**IN_LINES, **IN_BLOCKS} if c.startswith(COMPOSED)])
def test_faults_of_pictures_links_and_charts(tmp_path: Path, code: str, front: str) -> None:
    text, marked = without_marks(front + "\n\nSome words.\n\n".join(text for _, text in placed(code)))
    write(
        tmp_path,
        {
            "publication.yml": "title: R\nparts: [m.md]\n",
            "m.md": text,
            "data/d.csv": "a,b\nq,1\nr,2\n",
            "data/minus.csv": "a,b\nq,-1\nr,2\n",
            "data/open.csv": "a,b\nq,1\n,2\nr,2\n",
        },
    )
    assert lines_of(checked(tmp_path), code, "m.md") == marked


# ------------------------------------------------------------------------------------------- publications
def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a publication with the pictures that the cases name; gives its folder."""
    for name, text in {"m.md": "words", "n.md": "words", **files}.items():
        path = folder / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    inside = folder / "p"
    for path in (inside / "x.svg", folder / "out.svg"):
        path.write_text(SVG.format(""), "utf-8")
    (inside / "script.svg").write_text(SVG.format("<script>x</script>"), "utf-8")
    (inside / "bad.png").write_text("no picture", "utf-8")
    Image.new("RGB", (20, 20)).save(inside / "small.png")
    Image.new("CMYK", (200, 200)).save(inside / "print.jpg")
    frames = [Image.new("L", (200, 200), grey) for grey in (0, 200)]
    frames[0].save(inside / "moving.gif", save_all=True, append_images=frames[1:])
    return inside


def checked(folder: Path) -> tuple[Finding, ...]:
    """Give the findings of a publication up to its composed parts."""
    workspace = Workspace(folder)
    try:
        publication, faults = read(workspace, folder / "p")
    except InputError as e:
        return e.findings
    store = Store(folder / "store")
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    return (*faults, *made.findings)


@pytest.mark.parametrize(
    ("code", "files"), [(code, files) for code, cases in FILES.items() for files in cases], ids=lambda x: str(x)[:20]
)
def test_faults_of_publications_front_matter_and_data(tmp_path: Path, code: str, files: Mapping[str, str]) -> None:
    plain = {name: without_marks(text) for name, text in files.items()}
    write(tmp_path, {name: text for name, (text, _) in plain.items()})
    findings = [f for f in checked(tmp_path) if f.code == code]
    expected = [(f"p/{name}", line) for name, (_, lines) in plain.items() for line in lines]
    assert [(f.place.file, f.place.line) for f in findings] == expected
    if code == "CHART-NUMBER":
        assert findings[0].place.column == "b"


def test_a_byte_that_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, {"publication.yml": "title: R\nparts: [m.md]\n"})
    (tmp_path / "p" / "m.md").write_bytes(b"---\ntitle: A\n---\nwords\n\ncaf\xe9\n")
    assert [(f.code, f.place.line) for f in checked(tmp_path)] == [("FILE-ENCODING", 6)]


@pytest.mark.slow
def test_faults_that_show_on_the_pages(tmp_path: Path) -> None:
    folder = write(tmp_path, {**PRINTED, "m.md": re.sub(" ?§[A-Z]", "", PRINTED["m.md"])})
    findings = build(Order(folder, None, remember=False)).findings
    for letter, code in PRINTED_CODES.items():
        _, marked = without_marks(PRINTED["m.md"], f"§{letter}")
        assert lines_of(findings, code, "m.md") == marked, code
