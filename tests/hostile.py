"""Manuscripts of any size, by the construct they are made of: what growth is measured on, in tests and benchmarks.

In: how many of a construct. Out: the text of a manuscript with that many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


def _blocks(template: str) -> Callable[[int], str]:
    return lambda n: "\n\n".join(template.format(i=i) for i in range(n))


def _lines(template: str, head: str = "") -> Callable[[int], str]:
    return lambda n: head + "\n".join(template.format(i=i) for i in range(n))


def _run(template: str) -> Callable[[int], str]:
    return lambda n: template * n


def _both(text: Callable[[int], str], rest: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: f"{text(n)}\n\n{rest(n)}"


CONSTRUCTS: Mapping[str, Callable[[int], str]] = {
    "paragraphs": _blocks("Paragraph {i} of a report about many things that grew."),
    "emphases": _blocks("A **bold** and a *soft* word, `code` and ~~nothing~~."),
    "sections": _blocks("### Section {i}\n\nText."),
    "list items": _lines("- item {i}"),
    "loose list items": _blocks("- item {i}"),
    "lists": _blocks("Text:\n- one\n  - two\n- three"),
    "table rows": _lines("| {i} | x | y |", "| a | b | c |\n|---|---|---|\n"),
    "rows of HTML": _lines("<tr><th>{i}</th><td>x</td></tr>", "<table>\n"),
    "tables": _blocks("| a | b |\n|---|---|\n| {i} | 2 |"),
    "footnotes": _both(_blocks("Text[^{i}]."), _blocks("[^{i}]: Note {i}")),
    "links": _blocks("See [here](https://example.org/{i}) and example.org/{i}."),
    "references": _both(_blocks("See [here][r{i}]."), _lines("[r{i}]: https://example.org/{i}")),
    "links to sections": _blocks("### H{i}\n\nSee [there](#h{i})."),
    "dead links": _blocks("### H{i}\n\nSee [there](#nowhere-{i})."),
    "quotations": _blocks("> quoted {i}\n\nText."),
    "elements": _blocks("<div>\n\nText {i}\n\n</div>"),
    "boxes": _blocks("/// note | Title\nText {i}\n///"),
    "admonitions": _blocks("!!! note\n    Text {i}"),
    "code blocks": _blocks("```python\nx = {i}\n```"),
    "definitions": _blocks("Term {i}\n:   Definition"),
    "bold paragraphs": _blocks("**Bold {i}**\n\nText."),
    "line breaks": _lines("<br>"),
    "open brackets": _run("["),
    "open words": _run("[a "),
    "open pictures": _run("![]("),
    "open stars": _run("*a "),
    "open code": _run("`a "),
    "open notes": _run("[^"),
    "long quotation": _run("> "),
    "quoted stairs": lambda n: "\n".join("> " * min(i + 1, 60) + "x" for i in range(n)),
}
