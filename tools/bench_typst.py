"""The same text through pandoc and Typst: the speed anchor of `make bench`, which no layout and no tags are asked of.

In: a publication. Out: a folder with its Markdown as one text and its charts as the same SVG files.
Usage: python tools/bench_typst.py FOLDER    makes FOLDER/typst.pdf of what `write_typst` left there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from renderer.store import Store

PDF = "typst.pdf"
_CHART = re.compile(r"^```chart\n.*?^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```table\n.*?^```$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s\"]+)[^)]*\)(\{[^}]*\})?")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]*\)(\{[^}]*\})?")


def why_absent() -> str:
    """Say what is missing for the anchor, or nothing."""
    missing = [name for name, there in (("pandoc", pandoc()), ("typst", find_spec("typst"))) if not there]
    return f"{' and '.join(missing)} not installed (uv sync --group bench)" if missing else ""


def pandoc() -> str:
    """Find pandoc: on the path, or in the package that brings it."""
    if found := shutil.which("pandoc"):
        return found
    if find_spec("pypandoc") is None:
        return ""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def write_typst(publication: Path, store: Store, folder: Path) -> int:
    """Write the text of all manuscripts, with the charts that a build has put into the store; gives their number."""
    from renderer.compose import Templates, compose
    from renderer.read import read
    from renderer.workspace import Workspace

    workspace = Workspace(publication)
    read_, _ = read(workspace, publication)
    composed = compose(read_, read_.editions[0], workspace, store, Templates(workspace, store))
    folder.mkdir(parents=True)
    drawn: dict[str, list[Path]] = {}
    for job in composed.charts:
        path = store.get_file("charts", job.key, ".svg")
        drawn.setdefault(job.place.file, []).append(path or Path("missing.svg"))
    chapters = [p.manuscript for p in composed.publication.parts if p.manuscript]
    for number, chapter in enumerate(chapters):
        charts = iter(drawn.get(chapter.name, ()))
        body = _PICTURE.sub(lambda m, c=chapter: _shown(c.path.parent / m[1], folder), chapter.body)
        body = _CHART.sub(lambda m, c=charts: _shown(next(c, Path("missing.svg")), folder), body)
        title = chapter.meta.get("title", "")
        text = f"# {title}\n\n{_LINK.sub(lambda m: m[1] or 'there', _BLOCK.sub('', body))}\n"
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")
    return len(chapters)


def _shown(picture: Path, folder: Path) -> str:
    """Copy a picture into the folder and show it there; one that is not there is left out."""
    if not picture.is_file():
        return ""
    shutil.copyfile(picture, folder / picture.name)
    return f"![]({picture.name})"


def compiled(folder: Path) -> Iterator[str]:
    """Make the PDF; gives what was done, in order."""
    import typst

    source = folder / "text.typ"
    texts = sorted(path.name for path in folder.glob("*.md"))
    command = [pandoc(), "--file-scope", "-f", "markdown-citations", "-t", "typst", "-s", "-V", "papersize=a4"]
    command += [*texts, "-o", source.name]
    subprocess.run(command, cwd=folder, check=True)
    yield "pandoc"
    typst.compile(str(source), output=str(folder / PDF), root=str(folder))
    yield "typst"


if __name__ == "__main__":
    for _ in compiled(Path(sys.argv[1])):
        pass
