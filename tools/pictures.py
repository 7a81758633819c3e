"""Turns PDFs into pictures: one PNG a page and one contact sheet a file, in pictures/NAME/.

Usage: python tools/pictures.py FILE.pdf … [--width PX] [--columns N]
       python tools/pictures.py --all PUBLICATION    builds it, and the specimen, in all themes and on all papers first
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

THEMES, PAPERS = ("classic", "bold", "plain"), ("a4", "letter")

FOLDER = Path(__file__).resolve().parent.parent / "pictures"
GAP = 12
"""Space between the pages of a contact sheet, in px."""


def main() -> None:
    """Draw the files named on the command line and say where the pictures are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--all", metavar="PUBLICATION", help="build this publication and the specimen in every look")
    parser.add_argument("--width", type=int, default=1000, help="width of a page in px")
    parser.add_argument("--columns", type=int, default=6, help="pages side by side on the contact sheet")
    given = parser.parse_args()
    for file in [*given.files, *(built(given.all) if given.all else ())]:
        folder = FOLDER / file.stem
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        sheet = draw(file, folder, given.width, given.columns)
        print(f"{sheet}  and a picture of each page in {folder}")


def built(publication: str) -> Iterator[Path]:
    """Build a publication and the specimen in every theme on every paper; give the PDFs, named by their look."""
    for name, command in ((publication, ["build", publication, "--edition", "screen"]), ("specimen", ["specimen"])):
        for theme in THEMES:
            for paper in PAPERS:
                folder = FOLDER / "pdf" / f"{name}-{theme}-{paper}"
                look = ["--theme", theme, "--paper", paper, "--output", str(folder)]
                subprocess.run([sys.executable, "-m", "renderer", *command, *look], check=True)
                [file] = folder.glob("*.pdf")
                yield file.rename(folder.with_suffix(".pdf"))


def draw(file: Path, folder: Path, width: int, columns: int) -> Path:
    """Write `page-001.png` … and `contact-sheet.png` into a folder; give the path of the contact sheet."""
    small = []
    with pypdfium2.PdfDocument(file) as document:
        for number, page in enumerate(document, 1):
            picture = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
            picture.save(folder / f"page-{number:03}.png")
            small.append(picture.resize((width // 4, round(picture.height / picture.width * (width // 4)))))
    path = folder / "contact-sheet.png"
    contact_sheet(small, columns).save(path)
    return path


def contact_sheet(pages: list[Image.Image], columns: int) -> Image.Image:
    """Put pages side by side in rows, each row as high as its highest page."""
    rows = [pages[i : i + columns] for i in range(0, len(pages), columns)]
    widest = max(p.width for p in pages)
    heights = [max(p.height for p in row) for row in rows]
    size = (GAP + len(rows[0]) * (widest + GAP), GAP + sum(h + GAP for h in heights))
    sheet = Image.new("RGB", size, "#c8c8c8")
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for column, page in enumerate(row):
            sheet.paste(page, (GAP + column * (widest + GAP), top))
        top += height + GAP
    return sheet


if __name__ == "__main__":
    main()
