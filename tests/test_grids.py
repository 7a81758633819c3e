"""People, logos, photographs, letters and thanks: how they share out their pages, asked of the PDF."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st
from inspector import Inspector
from PIL import Image

from renderer.compose.grids import SHAPES, columns, initials, narrow, rows, shape
from renderer.compose.shapes import Picture
from renderer.pictures.sizes import dimensions

MM = 72 / 25.4
BLOCK = 160 * MM
DOCS = Path(__file__).parent.parent / "docs" / "layouts.md"
SENTENCE = "The seventh release was held back, because nobody had written down where the machine stood."


def photograph(folder: Path, name: str, width: int, height: int) -> None:
    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    made.save(folder / name)


def logo(folder: Path, name: str, width: int, height: int) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    text += f'<rect width="{width}" height="{height}" fill="#c8452b"/></svg>'
    (folder / name).write_text(text, "utf-8")


def built(folder: Path, front: str, body: str = "", theme: str = "classic", paper: str = "A4") -> Inspector:
    """Build one part by its front matter; nothing may be said of it but notes."""
    (folder / "publication.yml").write_text("title: Report\nparts: [a.md]\n", "utf-8")
    (folder / "a.md").write_text(f"---\ntitle: Growth\n{front}---\n{body}\n", "utf-8")
    ran = run("build", ".", "--theme", theme, "--paper", paper, "--output", "out", cwd=folder)
    assert ran.status == 0, ran.err
    assert "warning" not in ran.err, ran.err
    (file,) = (folder / "out").glob("*.pdf")
    return Inspector(file)


# ------------------------------------------------------------------------------------------------ what is worked out
@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Example", "AE"),
        ("Ben van der Example", "BE"),
        ("Chloé Q. Specimen, PhD", "CS"),
        ("Ådne Æxempel", "ÅÆ"),
        ("Example", "E"),
        ("山田 太郎", "山太"),
        ("The Chair of the Board", ""),
        ("Der Vorstand", ""),
        ("", ""),
        ("42", ""),
    ],
)
def test_initials_are_those_of_a_person(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("ratio", "near"), [(1.5, 150), (0.01, 50), (90, 450), (1.6, 150), (1 / 3, 50), (2.6, 300)])
def test_a_shape_is_the_nearest_there_is(ratio: float, near: int) -> None:
    assert shape(ratio) == near


def test_every_shape_has_its_class() -> None:
    sheet = (DOCS.parent.parent / "styles" / "frames.css").read_text("utf-8")
    classes = {int(n): float(r) for n, r in re.findall(r"\.shape-(\d+) \{\s+--ratio: ([\d.]+);", sheet)}
    assert classes == {n: pytest.approx(n / 100, abs=0.005) for n in SHAPES}


def test_columns_leave_no_one_alone_in_the_last_row_of_a_small_group() -> None:
    assert [columns(n) for n in range(1, 13)] == [2, 2, 3, 4, 3, 3, 4, 4, 3, 4, 4, 4]


@given(st.lists(st.sampled_from([0.5, 0.67, 0.75, 1.0, 1.33, 1.5, 1.78, 2.4, 5.0]), max_size=40), st.booleans())
def test_rows_keep_every_picture_in_its_order(ratios: list[float], lead: bool) -> None:
    pictures = [Picture(file=str(i), ratio=ratio) for i, ratio in enumerate(ratios)]
    made = rows(pictures, lead)
    assert [p for row in made for p in row] == pictures
    assert all(row for row in made)
    widths = [sum(p.ratio for p in row) for row in made]
    assert all(width <= 8 for width in widths), "rows are no lower than a stamp"
    assert all(narrow(row) == (width < 1.2) for row, width in zip(made, widths, strict=True))


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"/>', (30, 20)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2" width="60mm" height="40mm"/>', (60, 40)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2" width="100%" height="100%"/>', (3, 2)),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', (1, 1)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 0"/>', (1, 1)),
    ],
)
def test_drawings_tell_their_shape(text: str, size: tuple[float, float]) -> None:
    assert dimensions(text.encode(), ".svg") == size


def test_photographs_tell_their_shape() -> None:
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "PNG")
    assert dimensions(out.getvalue(), ".png") == (30, 20)


# ------------------------------------------------------------------------------------------------------- the pages
def examples() -> dict[str, str]:
    """Give the front matter that the docs show, by layout."""
    found = re.findall(r"```yaml\n(layout: (\w+)\n.*?)```", DOCS.read_text("utf-8"), re.S)
    return {name: text for text, name in found}


OURS = ("letter", "people", "logos", "photos", "acknowledgements")


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "paper"), [("classic", "A4"), ("bold", "Letter"), ("plain", "A4")])
def test_examples_of_the_docs_are_built_and_conform(
    tmp_path: Path, verapdf: Callable[..., dict[Path, list[object]]], theme: str, paper: str
) -> None:
    texts = examples()
    assert set(OURS) <= set(texts)
    (tmp_path / "img").mkdir()
    for i, name in enumerate(sorted(set(re.findall(r"img/[\w-]+\.\w+", "".join(texts[n] for n in OURS))))):
        make = logo if name.endswith(".svg") else photograph
        make(tmp_path, name, 1600, (1067, 1200, 2400)[i % 3])
    for name in OURS:
        (tmp_path / f"{name}.md").write_text(f"---\n{texts[name]}---\nText.\n", "utf-8")
    (tmp_path / "publication.yml").write_text(f"title: R\nparts: [{', '.join(f'{n}.md' for n in OURS)}]\n", "utf-8")
    ran = run("build", ".", "--theme", theme, "--paper", paper, "--output", "out", cwd=tmp_path)
    assert ran.status == 0, ran.err
    assert "warning" not in ran.err, ran.err
    (file,) = (tmp_path / "out").glob("*.pdf")
    titles = re.findall(r"^title: (.*)$", "".join(texts[n] for n in OURS), re.M)
    assert [entry.title for entry in Inspector(file).outline if entry.level == 1] == titles
    assert verapdf([file], "ua1", "3a") == {file: []}


@pytest.mark.slow
def test_rows_of_photographs_have_one_height_and_the_full_width(tmp_path: Path) -> None:
    sizes = [(1800, 1200), (900, 1200), (1600, 1200), (1920, 1080), (1200, 1200), (1000, 1500), (2400, 1000)]
    for i, (width, height) in enumerate(sizes):
        photograph(tmp_path, f"p{i}.jpg", width, height)
    listed = "".join(f"- {{file: p{i}.jpg, alt: 'P{i}', caption: {SENTENCE[: 20 * i]!r}}}\n" for i in range(len(sizes)))
    shown = built(tmp_path, f"layout: photos\nphotos:\n{listed}").figures()
    assert [f.alt for f in shown] == [f"P{i}" for i in range(len(sizes))]
    lines: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}
    for figure in shown:
        assert figure.box is not None
        lines.setdefault((figure.page, round(figure.box[1])), []).append(tuple(figure.box))
    assert next(len(line) for line in lines.values()) == 1 and len(lines) >= 3
    for line in lines.values():
        assert max(b[2] for b in line) - min(b[0] for b in line) == pytest.approx(BLOCK, abs=0.5)
        assert len({round(b[3] - b[1]) for b in line}) == 1
    ratios = [(f.box[2] - f.box[0]) / (f.box[3] - f.box[1]) for f in shown if f.box]
    assert all(abs(math.log(r * h / w)) < 0.13 for r, (w, h) in zip(ratios, sizes, strict=True)), ratios


@pytest.mark.slow
def test_logos_of_a_tier_cover_one_area_and_names_stand_among_them(tmp_path: Path) -> None:
    sizes = [(100, 100), (60, 100), (200, 100), (300, 90), (450, 100), (150, 100)]
    for i, (width, height) in enumerate(sizes):
        logo(tmp_path, f"l{i}.svg", width, height)
    listed = "".join(f"  - {{name: Example {i}, logo: l{i}.svg}}\n" for i in range(len(sizes)))
    front = f"layout: logos\ntiers:\n- name: Gold\n  members:\n{listed}  - Sample Ltd\n"
    pdf = built(tmp_path, f"{front}- {{name: Associate, members: [University of Examples, Example College]}}\n")
    boxes = [f.box for f in pdf.figures() if f.box]
    assert [f.alt for f in pdf.figures()] == [f"Example {i}" for i in range(len(sizes))]
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in boxes]
    assert max(areas) / min(areas) < 1.35, areas
    for (width, height), b in zip(sizes, boxes, strict=True):
        assert (b[2] - b[0]) / (b[3] - b[1]) == pytest.approx(width / height, rel=0.01), "no logo is drawn out of shape"
    assert [(t.type, t.text) for t in pdf.tags("H2")] == [("H2", "Gold"), ("H2", "Associate")]
    items = [[item.text for item in wall.find("LI")] for wall in pdf.tags("L")]
    assert [len(wall) for wall in items] == [7, 2]
    assert "Sample Ltd" in items[0][-1]
    assert "University of Examples" in items[1][0]


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_people_stand_in_rows_that_no_page_parts(tmp_path: Path, count: int) -> None:
    photograph(tmp_path, "p.jpg", 600, 900)
    listed = "".join(
        f"- {{name: Person{i} Example, role: Role{i}, organisation: House{i}{', portrait: p.jpg' * (i % 2)}}}\n"
        for i in range(count)
    )
    pdf = built(tmp_path, f"layout: people\npeople:\n{listed}")
    for i in range(count):
        (name,), (role,), (house,) = (pdf.find(word) for word in (f"Person{i}", f"Role{i}", f"House{i}"))
        assert name.page == role.page == house.page
        assert name.x == pytest.approx(role.x, abs=1) and house.right < pdf.sizes[0][0] - 20 * MM
    assert [len(people.find("LI")) for people in pdf.tags("L")] == [count]
    assert "PE" not in " ".join(tag.text for tag in pdf.tags("LI")), "initials are decoration"
    assert pdf.figures() == [], "a portrait that says no more than the name is decoration"


@pytest.mark.slow
def test_a_signature_never_stands_alone_on_a_page(tmp_path: Path) -> None:
    names = [f"a{i}" for i in range(14)]
    for i, name in enumerate(names):
        text = "\n\n".join([f"{SENTENCE} {SENTENCE} {SENTENCE}"] * 8 + [f"{SENTENCE}"] * i)
        front = f"title: Growth\nlayout: letter\nauthor: Ada Example\nplace: Place{i}\n"
        (tmp_path / f"{name}.md").write_text(f"---\n{front}---\n{text} End{i}.\n", "utf-8")
    (tmp_path / "publication.yml").write_text(f"title: R\nparts: [{', '.join(f'{n}.md' for n in names)}]\n", "utf-8")
    ran = run("build", ".", "--output", "out", cwd=tmp_path)
    assert ran.status == 0, ran.err
    (file,) = (tmp_path / "out").glob("*.pdf")
    pdf = Inspector(file)
    assert pdf.pages > len(names), "some of the letters end on a page of their own"
    for i in range(len(names)):
        (place,), (end,) = pdf.find(f"Place{i}"), pdf.find(f"End{i}.")
        assert place.page == end.page


@pytest.mark.slow
def test_a_letter_has_a_portrait_or_initials_that_are_decoration(tmp_path: Path) -> None:
    photograph(tmp_path, "p.jpg", 600, 900)
    front = "layout: letter\nauthor: Ada Example\n"
    pictured = built(tmp_path, f"{front}portrait: p.jpg\n", SENTENCE)
    (portrait,) = pictured.figures()
    assert portrait.alt == "Ada Example" and portrait.box is not None
    left, bottom, right, top = portrait.box
    assert right - left == pytest.approx(40 * MM, abs=0.5) == top - bottom
    lettered = built(tmp_path, front, SENTENCE)
    assert "AE" in lettered.text(0).split()
    assert "AE" not in " ".join(tag.text for tag in lettered.tags("P")).split()
    plain = built(tmp_path, f"{front}initials: false\n", SENTENCE)
    assert "AE" not in plain.text(0).split()


@pytest.mark.slow
def test_a_portrait_of_few_pixels_is_not_enlarged(tmp_path: Path) -> None:
    photograph(tmp_path, "p.jpg", 120, 150)
    (tmp_path / "publication.yml").write_text("title: R\nparts: [a.md]\n", "utf-8")
    (tmp_path / "a.md").write_text("---\ntitle: T\nlayout: letter\nauthor: A B\nportrait: p.jpg\n---\nText.\n", "utf-8")
    run("build", ".", "--output", "out", cwd=tmp_path)
    (file,) = (tmp_path / "out").glob("*.pdf")
    ((_, _, box),) = Inspector(file).figures()
    assert box is not None
    assert box[2] - box[0] == pytest.approx(120 * 0.75, abs=0.5)  # a pixel of 96 to the inch is 0.75 pt


@pytest.mark.slow
@pytest.mark.parametrize("names", ["lines", "columns"])
def test_thanks_are_lists_of_whole_names(tmp_path: Path, names: str) -> None:
    people = [f"Maximiliana{i} Specimenhausen-Musterfrau" for i in range(30)]
    front = f"layout: acknowledgements\nnames: {names}\ngroups:\n- name: Readers\n  items: [{', '.join(people)}]\n"
    pdf = built(tmp_path, front)
    (thanks,) = pdf.tags("L")
    said = [re.sub(r"\s*·\s*$", "", item.text).replace("- ", "-") for item in thanks.find("LI")]
    assert said == people
    (heading,), first = pdf.find("Readers"), pdf.find("Maximiliana0")[0]
    assert heading.y == pytest.approx(first.y, abs=1.5), "the group is named on the first line of its names"
    assert heading.right < first.x
