"""CPU time of papers: taking them in, which is done once for each file, and binding them with stamps.

Usage: python tools/bench_papers.py [--pages 500] [--papers 10]    The papers are pages of text, made on the spot.
"""

from __future__ import annotations

import argparse
import io
import time
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf

from renderer.bind import bind
from renderer.findings import Place
from renderer.model import Binding, BoundPart, LabelRange, Metadata
from renderer.paper import BoundPaper, PaperFile, PaperJob, Stamp
from renderer.papers import prepare
from renderer.workspace import font_files

STAMP = Stamp("4.2", "Cash flow statement", "Confidential", "page {}", "p. {}", "{} of {}", "paper-0", "↑ Agenda")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--papers", type=int, default=10)
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
        parts = tuple(BoundPart(s.id, "A", "en", s, None, (), paper=standing) for s in sheets)
        fonts = (font_files()["fonts/SourceSansPro-Regular.ttf"],)
        metadata = Metadata("Papers", "", "", "en", "")
        made = bind(Binding(parts, metadata, (LabelRange(0, "D"),), (), {}, (), stamp_fonts=fonts))
        bound = time.process_time()
        said = "yes" if stamped else "no"
        print(f"| {said} | {taken - begin:.2f} | {bound - taken:.2f} | {len(made.pdf):,} |")


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
