"""The data behind charts: attached to the PDF, tied to their figures, printed where they are asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from binding import make_binding, make_part, make_picture
from inspector import Inspector
from pikepdf import Name, Pdf, String
from pypdf import PdfReader

from renderer.bind import bind
from renderer.data.csv_text import csv_bytes, harmless
from renderer.data.tables import load
from renderer.model import Attachment, Bound
from renderer.order import Order, Outcome
from renderer.pipeline import build
from renderer.verify import verify
from renderer.workspace import Workspace

CORES = "year,cores,remark\n2020,15,a\n2021,25,=1+1\n2022,40,c\n"
CHART = (
    "```chart\nkind: bar\ndata: cores\nx: year\ny: cores\ntitle: {title}\nunit: million\nalt: Cores rise\n{more}```\n\n"
)


def chart(title: str = "Cores", **keys: str) -> str:
    return CHART.format(title=title, more="".join(f"{key}: {value}\n" for key, value in keys.items()))


def publish(folder: Path, text: str, publication: str = "", parts: str = "[growth.md]", **data: str) -> Outcome:
    (folder / "data").mkdir(exist_ok=True)
    for name, csv in {"cores": CORES, **data}.items():
        (folder / "data" / f"{name}.csv").write_text(csv, "utf-8")
    (folder / "growth.md").write_text(f"---\ntitle: Growth\n---\n{text}", "utf-8")
    (folder / "publication.yml").write_text(
        f"title: Report\ndate: 2023-01-31\n{publication}\nparts: {parts}\n", "utf-8"
    )
    return build(Order(folder, folder / "out"))


# ------------------------------------------------------------------------------------------------------- the files
def test_a_csv_file_holds_the_cells_as_they_are() -> None:
    rows = [["2020", "15"], ["two, three", 'say "x"'], ["Ärzte\nund", ""]]
    assert csv_bytes(["year", "n"], rows) == (
        'year,n\r\n2020,15\r\n"two, three","say ""x"""\r\n"Ärzte\nund",\r\n'.encode()
    )
    assert csv_bytes(["a", "b"], [["1,5", "x"]], ",") == b"a;b\r\n1,5;x\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "=HYPERLINK(1)", "-x"])
def test_formulas_are_made_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-3", "+3.5", "−3", "- ", "-", "12 %", "a=b", "-1,234.5", ""])
def test_numbers_and_texts_stay(cell: str) -> None:
    assert harmless(cell.strip()) == cell.strip()


def test_what_is_attached_reads_back_as_the_rows_used(tmp_path: Path) -> None:
    outcome = publish(tmp_path, chart(where="{year: [2021, 2022]}"))
    [(name, data)] = Inspector(outcome.deliveries[0].path).attachments.items()
    assert name == "cores.csv"
    (tmp_path / "back.csv").write_bytes(data)
    back, source = (load(Workspace(tmp_path), tmp_path / p) for p in ("back.csv", "data/cores.csv"))
    assert back.columns == ("year", "cores")
    used = [row for row in source.rows if row.cells["year"] in ("2021", "2022")]
    assert [dict(r.cells) for r in back.rows] == [{c: r.cells[c] for c in back.columns} for r in used]


@pytest.mark.slow
def test_every_chart_has_a_file_of_its_own_tied_to_its_figure(tmp_path: Path) -> None:
    text = chart() + chart() + chart("世界") + chart("Zürich & more") + "A line ![Cores](cores.csv#cores) here.\n"
    outcome = publish(tmp_path, text.replace("title: Cores\n", "title: Cores\nid: a\n", 1))
    reader = PdfReader(outcome.deliveries[0].path)
    names = reader.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]  # type: ignore[index]
    tied = {}
    for key, element in zip(names[::2], names[1::2], strict=True):
        element = element.get_object()
        if "/AF" in element:
            assert element["/S"] == "/Figure"
            [file] = element["/AF"]
            tied[str(key)] = str(file.get_object()["/UF"])
            assert file.get_object()["/EF"]["/F"]["/Params"]["/ModDate"] == "D:20230131000000Z"
    assert sorted(tied.values()) == ["a.csv", "cores-2.csv", "cores-3.csv", "cores.csv", "zurich-more.csv"]
    assert all(key == f"growth/{name}" for key, name in tied.items())
    associated = [str(one.get_object()["/UF"]) for one in reader.trailer["/Root"]["/AF"]]  # type: ignore[index]
    assert sorted(associated) == sorted(tied.values())
    assert all(name.isascii() for name in tied.values())


@pytest.mark.slow
def test_attachments_keep_both_claims(tmp_path: Path, verapdf: Callable[..., dict[Path, list[object]]]) -> None:
    dated = publish(tmp_path, chart(table="after") + chart("Other", table="appendix")).deliveries[0].path
    (tmp_path / "publication.yml").write_text("title: Report\nparts: [growth.md]\n")
    undated = build(Order(tmp_path, tmp_path / "undated")).deliveries[0].path
    assert verapdf([dated, undated], "ua1", "3a") == {dated: [], undated: []}


def test_bytes_are_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    files = [publish(tmp_path / name, chart() + chart("Other")).deliveries[0].sha256 for name in ("a", "b")]
    assert files[0] == files[1]


