"""Writes the table of docs/tags.md: what four typesetters write for ten constructs, read from files they make.

`python tools/tags_page.py [--typst PYTHON] [--chromium PROGRAM]`: the content of tools/tags/ in, as Markdown, HTML and
Typst; the table out. PYTHON is a Python that has the package `typst`. Where a typesetter is not named, its column stays
as the page has it.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import pikepdf  # noqa: E402
from inspector import Inspector, Tag  # noqa: E402 -- the tests' own reader of PDFs

PAGE = ROOT / "docs" / "tags.md"
SAMPLE = ROOT / "tools" / "tags"
NAMES = ("renderer", "WeasyPrint", "Typst", "Chromium")
ROWS = 60
ROW = {"md": "| {} | {} |", "html": "<tr><th scope='row'>{}</th><td>{}</td></tr>", "typ": "  [{}], [{}],"}

Facts = list[tuple[str, bool]]
"""What a construct needs, and whether a file has it."""


# ------------------------------------------------------------------------------------------------ the files
def write_sample(folder: Path) -> None:
    """Write the sample in all its forms, with a table of several pages."""
    for path in sorted(SAMPLE.iterdir()):
        text = path.read_text(encoding="utf-8")
        if row := ROW.get(path.suffix[1:]):
            text = text.replace("ROWS", "\n".join(row.format(1960 + n, n * n) for n in range(ROWS)))
        (folder / path.name).write_text(text, encoding="utf-8")


def made_by_renderer(folder: Path) -> bytes:
    """Build the sample as a publication."""
    command = [sys.executable, "-m", "renderer", "build", folder, "--output", folder / "out"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return (folder / "out" / f"{folder.name}.pdf").read_bytes()


def made_by_weasyprint(folder: Path) -> bytes:
    """Let WeasyPrint write the HTML as it is, with its PDF/UA-1 tags."""
    from weasyprint import HTML

    return bytes(HTML(filename=folder / "sample.html").write_pdf(pdf_variant="pdf/ua-1"))


def made_by_typst(folder: Path, python: str) -> bytes:
    """Let Typst write its source, with its PDF/UA-1 tags."""
    call = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards=['ua-1'])"
    subprocess.run([python, "-c", call, folder / "sample.typ", folder / "typst.pdf"], check=True)
    return (folder / "typst.pdf").read_bytes()


def made_by_chromium(folder: Path, program: str) -> bytes:
    """Let a headless Chromium print the HTML; its PDFs are tagged of themselves."""
    out = folder / "chromium.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    options += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={out}"]
    subprocess.run([program, *options, (folder / "sample.html").as_uri()], check=True, capture_output=True)
    return out.read_bytes()


# ----------------------------------------------------------------------------------------------- constructs
class File:
    """A PDF and its tags by standard type, whatever names their maker gave them."""

    def __init__(self, data: bytes):
        self._data = data
        self.pdf = Inspector(data)
        tree = self.pdf.root.get("/StructTreeRoot")
        mapped = tree.get_object().get("/RoleMap", {}) if tree is not None else {}
        self._roles = {str(name)[1:]: str(role)[1:] for name, role in mapped.items()}

    def find(self, *types: str, within: Tag | None = None) -> list[Tag]:
        """Give the tags of some types in a file or a tag."""
        every = list(within.walk()) if within else self.pdf.tags()
        return [tag for tag in every if self._roles.get(tag.type, tag.type) in types]

    def languages(self) -> set[str]:
        """Give the languages that marked content names by itself, without a tag."""
        found = set()
        with pikepdf.open(io.BytesIO(self._data)) as pdf:
            for page in pdf.pages:
                for instruction in pikepdf.parse_content_stream(page, "BDC"):
                    properties = instruction.operands[1]
                    if isinstance(properties, pikepdf.Dictionary) and "/Lang" in properties:
                        found.add(str(properties.Lang))
        return found

    def contents(self, uri: str = "") -> Iterator[str]:
        """Give the `Contents` of the links to an address; without one, of those in the document."""
        for page in range(self.pdf.pages):
            yield from (link.contents for link in self.pdf.links(page) if link.uri == uri and (uri or link.page >= 0))


def header_cells(file: File) -> Facts:
    """Cells that head a column, known to the cells below them."""
    heads = [cell for cell in file.find("TH") if set(cell.text.split()) <= {"Year", "Members"}]
    cells = [cell for cell in file.find("TD") if cell.text]
    ids = {cell.id for cell in heads}
    headed = [cell for cell in cells if set(cell.attributes.get("Headers", ())) & ids]
    return [
        ("`TH`", len({cell.text for cell in heads}) == 2),
        ("`Scope`", bool(heads) and all("Scope" in cell.attributes for cell in heads)),
        ("`Headers`", bool(cells) and len(headed) == len(cells)),
    ]


def long_table(file: File) -> Facts:
    """A table on several pages, whose head is printed on each of them."""
    return [
        ("one `Table`", len(file.find("Table")) == 1),
        ("one `THead`", len(file.find("THead")) == 1),
        ("`TBody`", len(file.find("TBody")) == 1),
        ("heads read once", sum(table.text.count("Members") for table in file.find("Table")) == 1),
    ]


def footnote(file: File) -> Facts:
    """A note at the foot of the page, read where it is called."""
    notes = file.find("Note", "FENote")
    order = " ".join(tag.text for tag in file.find("Document"))
    note, after = order.find("The words of the note"), order.find("The second paragraph")
    labels = [label for tag in notes for label in file.find("Lbl", within=tag)]
    back = [link for tag in notes for link in file.find("Link", within=tag)]
    calls = [link for tag in file.find("Reference", "P") for link in file.find("Link", within=tag)]
    calls = [link for link in calls if link.text in {"1", "[1]"} and link not in back]
    return [
        ("`Note`", len(notes) == 1),
        ("`Lbl`", bool(labels)),
        ("where it is called", 0 <= note < after),
        ("link to the note", bool(calls)),
        ("link back", bool(back)),
    ]


def contents(file: File) -> Facts:
    """A list of the sections with their pages."""
    entries = [entry for entry in file.find("TOCI") if not file.find("TOC", within=entry)]
    return [
        ("`TOC`", bool(file.find("TOC"))),
        ("`TOCI`", len(entries) >= 3),
        ("`Reference`", bool(entries) and all(file.find("Reference", within=entry) for entry in entries)),
        ("`Link`", bool(entries) and all(file.find("Link", within=entry) for entry in entries)),
    ]


def figure(file: File) -> Facts:
    """A picture with an alternative text and a caption."""
    figures = [tag for tag in file.find("Figure") if tag.alt]
    captions = [tag for tag in file.find("Caption") if "caption of the dot" in tag.text]
    return [
        ("`Figure`", len(figures) == 1),
        ("`Alt`", any(tag.alt == "A black dot" for tag in figures)),
        ("`BBox`", any("BBox" in tag.attributes for tag in figures)),
        ("`Caption`", bool(captions)),
    ]


def numbered_list(file: File) -> Facts:
    """A list whose items are numbered."""
    lists = [tag for tag in file.find("L") if "Second item" in tag.text and not file.find("TOC", within=tag)]
    items = [item for tag in lists for item in file.find("LI", within=tag)]
    return [
        ("`L`", len(lists) == 1),
        ("`LI`", len(items) == 2),
        ("`Lbl`", len(items) == 2 and all(file.find("Lbl", within=item) for item in items)),
        ("`LBody`", len(items) == 2 and all(file.find("LBody", within=item) for item in items)),
        ("`ListNumbering`", any(tag.attributes.get("ListNumbering") == "Decimal" for tag in lists)),
    ]


def quotation(file: File) -> Facts:
    """Somebody else's words, as a block."""
    return [("`BlockQuote`", any("somebody else" in tag.text for tag in file.find("BlockQuote")))]


