"""Cases for `test_lines`: for every code a fault, and the places of a manuscript where it can stand.

`§` at the end of a line says that a finding of the code is expected there. Names of files end as their content asks.
"""

from __future__ import annotations

from collections.abc import Mapping

LINE_PLACES: Mapping[str, str] = {
    "a paragraph": "{}",
    "the middle of a paragraph": "Words go\nover {} and\nend.",
    "behind brackets over two lines": "A [link that\nruns on](https://x.org) {}\nend",
    "behind an open bracket": "Words [that\nopen\nand {} end",
    "behind HTML over two lines": "<b>a\nb</b> c\nthen {}",
    "behind line breaks": "a  \nb\\\n{}",
    "behind a comment": "<!--\na\n\nb\n-->\n{}",
    "behind a block of code": "```\na\n\nb\n```\n{}",
    "an item": "- one\n- {}",
    "an item nested by two spaces": "- one\n  - two\n  - {}",
    "the end of an item": "- one\n  goes on\n  {}",
    "a second paragraph of an item": "- one\n  - two\n    - three\n\n      more\n\n      {}",
    "an item of a numbered list": "1. one\n   - {}",
    "a task": "- [ ] {}",
    "a cell": "| A | B |\n| - | - |\n| c | d |\n| e | {} |",
    "the head of a table": "| A | {} |\n| - | - |\n| c | d |",
    "a note": "Words[^%].\n\nMore\n\n[^%]: {}",
    "a second paragraph of a note": "Words[^%].\n\n[^%]: One\n\n    {}",
    "a second line of a note": "Words[^%].\n\n[^%]: One\n    goes on\n    {}",
    "a div": '<div class="box">\n\none\n\n{}\n\n</div>',
    "details": "<details>\n<summary>S</summary>\n\n{}\n\n</details>",
    "a quotation": "> Words\n> {}",
    "an item of a quotation": "> - a\n>   - {}",
    "a box": "/// note | T\nWords\n\n{}\n///",
    "a box with options": "/// tip\n    attrs: {class: x}\n\n{}\n///",
    "a callout": "> [!NOTE]\n> {}",
    "an admonition": '!!! note "T"\n    One\n\n    {}',
    "a definition": "Term\n:   one\n\n    {}",
    "a pull quote": "/// pull-quote | A\none\n\n{}\n///",
}
"""`{}` stands for the fault, `%` for a number of the case's own."""

BLOCK_PLACES: Mapping[str, tuple[str, str, str]] = {
    "a manuscript": ("", "", ""),
    "an item": ("- one\n\n", "  ", ""),
    "an item, by four spaces": ("- one\n\n", "    ", ""),
    "a nested item": ("- one\n  - two\n\n", "    ", ""),
    "an item of a numbered list": ("1. one\n\n", "   ", ""),
    "a quotation": ("> one\n>\n", "> ", ""),
    "an item of a quotation": ("> - one\n>\n", ">   ", ""),
    "a div": ('<div class="box">\n\n', "", "\n\n</div>"),
    "a box": ("/// note | T\none\n\n", "", "\n///"),
    "a callout": ("> [!TIP]\n> one\n>\n", "> ", ""),
    "an admonition": ("!!! note\n    one\n\n", "    ", ""),
    "a definition": ("Term\n:   one\n\n", "    ", ""),
}
"""What stands before the fault, what before each of its lines, what behind it."""