# ----------------------------------------------------------------------------------------------------- as tables
@pytest.mark.slow
def test_a_table_after_the_figure_names_it_and_takes_no_number(tmp_path: Path) -> None:
    pdf = Inspector(
        publish(tmp_path, chart(table="after") + "| a | b |\n| - | - |\n| 1 | 2 |\n\n/// table-caption\nOwn\n///\n")
        .deliveries[0]
        .path
    )
    captions = [c.text for c in pdf.tags("Caption")]
    assert captions == ["Figure 1 Cores", "Data Figure 1 Cores million", "Table 1 Own"]
    assert pdf.tables()[0] == [["year", "cores"], ["2020", "15"], ["2021", "25"], ["2022", "40"]]
    assert [h.text for h in pdf.tags("TH") if h.attributes["Scope"] == "Row"] == ["2020", "2021", "2022"]


@pytest.mark.slow
def test_an_appendix_gathers_the_tables_before_the_back_cover(tmp_path: Path) -> None:
    outcome = publish(
        tmp_path, chart(table="appendix") + chart("Other", table="attached"),
        parts="[{layout: contents}, growth.md, {layout: back-cover}]",
    )  # fmt: skip
    pdf = Inspector(outcome.deliveries[0].path)
    assert [entry.title for entry in pdf.outline] == ["Contents", "Growth", "Data behind the figures"]
    page = pdf.outline[-1].page
    assert page == pdf.pages - 2
    assert [c.text for c in pdf.tags("Caption") if c.page == page] == ["Data Figure 1 Cores million"]
    assert [link.page for link in pdf.links(page)] == [pdf.outline[1].page]
    assert set(pdf.attachments) == {"cores.csv", "other.csv"}


@pytest.mark.slow
def test_an_appendix_that_is_named_takes_all_that_say_nothing(tmp_path: Path) -> None:
    outcome = publish(
        tmp_path, chart() + chart("Other", table="after"),
        parts="[growth.md, {layout: data-tables, title: All the numbers}]",
    )  # fmt: skip
    pdf = Inspector(outcome.deliveries[0].path)
    assert [c.text for c in pdf.tags("Caption") if c.text.startswith("Data")] == [
        "Data Figure 2 Other million", "Data Figure 1 Cores million",
    ]  # fmt: skip
    assert pdf.outline[-1].title == "All the numbers"


@pytest.mark.slow
def test_a_publication_may_say_it_for_all_its_charts(tmp_path: Path) -> None:
    pdf = Inspector(publish(tmp_path, chart(), "chart_tables: after").deliveries[0].path)
    assert len(pdf.tables()) == 1


def test_data_too_many_to_print_are_a_finding_and_attached(tmp_path: Path) -> None:
    days = "day,n\n" + "".join(
        f"{year}-{month:02}-{day:02},{day}\n"
        for year in range(2000, 2005)
        for month in range(1, 13)
        for day in range(1, 29)
    )
    text = chart(table="after").replace(
        "kind: bar\ndata: cores\nx: year\ny: cores", "kind: line\ndata: days\nx: day\ny: n"
    )
    outcome = publish(tmp_path, text, days=days)
    [fault] = [f for f in outcome.findings if f.code == "CHART-SHAPE"]
    assert (fault.place.file.rsplit("/", 1)[-1], fault.place.line) == ("growth.md", 12)
    assert "1,680 rows" in fault.message


# ----------------------------------------------------------------------------------------------- held against it
@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    picture = make_picture(tmp_path_factory.mktemp("pictures"))
    image = f'<img src="asset:///pictures/{picture.name}" alt="dot" data-attachment="dot.csv">'
    part = replace(
        make_part("one", f"<p>text</p>{image}", pictures=(picture,)),
        attachments=(
            Attachment("dot.csv", b"a\r\n1\r\n", "text/csv", "Dots"),
            Attachment("no.csv", b"", "text/csv", ""),
        ),
    )
    return bind(make_binding(part))


def test_a_file_without_its_figure_is_not_attached(bound: Bound) -> None:
    assert list(bound.attachments) == ["one/dot.csv"]
    assert verify(bound) == ()


def test_without_attachments_nothing_is_said_of_them() -> None:
    with pikepdf.open(io.BytesIO(bind(make_binding(make_part("one", "<p>text</p>"))).pdf)) as pdf:
        assert "/AF" not in pdf.Root and "/EmbeddedFiles" not in pdf.Root.Names


def _other_bytes(pdf: Pdf) -> None:
    pdf.Root.AF[0].EF.F.write(b"a\r\n2\r\n")


def _no_association(pdf: Pdf) -> None:
    del pdf.Root.AF


def _not_tied(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.IDTree.Names[1].AF


def _other_kind(pdf: Pdf) -> None:
    pdf.Root.AF[0].AFRelationship = Name.Unspecified


def _other_name(pdf: Pdf) -> None:
    pdf.Root.AF[0].UF = pdf.Root.AF[0].F = String("x.csv")
    pdf.Root.Names.EmbeddedFiles.Names[0] = String("x.csv")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_other_bytes, "does not hold what was attached"),
        (_no_association, "the document is associated with no file"),
        (_not_tied, "the tag one/dot.csv is not associated with the attachment dot.csv"),
        (_other_kind, "is described as /Unspecified, /text/csv, Dots"),
        (_other_name, "the attachment dot.csv is not there"),
    ],
)
def test_a_damaged_attachment_is_noticed(bound: Bound, damage: Callable[[Pdf], None], words: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        damage(pdf)
        pdf.save(out)
    assert any(words in f.message for f in verify(replace(bound, pdf=out.getvalue())))
