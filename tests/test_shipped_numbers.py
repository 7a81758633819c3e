"""The shipped report's numbers come from its data: none is typed, and one changed cell changes all that is made of it.

In: content/annual-report-2022/. Out: a failure for every number typed by hand that is not a name, a date or another's.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from inspector import Inspector

from renderer.order import Order
from renderer.pipeline import build

REPORT = Path(__file__).resolve().parent.parent / "content" / "annual-report-2022"
MANUSCRIPTS = sorted(path for path in REPORT.rglob("*.md") if path.parent.name != "data")
ANYWHERE = {
    r"(?:19|20)\d\d(?:\.1)?": "a year, and OpenStack's release that is named by one",
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)": "a day",
    r"(?:Zuul|StarlingX|Kata Containers|Gerrit|Ansible|Fedora|Mailman|Python|Apache|[Rr]elease|[Vv]ersion)"
    r" \d+(?:\.\d+)*": "a version",
    r"from 3\.3 to 3\.6": "two versions",
    r"\d+(?:\.\d+)+": "a version, in a table or a fact",
    r"[A-Z]+/[A-Z]+-\d\w?": "a standard",
    r"\b5G\b|99Cloud": "a name",
    r"UTC (?:minus|plus) \d+|plus \d+(?::\d+)?|24 hours": "a time zone",
    r"(?m)^\d+\. ": "the mark of an item",
}
"""What looks like a number and is none of the data, with the reason; those of one manuscript stand below."""
ONE = {
    "letter-director.md": {"77 percent of respondents": "the number of another publication, quoted in a note"},
    "05-tools.md": {"pipeline | 5 |": "a version"},
}
PRINTED_KEYS = {"title", "caption", "alt", "note", "unit", "source"}


def words(value: object) -> list[str]:
    """Collect the texts of a front matter or a block."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key not in {"data", "id", "href"} for text in words(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in words(inner)]
    return [value] if isinstance(value, str) else []


def prose(path: Path) -> str:
    """Give what of a manuscript is printed as it is typed: without expressions, addresses, anchors and block keys."""
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)

    def printed(block: re.Match[str]) -> str:
        return "\n".join(words({k: v for k, v in yaml.safe_load(block[1]).items() if k in PRINTED_KEYS}))

    body = re.sub(r"^```(?:chart|table)\n(.*?)^```$", printed, body, flags=re.M | re.S)
    body = re.sub(r"\]\([^\s)]*|<\w*[:@][^>]*>|<https?:[^>]*>|\[\^\w+\]", "]", body)
    body = re.sub(r"^    attrs:.*$|\{ ?[#.][^}]*\}", "", body, flags=re.M)
    return re.sub(r"\{\{.*?\}\}", "", "\n".join([*words(meta), body]))


@pytest.mark.parametrize("path", MANUSCRIPTS, ids=lambda path: path.stem)
def test_no_number_is_typed_by_hand(path: Path) -> None:
    text = prose(path)
    for allowed in ONE.get(path.name, {}):
        text = text.replace(allowed, "")
    for allowed in ANYWHERE:
        text = re.sub(rf"(?<![\w.]){allowed}(?!\w)" if not allowed.startswith("(?m)") else allowed, "", text)
    assert re.findall(r".{0,40}\d.{0,30}", text) == []


def test_nothing_is_allowed_that_does_not_stand_there() -> None:
    everything = "\n".join(prose(path) for path in MANUSCRIPTS)
    assert [allowed for allowed in ANYWHERE if not re.search(allowed, everything)] == []
    for name, allowed in ONE.items():
        (path,) = (path for path in MANUSCRIPTS if path.name == name)
        assert [a for a in allowed if a not in prose(path)] == []


def test_one_changed_cell_changes_chart_sentence_and_table(tmp_path: Path) -> None:
    copy = tmp_path / "report"
    shutil.copytree(REPORT, copy)
    data, chapter = copy / "data" / "wechat.csv", copy / "chapters" / "09-china.md"
    text = data.read_text("utf-8")
    assert text.count(",2022,8775,") == 1
    data.write_text(text.replace(",2022,8775,", ",2022,9876,"), "utf-8")
    link = "[Kata Containers](../projects/kata-containers.md)"
    chapter.write_text(chapter.read_text("utf-8").replace(link, ""), "utf-8")
    (copy / "publication.yml").write_text("kind: report\ntitle: One chapter\nparts: [chapters/09-china.md]\n", "utf-8")
    (made,) = build(Order(copy, tmp_path / "out", jobs=1)).deliveries
    pdf = Inspector(made.path)
    text = " ".join(pdf.text().split())
    assert "8,775" not in text
    assert "had 12,442 followers" in text  # the sentence: 1,036 + 9,876 + 1,530
    (row,) = [row for table in pdf.tables() for row in table if row[0] == "OpenStack"]
    assert row[1:] == ["7,206", "8,108", "9,876", "21.8%"]  # the table, and what it reckons
    (figure,) = pdf.figures()
    assert "OpenStack: 7,206, 8,108, 9,876" in figure.alt
    (shown,) = pdf.attachments.values()
    assert "9876" in shown.decode()
    drawn = [w for w in pdf.find("9,876") if figure.box[0] <= w.x <= figure.box[2] and w.page == figure.page]
    assert len(drawn) >= 1  # the chart writes it at the end of its area
