"""Nothing is lost: the words of every manuscript are on its pages, or a finding says what became of them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from accounting import Account, read_manuscript, unexplained
from fontTools.ttLib import TTFont
from printed import Printed, read_html, read_pdf, words_of
from pypdf import PdfReader

from renderer.compose import Templates, compose
from renderer.compose.prose import with_numbers
from renderer.findings import finding
from renderer.order import Outcome
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace, font_files

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
MANUSCRIPTS = sorted(p.relative_to(CORPUS).as_posix() for p in CORPUS.glob("*/*.md")) or ["none"]


@functools.cache
def _printable() -> frozenset[int]:
    """The characters that the shipped fonts have."""
    return frozenset().union(*(TTFont(path, lazy=True).getBestCmap() for path in font_files().values()))


def can_be_printed(account: Account) -> bool:
    return all(ord(c) in _printable() for c in account.characters if not c.isspace())


def pdf_title(path: Path) -> str:
    info = PdfReader(path).metadata
    return str(info.title if info else "")


@pytest.mark.slow
@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_every_word_of_a_real_manuscript_is_accounted_for(
    corpus: Path, delivered: Callable[[Path], Outcome], tmp_path: Path, name: str
) -> None:
    path = corpus / name
    account = read_manuscript(path.read_text("utf-8-sig"))
    if can_be_printed(account):
        outcome = delivered(path)
        [delivery] = outcome.deliveries
        printed, findings = read_pdf(delivery.path.read_bytes(), account.vocabulary), outcome.findings
        title = pdf_title(delivery.path)
    else:  # what comes out of a PDF for a character without a font is not that character
        workspace = Workspace(tmp_path)
        site = path.parent / "static"
        publication, faults = read(workspace, path, site if site.is_dir() else None)
        composed = compose(publication, "screen", workspace, Store(tmp_path), Templates(workspace, Store(tmp_path)))
        printed, findings = read_html(d.html for d in composed.documents), (*faults, *composed.findings)
        title = composed.publication.title
    cover_and_opening = [title, title, *re.findall(r"\b20\d\d\b", title)[:1]]
    assert unexplained(account, printed, findings, cover_and_opening) == []


@pytest.mark.slow
def test_every_word_of_the_shipped_report_is_accounted_for(root: Path, delivered: Callable[[Path], Outcome]) -> None:
    folder = root / "content" / "annual-report-2022"
    workspace = Workspace()
    publication, _, _ = with_numbers(read(workspace, folder)[0], workspace)  # other tests hold the numbers to the data
    manuscripts = [part.manuscript for part in publication.parts if part.manuscript]
    accounts = [
        read_manuscript(f"---\n{yaml.safe_dump(dict(m.meta), allow_unicode=True)}---\n{m.body}") for m in manuscripts
    ]
    account = functools.reduce(Account.joined, accounts)
    outcome = delivered(folder)
    printed = read_pdf(outcome.deliveries[0].path.read_bytes(), account.vocabulary)
    said = yaml.safe_load((folder / "publication.yml").read_text("utf-8"))
    title, publisher, options = said["title"], said["publisher"], said["options"]
    cover = [title, said["subtitle"], publisher, "2022", "Note"]
    back = [
        publisher,
        title,
        "Published by",
        publisher,
        "2022",
        options["address"],
        options["imprint"],
        "openinfra.dev",
    ]
    sheets = ["Get involved"] * len(list(folder.glob("projects/*.md")))  # what the layout says above their links
    assert len(accounts) > 10 and len(account.words) > 5000
    assert unexplained(account, printed, outcome.findings, [*cover, *back, *sheets]) == []


# --------------------------------------------------------------------------------------------- the account itself
TEXT = """\
---
title: Members
---
The _first_ word, [a link](https://example.org/x) and a note[^1].

![A map](map.png "Where they live")

[^1]: In small type.

<!-- nobody reads this -->

```chart
kind: bar
title: Cores
```
"""


def account_of(
    words: str, alts: Sequence[str] = ("A map",), links: Sequence[str] = ("https://example.org/x",)
) -> list[str]:
    return unexplained(read_manuscript(TEXT), Printed(words_of(words), list(alts), set(links)), ())


WHOLE = "Members The first word, a link and a note Where they live. In small type. Cores"


def test_a_manuscript_that_is_all_there_leaves_nothing_to_explain() -> None:
    assert account_of(WHOLE) == []


def test_whatever_is_lost_or_made_up_is_told() -> None:
    assert account_of(WHOLE.replace("small ", "")) == ["line 8: “small” is lost 1 times"]
    assert account_of(WHOLE + " kind") == ["“kind” is printed 1 times more than it is written"]
    assert account_of(WHOLE + " nobody") == ["“nobody” is printed 1 times more than it is written"]
    assert account_of(WHOLE, alts=()) == ["line 6: no picture says “A map”"]
    assert account_of(WHOLE, links=()) == ["line 4: nothing leads to https://example.org/x"]


def test_a_finding_explains_what_it_tells_and_nothing_else() -> None:
    account = read_manuscript("Here is <marquee>text</marquee>.\n\n[^x]: Gone\n\nGone as well")
    printed = Printed(words_of("Here is text. as well"), [], set())
    lost = finding("MD-FOOTNOTE", "nothing refers to the footnote [^x]; it is left out", file="m.md", line=3)
    assert unexplained(account, printed, [lost]) == ["lines 3, 5: “gone” is lost 1 times"]


def test_words_parted_at_the_end_of_a_line_are_one() -> None:
    account = read_manuscript("See https://example.org/averylongword here")
    printed = Printed(words_of("See https://example.org/avery\nlongword here"), [], set())
    assert unexplained(account, printed, ()) == []