IN_LINES: Mapping[str, tuple[str, ...]] = {
    "MD-BREAKS": ("words<br><br>more",),
    "MD-PICTURE-EMPTY": ("words ![]()",),
    "MD-LINK-EMPTY": ("words [](https://x.org)",),
    "MD-LINK-SCHEME": ("words [a](openstack.org/users)", '<a href="a@lists.org">a</a>'),
    "MD-SPACE": ("some\u00a0words",),
    "MD-QUOTES": ('“some” "words"',),
    "MD-STYLE": ('<span style="color: red">words</span>',),
    "MD-HTML": ("words <repo>", "a <font>words</font>", "a <button>words</button>", '<b onclick="x">words</b>'),
    "MD-FOOTNOTE": ("words[^gone]",),
    "MD-PICTURE-ALT": ("a ![image](x.svg)",),
    "PIC-MISSING": ("a ![some words](gone.png)", 'a <img src="gone.png" alt="some words">'),
    "PIC-ALT": ("a ![](x.svg)",),
    "PIC-REMOTE": ("a ![some words](https://x.org/a.png)",),
    "PIC-FORMAT": ("a ![some words](bad.png)",),
    "PIC-OUTSIDE": ("a ![some words](../out.svg)",),
    "PIC-NAME": ("a ![some words](X.svg)",),
    "PIC-FRAMES": ("a ![some words](moving.gif)",),
    "PIC-COLOUR": ("a ![some words](print.jpg)",),
    "PIC-DRAWING": ("a ![some words](script.svg)",),
    "LINK-DEAD": ("[words](gone.md)", "[words](#gone)", '<a href="gone.md">words</a>'),
    "LANG-TAG": ('<span lang="englisch">words</span>',),
    "LINK-SITE": ("[words](/about)",),
    "ID-DUPLICATE": ('<span id="a%">a</span> <span id="a%">b</span>',),
}
"""Faults of one line, by their codes; none of them needs a mark."""

CHART = "```chart\nkind: bar\ndata: d.csv\nx: a\ny: b\ntitle: T"
IN_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "MD-HEADING-LEVEL": ("## A\n\n#### B §\n\nwords",),
    "MD-HEADING-MARKUP": ("## **A** b §\n\nwords", "Words\n=====\n\n**A** b §\n-------\n\nwords"),
    "MD-HEADING-CAPITALS": ("## MEMBERS OF THE BOARD §\n\nwords",),
    "MD-HEADING-EMPTY": ("## <b></b> §\n\nwords",),
    "MD-HEADING-MISSING": ("words\n\n## ![Kata logo](x.svg) §\n\nwords",),
    "MD-BREAKS": ("a\n\n<br /> §\n<br />\n\nb", "a\n\n&nbsp; §\n\nb"),
    "MD-BACKSLASH": ("words\nend\\ §\n\nmore", "words\n\n\\ §\n\nmore"),
    "MD-LIST-MARKER": ("- a\n* * b §",),
    "MD-COMMENT": ("words\n\n<!-- §\nwords\n-->\n\nmore",),
    "MD-STYLE": ('<p style="color: red">words</p> §', "<table>\n<tr>\n<td style='x: y'>words</td> §\n</tr>\n</table>"),
    "MD-HTML": ("words\n\n<script> §\nalert(1)\n</script>\n\nmore", '<iframe src="x"> §\n</iframe>'),
    "MD-FOOTNOTE": ("words\n\n[^x]: note §", "words\nand[^gone] §\nend"),
    "MD-FENCE": ("words\n\n~~~ §\ncode",),
    "MD-CAPTION": ("words\n\n/// figure-caption\nwords §\n///",),
    "MD-BLOCK": ("/// sidebar §\nwords\n///", "/// sidebar §\n\nwords\n\n///"),
    "PIC-ALT-CAPTION": ('words\n\n![](x.svg "words") §',),
    "CHART-KEY": (f"{CHART}\ncolour: x §\n```",),
    "CHART-SYNTAX": ("words\n\n```chart\nkind: bar\n  data: [ §\n```",),
    "CHART-KIND": ("```chart\nkind: bra §\ndata: d.csv\nx: a\ny: b\ntitle: T\n```",),
    "CHART-DATA": ("```chart\n\nkind: bar\ndata: e.csv §\nx: a\ny: b\ntitle: T\n```",),
    "CHART-COLUMN": ("```chart\n# words\nkind: bar\n\ndata: d.csv\nx: a\ny: c §\ntitle: T\n```",),
    "CHART-ALT": ("```chart\nkind: bar\ndata: d.csv\nx: a\ny: b\ntitle: T §\n```",),
    "CHART-SHAPE": ("```chart\ntitle: T\nkind: donut §\ndata: minus.csv\nx: a\ny: b\n```",),
    "CHART-ROWS": ("```chart\nkind: bar\naggregate: count §\ndata: open.csv\nx: a\ntitle: T\n```",),
    "CHART-EMPTY": (f"{CHART}\nwhere: §\n  a: z\n```",),
}
"""Faults that are blocks."""

