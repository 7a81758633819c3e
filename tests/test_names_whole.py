"""Names with a capital inside, such as OpenStack, are never parted by a hyphen; they stay one word in text and tags."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring

import pytest

from renderer.order import Order
from renderer.pipeline import build
from renderer.typeset.breaks import allow_breaks
from tests.inspector import Inspector


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>On OpenStack.</p>", '<p>On <span class="camel">OpenStack</span>.</p>'),
        (
            "<p><b>a</b> OpenStack, OpenInfra</p>",
            '<p><b>a</b> <span class="camel">OpenStack</span>, <span class="camel">OpenInfra</span></p>',
        ),
        ("<p><a href='x'>StarlingX’s</a></p>", '<p><a href="x"><span class="camel">StarlingX</span>’s</a></p>'),
        ("<p>Openstack, OPENSTACK, GitHub, IoT, e-Mailing</p>", None),  # ordinary, or too short for a hyphen
        ("<p>ABetterNameForEverything</p>", None),  # must be able to break in a narrow column
        ("<p><code>readSheets</code></p>", None),
        ("<h2>OpenStack</h2>", None),
        ("<table><tr><td>OpenStack</td></tr></table>", None),
    ],
)
def test_names_are_marked_where_text_is_hyphenated(before: str, after: str | None) -> None:
    root = fromstring(f"<div>{before}</div>")
    allow_breaks(root)
    wanted = after or before
    assert tostring(root, "unicode") == f"<div>{wanted}</div>"


def test_no_line_ends_within_a_name(tmp_path: Path) -> None:
    def lines(name: str) -> tuple[list[str], Inspector]:
        file = tmp_path / f"{name}.md"
        words = " ".join(f"{name} {'of' * (n % 5)} it" for n in range(120))
        file.write_text(f"---\ntitle: Words\n---\n# Words\n\n{words}\n", "utf-8")
        outcome = build(Order(file, tmp_path / "out"))
        pdf = Inspector(outcome.deliveries[0].path.read_bytes())
        return [line.strip() for page in range(pdf.pages) for line in pdf.text(page).splitlines()], pdf

    whole, pdf = lines("InfraNames")
    assert not [line for line in whole if line.endswith("-")]
    assert "InfraNames of it" in " ".join(whole)
    assert not pdf.tags("Span")
    parted, _ = lines("infrastructure")
    assert [line for line in parted if line.endswith("-")]  # the same words in small letters are
