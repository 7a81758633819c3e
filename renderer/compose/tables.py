"""Table blocks of a part in; tables with caption, scopes and notes out, and findings."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, E

from renderer.compose.figures import Tables
from renderer.findings import Finding
from renderer.tables.html import table_element, words_of


def place_tables(tree: HtmlElement, tables: Tables, source: str, words: Mapping[str, str], lang: str) -> list[Finding]:
    """Turn every table block of a part into a table; one that cannot be made leaves a gap for the proof."""
    findings: list[Finding] = []
    blocks = [figure for figure in tree.iter("figure") if figure.get("data-table") is not None]
    if not blocks:
        return findings
    # Here, because reading them takes pydantic: most manuscripts have no such blocks.
    from renderer.tables.prepare import prepare
    from renderer.tables.spec import read_spec

    for block in blocks:
        line = int(block.get("data-line") or 0)
        spec, faults = read_spec(block.attrib.pop("data-table"), source=source, line=line + 1)
        findings += faults
        grid = None
        if spec is not None:
            table, faults = tables.table(spec)
            findings += faults
            if table is not None:
                grid, faults = prepare(spec, table, lang=lang)
                findings += faults
        if spec is None or grid is None:
            block.set("class", "table missing")
            continue
        made = table_element(grid, words_of(E.caption(), [("title", spec.title), ("caption", spec.caption)]))
        made.set("id", spec.id)
        made.set("data-line", str(line))
        made.tail, block.tail = block.tail, None
        block.getparent().replace(block, made)
        said = [(name, text) for name, text in (("note", spec.note), ("source", spec.source)) if text]
        if said:
            notes = words_of(E.p(CLASS("table-notes")), [(name, f"{words[name]}: {text}") for name, text in said])
            notes.set("data-line", str(line))
            made.addnext(notes)
            notes.tail, made.tail = made.tail, None
    return findings