ON_TOP: Mapping[str, tuple[str, ...]] = {
    "MD-HEADING-BOLD": ("words\n\n**Short words** §\n\nmore",),
    "MD-HEADING-MISSING": (
        "words\n\n***Ada Lovelace, Chair, House*** §\n\nmore",
        'words\n\n<div> §\n<a href="https://x.org"><img src="x.svg" alt="Kata logo"></a>\n</div>\n\nmore',
    ),
    "MD-LIST-SHAPE": ("words:\n- a §\n- b\n\nwords:\n- c", "- a\n  - b §\n  - c", "> words\n> - a §"),
    "MD-SPACE": ("words\nwords\nsome\u00a0words §\nother\u00a0words",),
    "MD-HTML": ("words\n\n<div> §\n\nwords", "<section>\n\n<div> §\n\nwords\n\n</section>"),
    "FILE-LIMIT": (f"words\n\n{'words ' * 10_000} §",),
    "MD-FENCE": ("- a\n\n  ``` §\n  b\n\nc",),
    "MD-BLOCK": ("words\n\n/// note | T §\n    odd: x\n\nwords\n///",),
    "MD-QUOTES": ("It's so.\n\n“Words” §\nwords “words”", "Words “a\nb”, [c\nd](https://x.org) e\nand it's §"),
}
"""Faults that stand for a whole manuscript, or that only the highest level of one can hold."""

YML = "title: R\nparts:\n  - m.md\n"
TOLD = "---\ntitle: T\ndata:\n- d\n---\n"
FILES: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "YAML-SYNTAX": (
        {"publication.yml": "title: R\nparts: [m.md §\n"},
        {"publication.yml": YML, "m.md": "---\ntitle: A\nlang: en: de §\n---\nwords"},
    ),
    "YAML-DUPLICATE": (
        {"publication.yml": f"{YML}lang: en\ntitle: S §\n"},
        {"publication.yml": YML, "m.md": "---\n\ntitle: A\ntitle: B §\n---\nwords"},
    ),
    "YAML-SHAPE": ({"publication.yml": YML, "m.md": "---\n- a §\n- b\n---\nwords"},),
    "KEY-UNKNOWN": (
        {"publication.yml": f"{YML}  - file: n.md\n    tittle: x §\n"},
        {"publication.yml": f"{YML}repairs:\n  breaks: on\n  brakes: on §\n"},
        {"publication.yml": YML, "m.md": "---\ntitle: A\nrepairs:\n  brakes: on §\n---\nwords"},
    ),
    "KEY-MISSING": ({"publication.yml": f"{YML}  - id: x §\n"}, {"publication.yml": "parts: [m.md] §\n"}),
    "KEY-VALUE": (
        {"publication.yml": f"{YML}\npaper: A5 §\n"},
        {"publication.yml": f"{YML}  - file: n.md\n    matter: none §\n"},
        {"publication.yml": YML, "m.md": "---\ntitle: A\ndraft: 7 §\n---\nwords"},
    ),
    "FIN-TOTAL": (
        {
            "publication.yml": YML,
            "m.md": "---\ntitle: A\nlayout: financials\nstatements:\n- columns: [x]\n  rows:\n"
            "  - {label: a, values: [4]}\n  - {label: b, values: [9], kind: total} §\n---\nwords",
        },
    ),
    "LAYOUT-UNKNOWN": (
        {"publication.yml": f"{YML}  - layout: covr §\n"},
        {"publication.yml": YML, "m.md": "---\ntitle: A\nlayout: chaptre §\n---\nwords"},
    ),
    "PART-DUPLICATE": ({"publication.yml": f"{YML}  - layout: cover\n  - x/m.md §\n", "x/m.md": "words"},),
    "PART-EMPTY": ({"publication.yml": f"{YML}  - gone*.md §\n"},),
    "PART-DRAFT": ({"publication.yml": f"{YML}  - n.md\n", "n.md": "---\ntitle: A\ndraft: true §\n---\nwords"},),
    "MD-TITLE-PREFIX": (
        {
            "publication.yml": "title: Annual Report 2021\nparts: [m.md]\n",
            "m.md": "---\nlang: en\ntitle: 'Annual Report 2021: Events' §\n---\nwords",
        },
    ),
    "LANG-WORDS": ({"publication.yml": YML, "m.md": "---\ntitle: A\nlang: eu §\n---\nwords"},),
    "PIC-MISSING": ({"publication.yml": f"{YML}options:\n  web: x.org\n  logo: gone.svg §\n"},),
    "PIC-FETCH": (
        {"publication.yml": f"{YML}picture_hosts: [127.0.0.1]\n", "m.md": "a\nb ![c d](https://127.0.0.1:9/a.png) §"},
    ),
    "CHART-NUMBER": ({"publication.yml": YML, "m.md": f"{CHART}\n```", "data/d.csv": "a,b\nq,1\n\nr,many §\ns,3\n"},),
    "NUMBER-NAME": (
        {"publication.yml": YML, "m.md": f"{TOLD}words\n\n- a\n  {{{{ d.bee }}}} b §\n", "data/d.csv": "a,b\nq,1\n"},
        {
            "publication.yml": YML,
            "m.md": f"{TOLD}| A |\n| - |\n| {{{{ e.b.latest }}}} § |\n",
            "data/d.csv": "a,b\nq,1\n",
        },
        {
            "publication.yml": YML,
            "data/d.csv": "a,b\nq,1\n",
            "m.md": "---\ntitle: T\nfacts:\n  - label: a\n    value: '{{ d.c }}' §\ndata: [d]\n---\nwords",
        },
    ),
    "NUMBER-EXPRESSION": (
        {"publication.yml": YML, "m.md": f"{TOLD}a\nb {{{{ d.latest §\nc }}}}\n", "data/d.csv": "a,b\nq,1\n"},
        {"publication.yml": YML, "m.md": f"{TOLD}```chart\ntitle: {{{{ d }}}} §\n```\n", "data/d.csv": "a,b\nq,1\n"},
    ),
    "NUMBER-DATA": (
        {
            "publication.yml": YML,
            "data/d.csv": "year,people\n2022,150\n",
            "m.md": f"{TOLD}words\n\nIn 2022 there came\n170 people on d. §\n",
        },
    ),
    "CHART-DATA": (
        {"publication.yml": YML, "m.md": f"{CHART}\n```", "data/d.csv": "a,b\nq,1\nr,2,3 §\ns,3\n"},
        {"publication.yml": YML, "m.md": f"{CHART}\n```", "data/d.csv": 'a,b\n"q\nq",1\n,2 §\ns,3\n'},
        {"publication.yml": YML, "m.md": f"{CHART}\n```", "data/d.csv": "a,b\nq,1\nr,2\nq,2 §\n"},
    ),
}
"""Faults of several files, by their codes; the files of a publication, in which `m.md` is always there."""

