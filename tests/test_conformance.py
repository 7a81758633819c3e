"""What a file conforms to: as `conformance:` asks, in PDF 1.7 or in PDF 2.0, held against veraPDF."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from binding import make_binding, make_part, make_picture, make_report
from command import run
from inspector import Inspector

from renderer.bind import bind
from renderer.bind.metadata import settled_claims
from renderer.model import Bound
from renderer.read.publication import read_publication
from renderer.verify import verify
from renderer.workspace import Workspace

BODY = """<h1 id=full>Full</h1><p id=full.x>Grew<span class=footnote id=full.fn>By <em>half</em>.</span> again<a
class=footnote-ref href='#full.fn'>1</a> <abbr title="Hypertext">HT</abbr> <i lang=fr>deux</i> <q>said</q></p>
<ul><li>a</li></ul><ol><li>a<ul class=plain><li>x</li></ul></li></ol><dl><dt>Core</dt><dd>A unit</dd></dl>
<aside><p>a</p></aside><blockquote><p>b</p></blockquote><pre><code>c</code></pre>
<nav class=toc><ol><li><a href='part:growth#growth.members'>A</a><ol><li><a href='#full.x'>B</a></li></ol></li></ol>
</nav><figure><img src=asset:///pictures/dot.png alt=dot><figcaption>Seen</figcaption></figure>
<figure><img src=asset:///pictures/dot.png alt=one><img src=asset:///pictures/dot.png alt=two>
<figcaption>Both</figcaption></figure>
<table><caption>C</caption><thead><tr><th scope=both>a<th>b</thead><tr><th scope=row>1<td>2</table>"""
STYLE = ".footnote { float: footnote } .plain { list-style: none }"


def made(folder: Path, conformance: tuple[str, ...]) -> Bound:
    """A report with a part of every kind of tag."""
    picture = make_picture(folder)
    report = make_report(picture, conformance=conformance)
    full = make_part("full", BODY, ((1, "Full", "full"),), style=STYLE, pictures=(picture,))
    bound = bind(replace(report, parts=(*report.parts, full)))
    assert verify(bound) == ()
    return bound


@pytest.fixture(scope="module")
def modern(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    return made(tmp_path_factory.mktemp("modern"), ("ua2", "4f"))


# ------------------------------------------------------------------------------------------------ publication.yml
def read(folder: Path, line: str) -> tuple[tuple[str, ...], list[tuple[str, int]]]:
    (folder / "a.md").write_text("# A\n", "utf-8")
    (folder / "publication.yml").write_text(f"title: R\nparts: [a.md]\n{line}\n", "utf-8")
    publication, findings = read_publication(Workspace(folder), folder)
    return publication.conformance, [(f.code, f.place.line) for f in findings]


@pytest.mark.parametrize(
    ("line", "claims"),
    [
        ("", ("ua1", "3a")),
        ("conformance: [a3a, ua1]", ("ua1", "3a")),
        ("conformance: [ua1, a3u]", ("ua1", "3u")),
        ("conformance: [a4f, ua2]", ("ua2", "4f")),
        ("conformance: [ua2]", ("ua2",)),
        ("conformance: []", ()),
    ],
)
def test_a_publication_says_what_it_is_to_conform_to(tmp_path: Path, line: str, claims: tuple[str, ...]) -> None:
    assert read(tmp_path, line) == (claims, [])


@pytest.mark.parametrize("named", ["ua1, a4f", "ua1, ua2", "a3a, a3u", "ua2, a3a"])
def test_standards_that_exclude_each_other_are_told_of_at_their_line(tmp_path: Path, named: str) -> None:
    assert read(tmp_path, f"conformance: [{named}]") == (("ua1", "3a"), [("KEY-VALUE", 3)])


def test_an_unknown_standard_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "publication.yml").write_text("title: R\nparts: [a.md]\nconformance: [ua3]\n", "utf-8")
    ran = run("build", tmp_path, "--json", cwd=tmp_path)
    assert [(line["code"], line["place"]["line"]) for line in ran.lines if line["type"] == "finding"] == [
        ("KEY-VALUE", 3)
    ]


# ------------------------------------------------------------------------------------------------------- PDF 2.0
def test_types_stand_in_the_namespace_they_come_from(modern: Bound) -> None:
    assert modern.pdf.startswith(b"%PDF-2.0")
    found: dict[str, str] = {}
    with pikepdf.open(io.BytesIO(modern.pdf)) as pdf:
        tree = pdf.Root.StructTreeRoot
        assert {str(space.NS) for space in tree.Namespaces} == {"http://iso.org/pdf2/ssn", "http://iso.org/pdf/ssn"}
        waiting = [tree.K[0]]
        while waiting:
            element = waiting.pop()
            found[str(element.S)[1:]] = str(element.NS.NS).rsplit("/", 2)[1]
            kids = element.get("/K", pikepdf.Array())
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            waiting += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    assert {kind for kind, space in found.items() if space == "pdf"} == {
        "BlockQuote", "Code", "Quote", "Reference", "TOC", "TOCI",
    }  # fmt: skip
    assert {"Document", "Part", "Aside", "FENote", "Figure", "L"} <= found.keys()


def test_names_lead_to_tags(modern: Bound) -> None:
    with pikepdf.open(io.BytesIO(modern.pdf)) as pdf:
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        assert str(names["growth.members"].SD[0].S) == "/H2"
        assert str(names["full.fn"].SD[0].S) == "/FENote"
        assert str(names["full.fn--call"].SD[0].S) == "/Reference"
        assert all(str(place.SD[1]) == str(place.D[1]) for place in names.values())
    assert Inspector(modern.pdf).destinations["growth.members"] == 3


def test_the_caption_of_a_lone_figure_stands_in_it(modern: Bound) -> None:
    pdf = Inspector(modern.pdf)
    assert [[kid.text for kid in figure.kids] for figure in pdf.tags("Figure")][1:] == [["Seen"], [], []]
    assert [tag.text for tag in pdf.tags("P") if tag.text == "Both"] == ["Both"]


def test_lists_are_numbered_and_notes_are_of_a_kind(modern: Bound) -> None:
    pdf = Inspector(modern.pdf)
    assert [listing.attributes["ListNumbering"] for listing in pdf.tags("L")][1:] == [
        "Disc", "Decimal", "None", "Description",
    ]  # fmt: skip
    (note,) = pdf.tags("FENote")
    assert (note.attributes["NoteType"], note.id) == ("Footnote", "full/full.fn")


def test_notes_and_references_name_each_other(modern: Bound) -> None:
    with pikepdf.open(io.BytesIO(modern.pdf)) as pdf:
        note = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)["full/full.fn"]
        callers = [str(element.S) for element in note.Ref]
        assert callers == ["/Reference", "/Reference"]
        assert all(element.Ref[0].objgen == note.objgen for element in note.Ref)


def test_the_facts_stand_in_xmp_alone(modern: Bound) -> None:
    pdf = Inspector(modern.pdf)
    assert "Title" not in pdf.metadata and "<pdfuaid:rev>2024<" in pdf.xmp
    assert pdf.claims == ("ua2", "4") and "pdfaExtension" not in pdf.xmp


def test_pdf_a_4f_is_claimed_where_something_is_attached(modern: Bound) -> None:
    assert [f.code for f in modern.findings] == ["CONFORMANCE-PLAIN"]
    with pikepdf.new() as book:
        assert settled_claims(book, ("ua2", "4f"))[0] == ("ua2", "4")
        book.attachments["rows.csv"] = b"a,b\n"
        assert settled_claims(book, ("ua2", "4f")) == (("ua2", "4f"), ())


def test_pdf_1_7_keeps_its_own_names(tmp_path: Path) -> None:
    bound = made(tmp_path, ("ua1", "3u"))
    pdf = Inspector(bound.pdf)
    assert bound.pdf.startswith(b"%PDF-1.7") and pdf.claims == ("ua1", "3u")
    assert pdf.tags("Note") and not pdf.tags("FENote") and pdf.metadata["Title"]
    tree = pdf.root["/StructTreeRoot"].get_object()
    assert "/Namespaces" not in tree and tree["/RoleMap"] == {"/Aside": "/Sect"}


# ------------------------------------------------------------------------------------------------------- veraPDF
Verapdf = Callable[..., dict[Path, list[Any]]]


@pytest.mark.slow
@pytest.mark.parametrize("conformance", [("ua1", "3a"), ("ua1", "3u"), ("ua2", "4f")])
def test_every_kind_of_tag_conforms(tmp_path: Path, conformance: tuple[str, ...], verapdf: Verapdf) -> None:
    bound = made(tmp_path, conformance)
    file = tmp_path / "report.pdf"
    file.write_bytes(bound.pdf)
    assert verapdf([file], *bound.conformance) == {file: []}


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["content/annual-report-2022", "layouts/specimen"])
def test_what_is_shipped_conforms_in_pdf_2(tmp_path: Path, root: Path, folder: str, verapdf: Verapdf) -> None:
    shutil.copytree(root / folder, tmp_path / "report")
    with (tmp_path / "report" / "publication.yml").open("a", encoding="utf-8") as file:
        file.write("\nconformance: [ua2, a4f]\n")
    assert run("build", "report", "--output", "out", cwd=tmp_path).status == 0
    made = tmp_path / "out" / "report.pdf"
    claims = Inspector(made).claims
    assert claims[0] == "ua2" and claims[1] in {"4", "4f"}
    assert verapdf([made], *claims) == {made: []}


def test_parts_alone_may_claim_nothing() -> None:
    bound = bind(make_binding(make_part("one", "<h1 id=one>One</h1>"), conformance=()))
    assert verify(bound) == () and Inspector(bound.pdf).claims == ()
