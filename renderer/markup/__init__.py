"""Markup: manuscripts in Markdown become HTML with source lines, repairs are findings.

In: the text of a manuscript. Out: `Marked`, an HTML fragment as docs/html.md describes it, with headings and findings;
`split` makes chapters of one. docs/manuscripts.md describes the dialect and every repair.
"""

from __future__ import annotations

from collections.abc import Collection

from renderer.findings import settled
from renderer.markup import headings, lines
from renderer.markup.alternatives import tell_alternatives
from renderer.markup.capitals import lower_capitals
from renderer.markup.chapters import listed, split
from renderer.markup.dialect import to_html
from renderer.markup.elements import Element
from renderer.markup.footnotes import fold_notes, place_footnotes
from renderer.markup.languages import settle_languages, tell_mixed_lines
from renderer.markup.leftovers import tell_leftovers
from renderer.markup.limits import tell_too_deep, within_limits
from renderer.markup.marked import Chapter, Marked, MarkedHeading, Report
from renderer.markup.repairs import repair
from renderer.markup.sanitise import sanitise
from renderer.markup.source import marked_text, normalised
from renderer.markup.structure import shape
from renderer.markup.typography import set_type

__all__ = ["Chapter", "Marked", "MarkedHeading", "convert", "split"]


def convert(
    text: str, *, source: str, first_line: int = 1, lang: str = "en", title: str = "", off: Collection[str] = ()
) -> Marked:
    """Convert the body of a manuscript.

    `source` names the file in findings; `first_line` is the line of that file on which `text` begins; `lang` is a
    language tag such as `en` or `pt-BR`. `title` is the title the front matter gives: a heading that opens the text and
    says the same is taken off. Without one, a lone h1 that opens the text is taken off as the title. The highest of the
    other headings become h2. `off` names repairs that are not to be made (`renderer.rules`). Never raises: what is
    wrong is in the findings.
    """
    report = Report(source, off)
    root = _tree(text, first_line, report)
    if root is None:
        return Marked("", (), settled(report.findings))
    sanitise(root, report)
    settle_languages(root, lang, report, first_line)
    tell_leftovers(root, report)
    place_footnotes(root, report)
    repair(root, report)
    shape(root, lang, report)
    headings.plain_headings(root, report)
    lower_capitals(root, lang, report)
    taken, taken_line = headings.take_title(root, title)
    headings.mark_bylines(root, report)
    headings.promote(root, report)
    lower_capitals(root, lang, report)  # those just made of bold paragraphs
    tell_alternatives(root, report)
    headings.close_gaps(root, report)
    headings.give_ids(root)
    tell_mixed_lines(root, lang, report)
    set_type(root, lang, report)
    fold_notes(root)  # last, because places within a text are told by counting its line ends
    lines.keep_on_blocks(root)
    root.attrib.clear()
    fragment = lines.serialise([root]).strip().removeprefix("<div>").removesuffix("</div>")
    return Marked(fragment.strip(), listed(headings.all_of(root)), settled(report.findings), taken, taken_line)


def _tree(text: str, first_line: int, report: Report) -> Element | None:
    """Convert the text to a tree with lines; None when it goes beyond what can be converted."""
    if not within_limits(text, first_line, report):
        return None
    normal = normalised(text, first_line, report)
    if any(f.code == "FILE-LIMIT" for f in report.findings):
        return None
    try:
        return lines.parse(to_html(marked_text(normal)), range(first_line, first_line + text.count("\n") + 1))
    except lines.TooDeep as e:
        tell_too_deep(e.line, report)
    except RecursionError:
        tell_too_deep(first_line, report)
    return None
