"""A publication of twenty parts: manuscripts with a chart and a table, and papers as programs of all kinds write them.

In: a folder and what `publication.yml` is to say besides its parts. Out: the folder of the publication.
"""

from __future__ import annotations

import io
from pathlib import Path

from foreign import add_field, add_layers, add_link, add_outline, changed, plain, printed
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

CSV = "year,cores\n2020,15\n2021,25\n2022,40\n"
CHART = "```chart\nkind: bar\ndata: cores\nx: year\ny: cores\ntitle: Cores\nalt: Cores grew\nid: {id}\n```\n"
TABLE = "| Year | Cores |\n| --- | ---: |\n| 2021 | 25 |\n| 2022 | 40 |\n"
LINKED = '<h1 id="top">Minutes</h1><p>See <a href="#end">the end</a>.</p><h2 id="end" class="next">End</h2><p>Done.</p>'
GRID = (
    "<h1>Budget</h1><table><caption>By year</caption><thead><tr><th scope=col>Year<th scope=col>Euro"
    "<tbody><tr><th scope=row>2023<td>10<tr><th scope=row>2024<td>20</table><ul><li>One<li>Two</ul>"
)
NOTICE = "<h1>Notice</h1><p>Of PDF 2.0<span class=footnote>A note.</span>.</p><p>An aside.</p>"


def of_pdf_2() -> bytes:
    """Give a tagged PDF 2.0 whose elements stand in its namespace, some of types that PDF 1.7 lacks, as UA-2 has it."""

    def change(pdf: Pdf) -> None:
        space = pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf2/ssn")))
        pdf.Root.StructTreeRoot.Namespaces = Array([space])
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/S" in thing and "/P" in thing:
                thing.NS = space
                if Name.Note == thing.S:
                    thing.S = Name.FENote
                    del thing.ID
                elif thing.S == Name.P and Name.Document == thing.P.S:
                    thing.S = Name.Aside
        with pdf.open_metadata() as meta:
            meta["pdfuaid:part"] = "2"
            meta["pdfuaid:rev"] = "2024"

    noted = ".footnote { float: footnote }"
    return changed(printed(NOTICE, tagged=True, style=noted), change, force_version="2.0")


def plotted() -> bytes:
    """Give a chart as matplotlib saves it: letters as drawings of Type 3."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 3))
    FigureCanvasPdf(figure)
    figure.subplots().bar(["2021", "2022"], [25, 40])
    target = io.BytesIO()
    figure.savefig(target, format="pdf", metadata={"CreationDate": None})
    return target.getvalue()


def scanned() -> bytes:
    """Give a page that is a picture and nothing else."""
    sheet = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(sheet).text((100, 100), "Signed letter", fill="black")
    target = io.BytesIO()
    sheet.save(target, "PDF", resolution=100)
    return target.getvalue()


def without_unicode() -> bytes:
    """Give a page in an embedded font that does not say which letters its glyphs are."""

    def change(pdf: Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]

    return changed(printed("<p>Letters nobody can tell.</p>"), change)


def turned() -> bytes:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Rotate = 90
        pdf.pages[1].obj.CropBox = Array([20, 60, 280, 380])

    return changed(printed(), change)


def named() -> bytes:
    """Give pages with links to each other by name and to the web, an outline, and labels: A, B."""

    def change(pdf: Pdf) -> None:
        pdf.Root.Dests = Dictionary(there=Array([pdf.pages[1].obj, Name.XYZ, 0, 100, 0]))
        add_link(pdf, 0, A=Dictionary(S=Name.GoTo, D=Name.there))
        add_link(pdf, 0, A=Dictionary(S=Name.URI, URI=String("https://example.org/")))
        add_outline(pdf, "First", "Second")
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.A)]))

    return changed(printed(), change)


PAPERS: dict[str, tuple[str, bytes]] = {
    "text": ("", printed()),
    "links": ("labels: own", named()),
    "helvetica": ("tags: picture-with-text, alt: Two words", plain()),
    "tagged": ("numbering: {prefix: T-}", printed(LINKED, tagged=True)),
    "grid": ("", printed(GRID, tagged=True)),
    "modern": ("", of_pdf_2()),
    "chart": ("tags: figure, alt: Bars of 2021 and 2022", plotted()),
    "scan": ("alt: A signed letter", scanned()),
    "layers": ("", changed(printed(), add_layers)),
    "form": ("tags: picture-with-text, attach: true", changed(printed(tagged=True), lambda pdf: add_field(pdf, "Ada"))),
    "turned": ("furniture: true, alt: Turned", turned()),
    "silent": ("tags: artifact", printed()),
}
"""What the entry of a paper says, and the paper: all of them allow all claims."""


def written(folder: Path, says: str = "", **more: tuple[str, bytes]) -> Path:
    """Write the publication; `more` are papers besides."""
    inside = folder / "mixed"
    (inside / "data").mkdir(parents=True)
    (inside / "data" / "cores.csv").write_text(CSV)
    entries = ["{layout: cover}", "{layout: contents}"]
    texts = ["one", "two", "three", "four", "five"]
    for number, name in enumerate(texts):
        after = texts[(number + 1) % len(texts)]
        body = f"# Part {name}\n\nSee [the next]({after}.md#more-{after}){{.page}}.[^1]\n\n[^1]: A note.\n\n"
        body += f"## More {{#more-{name}}}\n\n- a list\n- of two\n\n"
        body += CHART.format(id=f"fig-{name}") if number < 2 else TABLE
        (inside / f"{name}.md").write_text(body)
        entries.append(f"{name}.md")
    for name, (options, data) in {**PAPERS, **more}.items():
        (inside / f"{name}.pdf").write_bytes(data)
        entries.append(f"{{file: {name}.pdf, title: The {name}{', ' if options else ''}{options}}}")
    entries.append("{layout: back-cover}")
    lines = "".join(f"  - {entry}\n" for entry in entries)
    (inside / "publication.yml").write_text(f"title: Mixed\npublisher: All\ndate: 2024-05-01\n{says}\nparts:\n{lines}")
    return inside
