"""Figures for press and web: what `renderer figures` writes, asked of the files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from command import Ran, run
from lxml import etree
from PIL import Image

SVG = "{http://www.w3.org/2000/svg}"
CHART = (
    "```chart\nkind: bar\ndata: cores\nx: year\ny: cores\ntitle: {title}\ncaption: They rise.\nunit: million\n"
    "alt: Cores rise\nnote: Lower bounds.\nsource: Survey\nid: {id}\n```\n\n"
)
PICTURES = (
    '![A field](img/field.png "The field, seen from above"){#fig-field credit="Ada Example"}\n\n'
    "![none](img/field.png)\n\n"
    '![Lines](img/lines.svg "Two lines")\n\n'
)


def publish(folder: Path, text: str, lang: str = "en") -> Path:
    """Write a publication with data and pictures beside it."""
    for name in ("data", "img"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "data" / "cores.csv").write_text("year,cores,x\n2020,15,a\n2021,25,b\n2022,40,c\n", "utf-8")
    Image.new("RGBA", (600, 300), (0, 90, 60, 128)).save(folder / "img" / "field.png")
    lines = f'<svg xmlns="{SVG[1:-1]}" viewBox="0 0 40 20" width="40mm" height="20mm"><path d="M0 0h9v9z"/></svg>'
    (folder / "img" / "lines.svg").write_text(lines, "utf-8")
    (folder / "growth.md").write_text(f"---\ntitle: Growth\n---\n{text}", "utf-8")
    (folder / "publication.yml").write_text(f"title: Report\nlang: {lang}\nparts: [growth.md]\n", "utf-8")
    return folder


def export(folder: Path, *words: str) -> Ran:
    return run("figures", folder.name, *words, "--json", cwd=folder.parent)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publish(
        tmp_path_factory.mktemp("export") / "report",
        CHART.format(title="Cores in production", id="cores") + PICTURES + CHART.format(title="Größe", id="fig-size"),
    )
    ran = export(folder, "--width", "800", "--width", "1000")
    assert ran.status == 0, ran.out + ran.err
    return folder.parent / "output" / "report-figures"


def test_each_figure_has_its_files_and_no_other_is_there(exported: Path) -> None:
    chart = {"svg", "png", "csv", "yml"}
    wanted = {f"{n}.{e}" for n in ("cores", "size") for e in chart} | {"field.png", "field.yml"}
    wanted |= {f"two-lines.{e}" for e in ("svg", "png", "yml")} | {"figures.json"}
    wanted |= {f"{n}-{w}.png" for n in ("cores", "size", "field", "two-lines") for w in (800, 1000)}
    assert {p.name for p in exported.iterdir()} == wanted


def test_pictures_have_the_sizes_asked_for(exported: Path) -> None:
    sizes = {p.name: Image.open(p).size for p in exported.glob("*.png")}
    assert {sizes[f"{name}-800.png"][0] for name in ("cores", "size", "two-lines")} == {800}
    assert {sizes[f"{name}-1000.png"][0] for name in ("cores", "size", "two-lines")} == {1000}
    assert {sizes[n] for n in ("field.png", "field-800.png", "field-1000.png")} == {(600, 300)}  # no larger than it is
    with Image.open(exported / "cores.png") as image:
        assert round(image.info["dpi"][0]) == 300
        assert image.width == pytest.approx((160 + 12 / 72 * 25.4) / 25.4 * 300, abs=2)  # as wide as the text, 160 mm
        assert image.getpixel((1, 1)) == (255, 255, 255)
    assert Image.open(exported / "field.png").getpixel((5, 5)) == (127, 172, 157)  # half of it is white


def test_svg_brings_its_letters_and_keeps_its_text(exported: Path) -> None:
    root = etree.parse(exported / "cores.svg").getroot()
    assert [t.text for t in root.iter(f"{SVG}text")][:3] == ["15", "25", "40"] or "2022" in "".join(root.itertext())
    style = "".join(root.find(f"{SVG}style").itertext())
    family = etree.tostring(root).decode().split("font-family: '")[1].split("'")[0]
    assert style.count("@font-face") == 2 and f"font-family:'{family}'" in style
    assert (exported / "cores.svg").stat().st_size < 60_000
    assert b"font-face" not in (exported / "two-lines.svg").read_bytes()


def test_data_are_the_rows_used(exported: Path) -> None:
    rows = list(csv.reader(io.StringIO((exported / "cores.csv").read_text("utf-8"))))
    assert rows == [["year", "cores"], ["2020", "15"], ["2021", "25"], ["2022", "40"]]


def test_words_stand_beside_each(exported: Path) -> None:
    assert yaml.safe_load((exported / "cores.yml").read_text("utf-8")) == {
        "kind": "chart", "number": "Figure 1", "title": "Cores in production", "caption": "They rise.",
        "alt": "Cores rise", "note": "Lower bounds.", "source": "Survey", "lang": "en", "part": "Growth", "id": "cores",
    }  # fmt: skip
    assert yaml.safe_load((exported / "field.yml").read_text("utf-8")) == {
        "kind": "picture", "number": "Figure 2", "title": "The field, seen from above", "alt": "A field",
        "credit": "Ada Example", "lang": "en", "part": "Growth", "id": "fig-field",
    }  # fmt: skip


def test_the_index_lists_all(exported: Path) -> None:
    index = json.loads((exported / "figures.json").read_text("utf-8"))
    assert [f["name"] for f in index["figures"]] == ["cores", "field", "two-lines", "size"]
    listed = {f["file"]: f for figure in index["figures"] for f in figure["files"]}
    assert {*listed, "figures.json"} == {p.name for p in exported.iterdir()}
    assert all(f["bytes"] == (exported / name).stat().st_size for name, f in listed.items())
    assert listed["cores-800.png"]["width"] == 800


@pytest.mark.slow
def test_some_are_chosen_by_name_id_or_number(tmp_path: Path) -> None:
    folder = publish(tmp_path / "report", CHART.format(title="A", id="a") + CHART.format(title="B", id="b") + PICTURES)
    ran = export(folder, "2", "fig-field")
    assert [f["name"] for f in ran.result["figures"]] == ["b", "field"]
    wrong = export(folder, "fig-filed")
    assert (wrong.status, wrong.codes) == (3, ["FIGURE-UNKNOWN"])
    assert wrong.lines[0]["remedy"] == "did you mean fig-field?"


@pytest.mark.slow
def test_bytes_are_the_same_again(tmp_path: Path) -> None:
    folders = [publish(tmp_path / name / "report", CHART.format(title="A", id="a") + PICTURES, "de") for name in "xy"]
    for folder in folders:
        assert export(folder, "--no-cache").status == 0
    one, other = ({p.name: p.read_bytes() for p in (f.parent / "output" / "report-figures").iterdir()} for f in folders)
    assert one == other
    assert yaml.safe_load(one["a.yml"])["source"] == "Survey"


def test_a_chart_that_cannot_be_drawn_is_told_of_and_left_out(tmp_path: Path) -> None:
    text = CHART.format(title="A", id="a") + CHART.format(title="B", id="b").replace("y: cores", "y: coers")
    ran = export(publish(tmp_path / "report", text))
    assert (ran.status, ran.codes) == (1, ["CHART-COLUMN"])
    assert [f["name"] for f in ran.result["figures"]] == ["a"]
    assert (tmp_path / "output" / "report-figures" / "a.svg").is_file()


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    folder = publish(tmp_path / "report", CHART.format(title="A", id="a"))
    (tmp_path / "file").write_text("")
    ran = export(folder, "--output", "file/x")
    assert (ran.status, ran.codes) == (1, ["OUT-WRITE"])
