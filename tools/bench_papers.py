"""Time of binding: papers taken in, which is done once for each file, and bound with stamps; and tagged parts.

Usage: python tools/bench_papers.py [--pages 500] [--papers 10] [--runs 3]    All PDFs are made on the spot.
Papers are pages of text; their times are CPU seconds. Binding 20 tagged PDFs of 10 pages, with all tags, outline and
destinations, stands beside what `qpdf --pages` takes to put the same files into one without any of that, in turns,
medians of the runs: done by the qpdf that pikepdf is built on, with which the renderer binds, in this same process;
and by the program `qpdf`, where one is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pikepdf import Dictionary, Job, Name, Pdf, __libqpdf_version__

from renderer.bind import bind
from renderer.findings import Place
from renderer.model import Asset, Binding, BoundPart, Heading, LabelRange, Metadata, Sheets, TypesetJob
from renderer.paper import BoundPaper, PaperFile, PaperJob, Stamp
from renderer.papers import prepare
from renderer.pool import default_jobs, workers
from renderer.workspace import font_files

STAMP = Stamp("4.2", "Cash flow statement", "Confidential", "page {}", "p. {}", "{} of {}", "paper-0", "↑ Agenda")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--papers", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    data = paper(given.pages // given.papers)
    print(f"{given.papers} papers, {given.pages // given.papers * given.papers} pages, CPU seconds\n")
    print("| stamps | taken in | bound | bytes |\n| --- | --: | --: | --: |")
    for stamped in (False, True):
        begin = time.process_time()
        jobs = [PaperJob(f"paper-{n}", "A", PaperFile(Path("a"), "a", "", stamp=stamped)) for n in range(given.papers)]
        sheets = [prepare(data, job) for job in jobs]
        taken = time.process_time()
        standing = BoundPaper("a.pdf", Place(), STAMP if stamped else None)
        parts = tuple(BoundPart(s.id, "A", "en", s, (), (), paper=standing) for s in sheets)
        fonts = (font_files()["fonts/SourceSansPro-Regular.ttf"],)
        metadata = Metadata("Papers", "", "", "en", "")
        made = bind(Binding(parts, metadata, (LabelRange(0, "D"),), (), {}, (), stamp_fonts=fonts))
        bound = time.process_time()
        said = "yes" if stamped else "no"
        print(f"| {said} | {taken - begin:.2f} | {bound - taken:.2f} | {len(made.pdf):,} |")

    print(f"\n{merged(given.runs)}")


# ------------------------------------------------------------------------------------------------ tagged parts
PARTS, PAGES = 20, 10
FONT = "fonts/SourceSerifPro-Regular.ttf"
STYLE = f"""
@font-face {{ font-family: "Serif"; src: url(asset:///{FONT}) }}
@page {{ size: A4; margin: 25mm }}
html {{ font: 10pt "Serif" }}
h2 {{ break-before: page }}
"""


def merged(runs: int) -> str:
    """Measure binding of tagged parts beside `qpdf --pages` on the same files."""
    from renderer.verify import verify

    with workers(default_jobs()) as executor:
        sheets = list(executor.map(tagged, range(PARTS), [PAGES] * PARTS))
    assert all(s.pages == PAGES for s in sheets)
    parts = tuple(
        BoundPart(
            s.id, s.id, "en", s, (), tuple(Heading(1 + (n > 0), f"Section {n}", f"{s.id}.s{n}") for n in range(PAGES))
        )
        for s in sheets
    )
    assets = {FONT: font_files()[FONT]}
    binding = Binding(parts, Metadata("Parts", "", "", "en", "2023-01-31"), (LabelRange(0, "D"),), (), assets, ())
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        files = [Path(folder) / f"{s.id}.pdf" for s in sheets]
        for file, s in zip(files, sheets, strict=True):
            file.write_bytes(s.pdf)
        rows = {"bound": (Path(folder) / "bound.pdf", lambda: rows["bound"][0].write_bytes(bind(binding).pdf))}
        rows |= mergers(files, Path(folder))
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in rows}
        for _ in range(runs):
            for name, (_, merge) in rows.items():
                times[name].append(timed(merge))
        sizes = {name: whole.stat().st_size for name, (whole, _) in rows.items()}
    made = bind(binding)
    if faults := verify(made):
        raise SystemExit("\n".join(map(str, faults)))
    medians = {name: [statistics.median(column) for column in zip(*times[name], strict=True)] for name in rows}
    lines = [f"{PARTS} tagged PDFs of {PAGES} pages into one, median of {runs}; bound takes the ratio of each:\n"]
    lines += ["| | wall s | ratio | CPU s | ratio | bytes | tags |", "| --- | --: | --: | --: | --: | --: | --: |"]
    for name, (wall, cpu) in medians.items():
        ratios = medians["bound"][0] / wall, medians["bound"][1] / cpu
        tags = sum(made.tags.values()) if name == "bound" else 0
        cells = f"{wall:.2f} | {ratios[0]:.2f} | {cpu:.2f} | {ratios[1]:.2f} | {sizes[name]:,} | {tags:,}"
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def mergers(files: list[Path], folder: Path) -> dict[str, tuple[Path, Callable[[], object]]]:
    """Give the ways to do `qpdf --pages`, each with the file it writes."""
    order = ["qpdf", "--empty", "--pages", *map(str, files), "--"]
    job, program = folder / "job.pdf", folder / "program.pdf"
    ways: dict[str, tuple[Path, Callable[[], object]]] = {
        f"qpdf {__libqpdf_version__} within pikepdf": (job, lambda: Job([*order, str(job)]).run())
    }
    if shutil.which("qpdf"):
        said = subprocess.run(["qpdf", "--version"], capture_output=True, text=True, check=True).stdout
        version = said.split()[2]
        ways[f"program qpdf {version}"] = program, lambda: subprocess.run([*order, str(program)], check=True)
    return ways


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the wall and CPU seconds that a piece of work takes, those of a program it runs included."""
    begin, before = time.perf_counter(), os.times()
    work()
    now = os.times()
    return time.perf_counter() - begin, sum(now[:4]) - sum(before[:4])


def tagged(number: int, pages: int) -> Sheets:
    """Typeset a part of some pages: on each a heading, paragraphs with links, a list and a table."""
    from renderer.typeset import typeset

    name, body = f"part-{number}", ""
    for n in range(pages):
        words = f"Words of section {n} in part {number}, with <a href='#{name}.s{(n + 3) % pages}'>a link</a>. " * 6
        rows = "".join(f"<tr><th>Row {row}</th><td>{row * number + n}</td><td>{row * 7}</td></tr>" for row in range(8))
        items = "".join(f"<li>Item {item} of {number}</li>" for item in range(6))
        body += f"<h2 id='{name}.s{n}'>Section {n}</h2>{f'<p>{words}</p>' * 3}<ul>{items}</ul><table>{rows}</table>"
    html = f"<!DOCTYPE html><html lang=en><title>{name}</title><body id={name}>{body.replace('h2', 'h1', 1)}"
    path = font_files()[FONT]
    font = Asset(FONT, path, hashlib.sha256(path.read_bytes()).hexdigest())
    return typeset(TypesetJob(name, f"{name}.md", html.replace("</h2>", "</h1>", 1), (STYLE,), (font,)))


# ------------------------------------------------------------------------------------------------------- papers
def paper(pages: int) -> bytes:
    """Make a PDF with fifty lines of text on each page."""
    rows = " ".join(
        f"BT /F1 10 Tf 60 {y} Td (A row of a table with words and 12,345) Tj ET" for y in range(80, 780, 14)
    )
    with Pdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595.276, 841.89)).obj
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(rows.encode())
        target = io.BytesIO()
        pdf.save(target)
        return target.getvalue()


if __name__ == "__main__":
    main()