def language(file: File) -> Facts:
    """A phrase in another language."""
    phrases = [tag for tag in file.pdf.tags() if tag.lang == "fr"]
    return [("`Lang`", any("savoir-faire" in tag.text for tag in phrases) or "fr" in file.languages())]


def link(file: File) -> Facts:
    """A link to a web site."""
    links = [tag for tag in file.find("Link") if tag.text == "another place"]
    spoken = [words for words in file.contents("https://example.org/") if words and words != "https://example.org/"]
    return [
        ("`Link`", bool(links)),
        ("the annotation in it", any(part.annotations for tag in links for part in tag.walk())),
        ("`Contents` in words", bool(spoken)),
    ]


def abbreviation(file: File) -> Facts:
    """An abbreviation and what it stands for."""
    return [("`E`", any(tag.expansion == "Portable Document Format" for tag in file.pdf.tags()))]


CONSTRUCTS: Mapping[str, Callable[[File], Facts]] = {
    "header cells": header_cells,
    "a table on two pages": long_table,
    "footnote": footnote,
    "contents": contents,
    "figure with caption": figure,
    "numbered list": numbered_list,
    "block quotation": quotation,
    "phrase in another language": language,
    "link": link,
    "abbreviation": abbreviation,
}


# ------------------------------------------------------------------------------------------------- the page
def column(data: bytes) -> dict[str, str]:
    """Say for each construct what a file has of it, and what it lacks."""
    file = File(data)
    return {name: _cell(ask(file)) for name, ask in CONSTRUCTS.items()}


def _cell(facts: Facts) -> str:
    have = ", ".join(what for what, there in facts if there)
    lack = ", ".join(what for what, there in facts if not there)
    return f"{have}; not {lack}" if have and lack else have or f"not {lack}"


def table_of(page: str) -> dict[str, dict[str, str]]:
    """Read the columns of a page: typesetter, construct, cell."""
    table = page.split("<!-- table -->\n")[1]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    return {name: {row[0]: row[i] for row in rows} for i, name in enumerate(NAMES, 1)}


def with_table(page: str, columns: Mapping[str, Mapping[str, str]]) -> str:
    """Put columns into the table of a page."""
    lines: list[Sequence[str]] = [("", *NAMES), ("---",) * (len(NAMES) + 1)]
    lines += [(construct, *(columns[name][construct] for name in NAMES)) for construct in CONSTRUCTS]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    before, after = page.split("<!-- table -->\n")[::2]
    return f"{before}<!-- table -->\n{table}<!-- table -->\n{after}"


def main() -> None:
    """Make the files that can be made, and write the page."""
    parser = argparse.ArgumentParser(description="Write the table of docs/tags.md.")
    parser.add_argument("--typst", default="", metavar="PYTHON", help="a Python that has the package typst")
    parser.add_argument("--chromium", default="", metavar="PROGRAM", help="the Chromium to print with")
    asked = parser.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    columns = table_of(page)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "sample"
        folder.mkdir()
        write_sample(folder)
        columns["renderer"] = column(made_by_renderer(folder))
        columns["WeasyPrint"] = column(made_by_weasyprint(folder))
        if asked.typst:
            columns["Typst"] = column(made_by_typst(folder, asked.typst))
        if asked.chromium:
            columns["Chromium"] = column(made_by_chromium(folder, asked.chromium))
    PAGE.write_text(with_table(page, columns), encoding="utf-8")


if __name__ == "__main__":
    main()