PRINTED = {
    "m.md": """\
---
lang: en
title: Members \U0010f001 §G
summary: How it went \U0010f002 §G
---
Words and
some more \U0010f003 of them §G
and
end.

- one
  - two *and \U0010f004* §G

| A | B |
| - | - |
| c | [d \U0010f005](https://x.org) §G |

> Words
> go \U0010f006 on §G

![A drawing of a sign](sign.svg) §G

![A square of one colour](small.png) §P

```chart
kind: bar §C
data: many.csv
x: a
y: b
title: T
height: 25
```
""",
    "publication.yml": YML,
    "data/many.csv": "a,b\n" + "".join(f"A label of some length that is number {n},{n}\n" for n in range(40)),
    "sign.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9cm" height="9mm"><text y="20">\U0010f007</text></svg>',
}
PRINTED_CODES = {"G": "GLYPH-MISSING", "P": "PIC-RESOLUTION", "C": "CHART-FIT"}
"""A publication with the faults that show when it is set, each line marked with the letter of its code."""

ELSEWHERE: Mapping[str, str] = {
    "FILE-ENCODING": "test_lines.py",
    "BOX-OVERFLOW": "test_typeset_lint.py",
    "BOX-CLIPPED": "test_typeset_lint.py",
    "GLYPH-FALLBACK": "test_typeset_lint.py",
    "LANG-GUESS": "test_languages.py",
    "LANG-DIRECTION": "test_languages.py",
    "FONT-SCRIPT": "test_scripts.py",
    "YEAR-STALE": "test_consistency.py",
    "YEAR-SECTION": "test_consistency.py",
    "NUMBER-TWICE": "test_consistency.py",
    "IGNORE-IDLE": "test_silence.py",
    "IGNORE-CODE": "test_silence.py",
    "PAGE-HEADING": "test_typeset_lint.py",
    "PAGE-EMPTY": "test_typeset_lint.py",
    "PAGE-FIT": "test_typeset_ending.py",
    "PAGE-HOLE": "test_typeset_lint.py",
    "TABLE-WIDE": "test_fit.py",
    "CHART-REGION": "test_chart_kinds.py",
    "CHART-PLUGIN": "test_chart_plugins.py",
    "BRAND-CONTRAST": "test_brand.py",
    "MEETING-ZONE": "test_packets.py",
    "MEETING-QUORUM": "test_packets.py",
    "AGENDA-TIME": "test_packets.py",
    "AGENDA-TWICE": "test_packets.py",
    "MOTION-VOTES": "test_packets.py",
    "BRAND-ADAPTED": "test_brand.py",
    "EMBARGO-TIME": "test_press_faults.py",
    "EMBARGO-PAST": "test_press_faults.py",
    "EXCERPT-UNKNOWN": "test_press_faults.py",
    "KIT-NAME": "test_press_faults.py",
    "KIT-REDUCED": "test_press_size.py",
    "KIT-SIZE": "test_press_size.py",
    "PAGE-PROMISE": "test_press_pages.py",
    "PAGE-TIGHT": "test_press_pages.py",
    "PAPER-FORMAT": "test_papers_build.py",
    "PAPER-PASSWORD": "test_papers_build.py",
    "PAPER-PAGES": "test_papers_build.py",
    "PAPER-MENDED": "test_papers_build.py",
    "PAPER-TAGS": "test_papers_build.py",
    "PAPER-ALT": "test_papers_build.py",
    "PAPER-OFFICE": "test_office.py",
    "PAPER-COVERED": "test_papers_build.py",
    "PAPER-FORM": "test_papers_build.py",
    "PAPER-SIGNED": "test_papers_build.py",
    "PAPER-LABELS": "test_papers_build.py",
    "PAPER-DROPPED": "test_papers_build.py",
    "PAPER-UA": "test_papers_build.py",
    "PAPER-ARCHIVE": "test_papers_build.py",
    "COPIES-LIST": "test_copies.py",
    "COPIES-PASSWORD": "test_copies.py",
    "LATE-PAPER": "test_late_papers.py",
    "LATE-NUMBERS": "test_late_papers.py",
    "STAMP-SCALED": "test_stamps_build.py",
    "STAMP-COVERS": "test_stamps_build.py",
}
"""Codes whose lines another test compares, because the fault takes fonts, pages or bytes of its own."""

