"""Publications with PDFs among their parts: contents, outline, findings at their line, the store, real papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from command import run
from foreign import add_field, add_link, changed, plain, printed
from inspector import Inspector
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, String
from test_papers import pixels, texts

from renderer.compose import Templates, compose
from renderer.findings import Finding
from renderer.order import Order, Outcome
from renderer.papers.opening import MOST_PAGES
from renderer.papers.pictures import DENSITY
from renderer.pipeline import build
from renderer.read import read
from renderer.read.keys import PartSpec
from renderer.read.spec import PublicationSpec
from renderer.store import Store
from renderer.workspace import Workspace

HEAD = "title: Board packet\ndate: 2024-05-01\nparts:\n  - layout: contents\n  - letter.md\n"
LETTER = "---\ntitle: Letter\nlayout: plain\n---\nSee [the budget](papers/02-the_budget.pdf){.page}.\n"


def written(folder: Path, entry: str, files: Mapping[str, bytes]) -> Path:
    """Write a publication with a letter and the papers that an entry names."""
    inside = folder / "packet"
    (inside / "papers").mkdir(parents=True)
    (inside / "publication.yml").write_text(HEAD + entry)
    (inside / "letter.md").write_text(LETTER if "papers/02-the_budget.pdf" in files else LETTER.split("See")[0] + "Hi.")
    for name, data in files.items():
        (inside / name).write_bytes(data)
    return inside


def built(folder: Path, entry: str, files: Mapping[str, bytes]) -> tuple[Outcome, Inspector]:
    outcome = build(Order(written(folder, entry, files), folder / "out"))
    return outcome, Inspector(outcome.deliveries[0].path)


def found(outcome: Outcome, code: str) -> list[Finding]:
    return [f for f in outcome.findings if f.code == code]


@pytest.mark.slow
def test_a_paper_stands_in_contents_outline_and_links(tmp_path: Path) -> None:
    outcome, pdf = built(tmp_path, "  - papers/02-the_budget.pdf\n", {"papers/02-the_budget.pdf": printed()})
    assert [d.proof for d in outcome.deliveries] == [False]
    assert pdf.claims == ("ua1", "3a")
    assert [(e.level, e.title, e.page) for e in pdf.outline][-1] == (1, "The budget", 2)
    assert pdf.find("The budget", page=0) and "2" in pdf.text(0)
    assert [link.page for link in pdf.links(0)][-1] == 2
    assert pdf.find("See the budget (page 2)", page=1) and pdf.links(1)[0].page == 2
    assert not any(word.artifact for word in pdf.words(2))


@pytest.mark.slow
def test_an_unchanged_paper_comes_from_the_store(tmp_path: Path) -> None:
    paper = printed("<p>Words of this test alone.</p>")
    outcome, _ = built(tmp_path, "  - papers/02-the_budget.pdf\n", {"papers/02-the_budget.pdf": paper})
    assert "the-budget" in outcome.typeset
    letter = tmp_path / "packet" / "letter.md"
    letter.write_text(letter.read_text() + "\nMore.\n")
    (tmp_path / "packet" / "publication.yml").write_text("# a line more\n" + HEAD + "  - papers/02-the_budget.pdf\n")
    again = build(Order(tmp_path / "packet", tmp_path / "out"))
    assert "the-budget" not in again.typeset and "letter" in again.typeset
    assert [f.place.line for f in found(again, "PAPER-TAGS")] == [7]


@pytest.mark.slow
def test_furniture_is_laid_over_papers_on_demand(tmp_path: Path) -> None:
    def turn(pdf: Pdf) -> None:
        pdf.pages[1].obj.Rotate = 90

    entry = "  - {file: papers/a.pdf, furniture: true}\n"
    _, pdf = built(tmp_path, entry, {"papers/a.pdf": changed(printed(), turn)})
    for page in (2, 3):
        assert [w for w in pdf.words(page) if w.artifact and w.text == str(page)]


@pytest.mark.slow
def test_a_proof_says_so_on_papers_too(tmp_path: Path) -> None:
    files = {"papers/a.pdf": printed(), "papers/b.pdf": b"no pdf"}
    outcome, pdf = built(tmp_path, "  - papers/*.pdf\n", files)
    assert outcome.deliveries[0].proof and "PAPER-FORMAT" in {f.code for f in outcome.findings}
    assert pdf.pages == 4 and all(pdf.find("not for publication", page=page) for page in (2, 3))


def _signed(pdf: Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("s"), V=Dictionary(Type=Name.Sig)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def covered() -> bytes:
    """Give a paper with words and a black box over them."""
    return changed(plain(), lambda pdf: pdf.pages[0].contents_add(b"0 g 30 295 120 20 re f"))


CASES: dict[str, tuple[str, bytes]] = {
    "PAPER-FORMAT": ("", b"words"),
    "PAPER-PASSWORD": ("", changed(printed(), lambda pdf: None, encryption=Encryption(user="u", owner="o"))),
    "PAPER-PAGES": ("pages: 7", printed()),
    "PAPER-MENDED": ("", printed().replace(b"startxref", b"startxxxx")),
    "PAPER-TAGS": ("", printed()),
    "PAPER-ALT": ("", printed("<div style='height: 9pt; background: navy'></div>")),
    "PAPER-COVERED": ("", covered()),
    "PAPER-FORM": ("", changed(printed(), lambda pdf: add_field(pdf, "Ada"))),
    "PAPER-SIGNED": ("", changed(printed(), _signed)),
    "PAPER-LABELS": ("labels: own", printed()),
    "PAPER-DROPPED": ("", changed(printed(), lambda pdf: add_link(pdf, 0, A=Dictionary(S=Name.Launch)))),
    "PAPER-UA": ("", plain()),
    "PAPER-ARCHIVE": ("", plain()),
}
"""For each code what the entry says and a PDF with which it is found."""


@pytest.mark.slow
def test_every_finding_names_the_line_of_its_part(tmp_path: Path) -> None:
    entries = [f"  - {{file: papers/{code}.pdf, {says}}}\n".replace(", }", "}") for code, (says, _) in CASES.items()]
    files = {f"papers/{code}.pdf": data for code, (_, data) in CASES.items()}
    outcome = build(Order(written(tmp_path, "".join(entries), files), None))
    for line, code in enumerate(CASES, 6):
        here = [f for f in found(outcome, code) if f"{code}.pdf:" in f.message]
        assert [(f.place.line, f.place.file.endswith("publication.yml")) for f in here] == [(line, True)], code
    off = [f.message for f in found(outcome, "CONFORMANCE-OFF")]
    assert len(off) == 2 and all("PAPER-" in m for m in off)


def test_keys_of_papers_belong_to_papers(tmp_path: Path) -> None:
    folder = written(tmp_path, "  - {file: letter.md, id: b, pages: 1-2}\n", {})
    _, findings = read(Workspace(tmp_path), folder)
    assert [(f.code, f.place.line) for f in findings] == [("KEY-VALUE", 6)]


def test_a_password_is_read_from_its_file(tmp_path: Path) -> None:
    entry = "  - {file: papers/a.pdf, password_file: secret.txt, alt: [One, Two], title: T, tags: figure}\n"
    folder = written(tmp_path, entry, {"papers/a.pdf": printed(), "secret.txt": b"pass word\n"})
    publication, findings = read(Workspace(tmp_path), folder)
    paper = publication.parts[-1].paper
    assert findings == [] and paper is not None
    assert (paper.password, paper.alt, paper.tags, publication.parts[-1].title) == (
        "pass word",
        ("One", "Two"),
        "figure",
        "T",
    )
    (folder / "secret.txt").unlink()
    assert [f.code for f in read(Workspace(tmp_path), folder)[1]] == ["FILE-MISSING"]


def test_links_to_papers_are_found(tmp_path: Path) -> None:
    folder = written(tmp_path, "  - papers/02-the_budget.pdf\n", {"papers/02-the_budget.pdf": printed()})
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    publication, _ = read(workspace, folder)
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    assert made.findings == ()
    assert 'href="part:the-budget#the-budget"' in made.documents[1].html


# ------------------------------------------------------------------------------------------------- documentation
def test_the_page_on_papers_is_right(root: Path) -> None:
    text = (root / "docs" / "papers.md").read_text()
    for example in re.findall(r"```yaml\n(.*?)```", text, re.S):
        PublicationSpec.model_validate({"title": "T", **yaml.safe_load(example)})
    keys = set(re.findall(r"^\| `(\w+)` \|", text.split("## Keys")[1].split("\n## ")[0], re.M))
    assert keys == set(PartSpec.model_fields) - {"layout", "options"}
    ways = set(re.findall(r"^\| `([\w-]+)` \|", text.split("## How pages are told")[1].split("\n## ")[0], re.M)) - {
        "tags"
    }
    assert ways == {"auto", "keep", "figure", "text", "artifact", "picture-with-text"}
    assert f"{DENSITY} dots" in text and f"{MOST_PAGES:,} pages" in text


# --------------------------------------------------------------------------------------------------- real papers
AGAINST = {"202005-financial-board-summary.pdf", "OpenInfraSummit25_SponsorshipProspectus.pdf"}
"""Papers with fonts that are not embedded, or glyphs that are not there."""


@pytest.mark.slow
def test_real_papers_bind(corpus: Path, tmp_path: Path, verapdf: Any) -> None:
    """All in one publication: nothing on their pages changes, and what it claims holds."""
    papers = sorted(
        [*(corpus / "third-party-pdfs").glob("*.pdf"), *corpus.glob("owasp-board-2024-05/attachments/*.pdf")]
    )
    if not papers:
        pytest.skip("the corpus has no PDFs")
    entries = "".join(
        f"  - {{file: papers/{n}.pdf, title: Paper {n}, alt: What it shows}}\n" for n in range(len(papers))
    )
    files = {f"papers/{n}.pdf": path.read_bytes() for n, path in enumerate(papers)}
    folder = written(tmp_path, entries, files)
    ran = run("build", folder, "--output", tmp_path, "--json", cwd=tmp_path)
    assert ran.status == 0, ran.err
    path = tmp_path / "packet.pdf"
    pdf = Inspector(path)
    shown, said = pixels(path.read_bytes()), texts(path.read_bytes())
    first = 2
    for number, data in enumerate(files.values()):
        before = pixels(data)
        assert (1, f"Paper {number}", first) in [tuple(e) for e in pdf.outline]
        assert pdf.find(f"Paper {number}", page=0)
        assert shown[first : first + len(before)] == before, papers[number].name
        assert said[first : first + len(before)] == texts(data), papers[number].name
        first += len(before)
    assert first == len(pypdfium2.PdfDocument(path))
    assert pdf.claims == ()
    against = [line for line in ran.lines if line.get("code") in ("PAPER-UA", "PAPER-ARCHIVE")]
    named = {(line["code"], papers[int(line["message"].split(".pdf:")[0].split("/")[-1])].name) for line in against}
    assert named == {(code, name) for code in ("PAPER-UA", "PAPER-ARCHIVE") for name in AGAINST}
    assert all("`tags: picture-with-text`" in line["remedy"] for line in against)  # and that it helps:
    ways = [", tags: picture-with-text" if paper.name in AGAINST else "" for paper in papers]
    entries = [f"  - {{file: papers/{n}.pdf, alt: What it shows, id: p{n}{way}}}\n" for n, way in enumerate(ways)]
    (folder / "publication.yml").write_text(HEAD + "".join(entries))
    ran = run("build", folder, "--output", tmp_path, "--json", cwd=tmp_path)
    assert Inspector(path).claims == ("ua1", "3a")
    assert verapdf([path], "ua1", "3a")[path] == []
