"""Comments that silence findings: which lines they speak of, what they cannot do, and what is said of idle ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.findings import Severity, finding
from renderer.markup import convert
from renderer.silence import find_ignores, heed, idle


def silenced(text: str, first_line: int = 1) -> list[tuple[str, int, int]]:
    """The codes and lines that the comments of a text silence, when nothing is wrong with them."""
    ignores, faults = find_ignores(text, "a.md", first_line)
    assert not faults
    return [(i.code, i.first, i.last) for i in ignores]


COMMENT = "<!-- renderer: ignore PIC-ALT -->"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (f"{COMMENT}\none\ntwo\n\nthree", 2, 3),
        (f"{COMMENT}\n\none\ntwo", 3, 4),
        (f"one\n\n{COMMENT}\n- a\n- b\n\n- c", 4, 5),
        (f"{COMMENT}\n## One\n\ntext\n\n```sh\n# comment\n```\n\n## Two\n\ntext", 2, 9),
        (f"{COMMENT}\n```chart\nkind: bar\n\ndata: x\n```\n\ntext", 2, 6),
        (f"- a\n- b {COMMENT}\n- c", 2, 2),
        (f"| a | {COMMENT}\n| - |", 1, 1),
        (f"> {COMMENT}\n> quoted\n\ntext", 2, 2),
        (f"{COMMENT}\n<!-- about this -->\n![](x.png)\n\ntext", 2, 3),
        ("<!--renderer:ignore   PIC-ALT-->\ntext", 2, 2),
    ],
)
def test_a_comment_speaks_of_what_follows_or_of_its_own_line(text: str, first: int, last: int) -> None:
    assert silenced(text) == [("PIC-ALT", first, last)]
    assert silenced(text, 11) == [("PIC-ALT", first + 10, last + 10)]


def test_a_comment_may_name_several_codes_and_two_may_follow_each_other() -> None:
    assert silenced("<!-- renderer: ignore PIC-ALT, MD-SPACE -->\ntext") == [("PIC-ALT", 2, 2), ("MD-SPACE", 2, 2)]
    assert silenced(f"{COMMENT}\n<!-- renderer: ignore MD-SPACE -->\ntext") == [("PIC-ALT", 3, 3), ("MD-SPACE", 3, 3)]


@pytest.mark.parametrize(
    "text", [f"```\n{COMMENT}\n```\n\ntext", f"Write `{COMMENT}` before it.", "<!-- renderer is a program -->\ntext"]
)
def test_what_is_code_or_another_comment_silences_nothing(text: str) -> None:
    assert silenced(text) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("ignore PIC-ATL", "there is no code PIC-ATL; did you mean PIC-ALT?"),
        ("ignore PIC-MISSING", "PIC-MISSING cannot be silenced"),
        ("ignore IGNORE-IDLE", "IGNORE-IDLE cannot be silenced"),
        ("ignore", "`renderer: ignore` names no code"),
        ("off", "`renderer: off` is not understood"),
    ],
)
def test_a_comment_that_can_silence_nothing_is_a_warning(words: str, message: str) -> None:
    ignores, [fault] = find_ignores(f"\n<!-- renderer: {words} -->\ntext", "a.md", 5)
    assert ignores == []
    assert (fault.code, fault.message, str(fault.place)) == ("IGNORE-CODE", message, "a.md:6")


def test_findings_of_other_lines_files_and_codes_are_shown() -> None:
    ignores, _ = find_ignores(f"{COMMENT}\ntext\n\nmore", "a.md")
    there = finding("PIC-ALT", "no text", file="a.md", line=2)
    others = [
        finding("PIC-ALT", "no text", file="a.md", line=4),
        finding("PIC-ALT", "no text", file="b.md", line=2),
        finding("MD-SPACE", "spaces", file="a.md", line=2),
        finding("PIC-ALT", "no text", file="a.md", line=2, severity=Severity.ERROR),
    ]
    shown, used = heed([there, *others], ignores)
    assert list(shown) == others
    assert idle(ignores, used) == []
    assert [f.code for f in idle(ignores, frozenset())] == ["IGNORE-IDLE"]


@pytest.mark.parametrize("block", ["Text\n", "## Heading\n", "- a\n- b\n", "| A |\n| - |\n| 1 |\n", "> quoted\n"])
def test_a_comment_changes_nothing_of_what_is_printed(block: str) -> None:
    plain = convert(f"One.\n\n\n{block}", source="a.md")
    marked = convert(f"One.\n\n{COMMENT}\n{block}", source="a.md")
    assert marked.html.split() == plain.html.split()
    assert marked.findings == plain.findings


def test_the_command_line_leaves_silenced_findings_out_and_says_which_comments_are_idle(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    text = "---\ntitle: Annual Report 2022\n---\n# One\n\n{}\n![](x.svg)\n\nA backslash\\\n"
    (tmp_path / "a.md").write_text(text.format(COMMENT), "utf-8")
    first = run("check", "a.md", "--json", cwd=tmp_path)
    assert "PIC-ALT" not in first.codes
    assert {"MD-BACKSLASH", "CONFORMANCE-OFF"} <= set(first.codes)  # what is silenced still counts for the claim
    again = run("check", "a.md", "--json", cwd=tmp_path)
    assert again.result["up_to_date"]
    assert again.codes == first.codes
    (tmp_path / "a.md").write_text(text.format("<!-- renderer: ignore MD-SPACE -->"), "utf-8")
    changed = run("check", "a.md", "--json", cwd=tmp_path)
    assert {"PIC-ALT", "IGNORE-IDLE"} <= set(changed.codes)


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("<!-> renderer:ignore PIC-ALT,`~#|\n"), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    ignores, _ = find_ignores(text, "a.md")
    lines = text.count("\n") + 1
    assert all(i.line <= i.first <= i.last + 1 and i.last <= lines for i in ignores)