NO_LINE: Mapping[str, str] = {
    "FIGURE-UNKNOWN": "it is told of what was asked for",
    "FILE-MISSING": "it is told of the file that was asked for",
    "FILE-UNREADABLE": "it is told of a whole file",
    "FILE-BINARY": "a file that is not text has no lines",
    "FOLDER-EMPTY": "it is told of a folder",
    "FONT-MISSING": "it comes from the style sheets, which are not the author's",
    "INDEX-EMPTY": "it is told of the line of publication.yml that names the index",
    "LAYOUT-FAILED": "it is the layout's own fault: what front matter may hold is checked before",
    "ENGINE-CSS": "it comes from the style sheets, which are not the author's",
    "ENGINE-MESSAGE": "the engine does not say what it means",
    "ENGINE-FAILED": "the engine does not say where it broke down",
    "NUMBERS-UNSETTLED": "all page numbers of a part are in it together",
    "CONFORMANCE-OFF": "it is told of the finished file",
    "CONFORMANCE-PLAIN": "it is told of the finished file",
    "PUBLIC-LEAK": "it is told of the finished file",
    "VERIFY-FAILED": "it is told of the finished file",
    "OUT-WRITE": "it is told of the finished file",
    "OUT-LEFT": "it is told of the finished file",
    "OUT-INTERRUPTED": "it is told of the build",
    "TOOL-MISSING": "it is told of this machine",
    "INTERNAL": "it is told of the program",
}
"""Codes that name no line, and why."""
