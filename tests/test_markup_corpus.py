"""Manuscripts as people wrote them for the web: all convert, and the two founding ones become clean HTML."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import frontmatter
import markdown
import pytest
from counted import calls
from lxml import html

from renderer.markup import Marked, convert, split

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
MANUSCRIPTS = sorted(CORPUS.rglob("*.md"))
pytestmark = pytest.mark.skipif(not MANUSCRIPTS, reason="the corpus of manuscripts is not there")


def body(path: Path) -> tuple[str, int]:
    """A manuscript's text without front matter, and the line it begins on."""
    text = path.read_text(encoding="utf-8")
    content = frontmatter.loads(text).content
    start = text.index(content)
    return content, text.count("\n", 0, start) + 1


def converted(path: Path) -> Marked:
    text, first_line = body(path)
    return convert(text, source=path.name, first_line=first_line)


@pytest.fixture(scope="module")
def seed() -> Marked:
    return converted(CORPUS / "openinfra-2022-seed" / "2022-seed.md")


@pytest.mark.parametrize("path", MANUSCRIPTS, ids=lambda p: f"{p.parent.name}/{p.stem}"[:60])
def test_every_manuscript_converts(path: Path) -> None:
    result = converted(path)
    root = html.fragment_fromstring(result.html, create_parent="div")
    levels = [1, *(h.level for h in result.headings)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not re.search("[\ufdd0-\ufdef]", result.html)
    assert root.xpath("//@style | //script | //font | //h1 | //p[not(normalize-space()) and not(*)]") == []
    ids = root.xpath("//*/@id")
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert "".join(c.html for c in split(result))


@pytest.mark.slow
def test_conversion_is_about_twice_the_work_of_the_converter_alone() -> None:
    text, _ = body(CORPUS / "openinfra-2022-seed" / "2022-seed.md")

    def alone() -> str:
        return markdown.markdown(text, extensions=["extra", "sane_lists"])

    def ours() -> Marked:
        return convert(text, source="m.md")

    alone(), ours()  # what is loaded or compiled once
    assert calls(ours) < 2.4 * calls(alone)


def lines_of(result: Marked, code: str) -> list[int]:
    return [f.place.line for f in result.findings if f.code == code]


def test_the_founding_report_is_told_line_by_line(seed: Marked) -> None:
    assert lines_of(seed, "MD-HEADING-LEVEL") == [14, 484, 551, 639, 699]
    assert lines_of(seed, "MD-PICTURE-EMPTY") == [120, 134, 146, 225]
    assert lines_of(seed, "MD-BACKSLASH") == [79, 148, 164]
    assert lines_of(seed, "MD-LIST-MARKER") == [268, 717]
    assert lines_of(seed, "MD-LINK-EMPTY") == [300]
    assert lines_of(seed, "MD-LINK-SCHEME") == [439]
    assert lines_of(seed, "MD-SPACE") == [30]
    assert lines_of(seed, "MD-STYLE") == [187, 208, 248, 276, 364, 410, 447, 545, 570, 596, 741]
    assert lines_of(seed, "MD-HEADING-MISSING") == [152, 187, 208, 248, 276, 364, 410, 447, 741]
    assert lines_of(seed, "MD-HEADING-BOLD") == [96, 107, 111, 125, 139, 675, 681, 703, 723, 731, 749]
    assert len(lines_of(seed, "MD-HEADING-MARKUP")) == 24
    assert lines_of(seed, "MD-HEADING-CAPITALS") == [729]
    assert lines_of(seed, "MD-QUOTES") == [39]
    assert lines_of(seed, "MD-PICTURE-ALT") == [12, 83, 168, 307, 317]
    breaks = [80, 85, 117, 122, 131, 136, 143, 149, 165, 170, 206, 222, 227, 246, 274, 304, 309, 314, 362, 408, 445]
    assert lines_of(seed, "MD-BREAKS") == [*breaks, 543, 568, 594, 739]


def test_the_founding_report_has_an_outline(seed: Marked) -> None:
    assert [c.title for c in split(seed)][:6] == [
        "",
        "Note from the Chair of the OpenInfra Foundation Board of Directors",
        "Replicating Success by Applying the Power of the OpenInfra Community",
        "State of OpenInfra: Introducing Project Funds",
        "State of OpenInfra China",
        "Introducing: OpenInfra Foundation Associate Members",
    ]
    projects = next(c for c in split(seed) if c.title == "OpenInfra Project Updates")
    assert [h.text for h in projects.headings if h.level == 2] == [
        "Airship",
        "Kata Containers",
        "OpenInfra Labs",
        "OpenStack",
        "StarlingX",
        "Zuul",
        "OpenDev",
    ]


def test_the_founding_report_is_clean(seed: Marked) -> None:
    root = html.fragment_fromstring(seed.html, create_parent="div")
    assert root.xpath(".//br | .//div | //a[not(@href)] | //img[@src=''] | //h1 | //strong//em") == []
    assert len(root.xpath("//p[@class='byline']")) == 9 and len(root.xpath("//p[@class='logo']//img")) == 11
    assert all(re.match("https?:|mailto:", href) for href in root.xpath("//a/@href"))
    assert root.xpath("//a[starts-with(@href, 'mailto:zuul-discuss@')]")
    assert len(root.xpath("//ul[@class='columns three']/li")) == 29
    text = root.text_content()
    assert "\\" not in text and '"' not in text and "“As the industry transitions" in text and "cenne.d who" in text


def test_every_word_of_the_founding_report_is_there(seed: Marked) -> None:
    source, _ = body(CORPUS / "openinfra-2022-seed" / "2022-seed.md")
    source = re.sub(r"\]\([^)]*\)|<[^>]*>", " ", source)
    printed = " ".join(html.fragment_fromstring(seed.html, create_parent="div").itertext())
    missing = set(re.findall(r"\w+", source.lower())) - set(re.findall(r"\w+", printed.lower()))
    assert missing <= {"circles", "forces", "member", "logos", "cores", "3", "22", "25m", "1m"}  # alternative texts


def test_all_eight_projects_are_headings(seed: Marked) -> None:
    found = {h.text for h in seed.headings}
    assert {"Airship", "Kata Containers", "OpenInfra Labs", "OpenStack", "StarlingX", "Zuul", "OpenDev"} <= found
    assert "Superuser" in found


def test_events_of_the_founding_report() -> None:
    result = converted(CORPUS / "openinfra-2022-seed" / "2021-events-seed.md")
    assert [c.title for c in split(result)] == [
        "OpenInfra Live",
        "OpenInfra Live: Keynotes",
        "Project Teams Gathering (PTG)",
        "OpenInfra Days & Cloud Operator Days",
    ]
    assert [(f.code, f.place.line) for f in result.findings] == [
        ("MD-HEADING-CAPITALS", 18),
        ("MD-HEADING-MARKUP", 18),
        ("MD-SPACE", 28),
        ("MD-HEADING-CAPITALS", 34),
        ("MD-HEADING-MARKUP", 34),
        ("MD-HEADING-CAPITALS", 50),
        ("MD-HEADING-MARKUP", 50),
        ("MD-HEADING-CAPITALS", 63),
        ("MD-HEADING-MARKUP", 63),
    ]
