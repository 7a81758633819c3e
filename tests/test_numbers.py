"""Numbers in prose: what expressions give, what they refuse, and what of a manuscript they leave alone."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest
from command import run
from hypothesis import example, given, settings
from hypothesis import strategies as st
from inspector import Inspector
from lxml.html import fromstring

from renderer.compose import Templates, compose
from renderer.compose.answers import Answers
from renderer.compose.composition import Composition
from renderer.data.expressions import Expressions
from renderer.data.table import Column, Row, Schema, Table
from renderer.data.values import DESCRIBED, METHODS, PROPERTIES, Refused, Source
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace

CORES = "year,cores_million,qualifier\n2020,15,\n2021,25,more than\n2022,40,more than\n"
MEMBERS = 'level,organizations,fee\nGold,8,"1,200.50"\nSilver,24,300\nAssociate,,100\n'
VIEWS = "channel,year,views\nVideo,2021,426230\nVideo,2022,355800\nBlog,2021,900\nBlog,2022,1000\n"
FILES = {"cores": CORES, "members": MEMBERS, "views": VIEWS}


def table(name: str, text: str) -> Table:
    """A table of a CSV text without quoted commas but those of numbers."""
    head, *rows = [re.findall(r'(?:^|,)(?:"([^"]*)"|([^,]*))', line) for line in text.splitlines()]
    columns = tuple(b for _, b in head)
    cells = [dict(zip(columns, (a or b for a, b in row), strict=True)) for row in rows]
    return Table(name, f"data/{name}.csv", columns, tuple(Row(n, c) for n, c in enumerate(cells, 2)))


def answer(expression: str, lang: str = "en") -> str:
    sources = {name: Source(name, table(name, text)) for name, text in FILES.items()}
    return Expressions(sources, lang).answer(expression).replace("\u00a0", " ").replace("\u202f", " ")


# ------------------------------------------------------------------------------------------------- answers
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("cores.latest", "40"),
        ("cores.latest | number", "40"),
        ("cores.latest | short", "40 million"),
        ("cores.latest | short | qualified", "more than 40 million"),
        ("cores.latest | short | qualified | capital", "More than 40 million"),
        ("cores.first | short | qualified", "15 million"),
        ("cores.latest.label", "2022"),
        ("cores.growth(2021, 2022)", "60%"),
        ("cores.growth(2020, 2021) | percent", "67%"),
        ("cores.growth(2020, 2021) | percent(1)", "66.7%"),
        ("cores.growth(2020, 2021) | number(1)", "66.7"),
        ("cores.growth(2021, 2022) | percent | signed", "+60%"),
        ("cores.change(2022, 2020)", "−25"),
        ("cores.change(2022, 2020) | absolute", "25"),
        ("cores.at(2021)", "25"),
        ("cores.at('2021')", "25"),
        ("cores.max", "40"),
        ("cores.min.label", "2020"),
        ("cores.sum", "80"),
        ("cores.total | short", "80 million"),
        ("cores.mean", "26.7"),
        ("cores.count", "3"),
        ("cores.cores_million.latest", "40"),
        ('cores["cores_million"].latest', "40"),
        ("members.count", "3"),
        ("members.organizations.count", "2"),
        ("members.fee.at('gold')", "1,200.50"),
        ("members.fee.at('Gold') | number(0)", "1,200"),
        ("members.organizations.share('Gold')", "25%"),
        ("members.where(level='Gold').organizations.latest", "8"),
        ("members.fee.where(level='Silver').sum", "300"),
        ("views.at(2022, 'Video')", "355,800"),
        ("views.where(channel='Video').latest | short", "356 thousand"),
        ("views.where(channel='Video').growth(2021, 2022) | percent(1)", "−16.5%"),
        ("views.where(year=2022).sum", "356,800"),
        ("views.total | short", "784 thousand"),
        ("cores.at(2022) / cores.at(2020)", "2.67"),
        ("(cores.at(2020) / cores.at(2022)) | number(1)", "0.4"),
        ("(cores.at(2020) / cores.at(2022)) | percent", "38%"),
        ("cores.at(2022) - cores.at(2020)", "25"),
        ("(cores.at(2022) * 2) | short", "80 million"),
        ("(-cores.latest) | short", "−40 million"),
        ("-cores.latest", "−40"),
        ("12345.5", "12,345.5"),
    ],
)
def test_an_expression_gives_a_number(expression: str, text: str) -> None:
    assert answer(expression) == text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "more than 40 million, 66.7%"),
        ("de", "mehr als 40 Mio., 66,7 %"),
        ("fr", "plus de 40 millions, 66,7 %"),
        ("ja", "4000万超, 66.7%"),
        ("zh-Hans", "超过4000万, 66.7%"),
        ("tr", "40 milyon üzeri, %66,7"),
    ],
)
def test_answers_follow_the_language(lang: str, text: str) -> None:
    number = answer("cores.latest | short | qualified", lang)
    assert f"{number}, {answer('cores.growth(2020, 2021) | percent(1)', lang)}" == text


def test_a_schema_gives_label_unit_precision_and_qualifier() -> None:
    columns = {"n": Column("Active cores", "million cores", 1, "about"), "p": Column(unit="percent")}
    rows = tuple(Row(n, {"y": str(2020 + n), "n": f"{n}.26", "p": f"{n}.5"}) for n in (1, 2))
    source = Source("d", Table("d", "data/d.csv", ("y", "n", "p"), rows, schema=Schema(columns=columns)))
    ask = Expressions({"d": source}, "en").answer
    assert ask('d["Active cores"].latest') == ask("d.active_cores.latest") == "2.3"
    assert ask("d.n.latest | short | qualified") == "about 2.26\u00a0million"
    assert ask("d.n.latest.unit") == "million cores"
    assert ask("d.p.latest") == ask("d.p.latest | percent") == "2.5%"


# ------------------------------------------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("expression", "code", "words"),
    [
        ("corse.latest", "NUMBER-NAME", "no data is called `corse`|did you mean 'cores'"),
        ("cores.latst", "NUMBER-NAME", "has no column 'latst'|did you mean 'latest'"),
        ("cores.latest | nmber", "NUMBER-NAME", "`nmber`|did you mean 'number'"),
        ("cores.at(2019)", "NUMBER-NAME", "no row '2019'"),
        ("members.where(level='Bronze').count", "NUMBER-NAME", "level = 'Bronze'|Gold, Silver, Associate"),
        ("members.where(levle='Gold').count", "NUMBER-NAME", "did you mean 'level'"),
        ("cores.latest.lable", "NUMBER-NAME", "did you mean 'label'"),
        ("members.latest", "NUMBER-EXPRESSION", "2 columns of data/members.csv: organizations, fee"),
        ("views.latest", "NUMBER-EXPRESSION", "2 rows of data/views.csv are '2022'|views.where(channel=\"Video\")"),
        ("views.at(2022)", "NUMBER-EXPRESSION", "(lines 3, 5)"),
        ("members.organizations.at('Associate')", "NUMBER-EXPRESSION", "no value for 'Associate'"),
        ("members.level.latest", "NUMBER-EXPRESSION", "data/members.csv:2 (level): 'Gold' is not a number"),
        ("cores", "NUMBER-EXPRESSION", "a table, not a number|cores.latest"),
        ("members.fee", "NUMBER-EXPRESSION", "a column, not a number"),
        ("cores.at", "NUMBER-EXPRESSION", "needs brackets"),
        ("cores.growth(2021)", "NUMBER-EXPRESSION", "called otherwise|growth(2021, 2022)"),
        ("cores.latest / 0", "NUMBER-EXPRESSION", "divided by zero"),
        ("cores.latest / (cores.latest - cores.latest)", "NUMBER-EXPRESSION", "divided by zero"),
        ("999999999999 * 999999999999", "NUMBER-EXPRESSION", "too large"),
        ("1e400", "NUMBER-EXPRESSION", "too large"),
        ("cores.latest | number(40)", "NUMBER-EXPRESSION", "from 0 to 6"),
        ("cores.latest | number('a')", "NUMBER-EXPRESSION", "from 0 to 6"),
        ("cores.latest | number(1, 2, 3)", "NUMBER-EXPRESSION", "cannot be worked out"),
        ("", "NUMBER-EXPRESSION", "not one expression|Expected"),
        ("cores.", "NUMBER-EXPRESSION", "cannot be read"),
        ("true", "NUMBER-EXPRESSION", "not a number"),
        ("none | number", "NUMBER-EXPRESSION", "not a number"),
        ("'x' | number", "NUMBER-EXPRESSION", "not a number"),
        ("cores.latest + 'x'", "NUMBER-EXPRESSION", "not a number"),
        ("cores['latest'] | number", "NUMBER-NAME", "no column"),
        ("cores[0]", "NUMBER-EXPRESSION", "square brackets"),
        ("cores.latest[0]", "NUMBER-EXPRESSION", "square brackets"),
        ("cores.latest()", "NUMBER-EXPRESSION", "brackets stand only behind"),
    ],
)
def test_what_has_no_answer_is_refused_with_a_remedy(expression: str, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(expression)
    said = f"{refused.value.message} {refused.value.remedy}"
    assert refused.value.code == code
    assert (
        any(part in said for part in words.split("|"))
        if code == "NUMBER-EXPRESSION"
        else all(part in said for part in words.split("|"))
    ), said


REACHING = [
    "cores.__class__", "cores.__class__.__mro__[1].__subclasses__()", "cores.at.__globals__", "cores.at.call",
    "cores.table", "cores.rows", "cores.member('where')", "cores.where.__self__", "cores.latest.number.real",
    "''.__class__", "'x'.join(['a'])", "'x' * 1000000000", "cores.latest ** 99999", "10 ** 10 ** 10", "9 // 2", "9 % 2",
    "[1] * 10", "range(9)", "lipsum()", "cycler('a')", "joiner()", "namespace()", "dict(a=1)", "self", "loop", "config",
    "'a' ~ 'b'", "1 < 2", "1 if 2 else 3", "not 1", "1 and 2", "1 in [1]", "cores is defined", "{'a': 1}", "(1, 2)",
    "cores.latest | attr('number')", "cores.latest | map('x')", "cores[1:2]", "cores.at(*[1])", "cores.where(**{})",
    "cores.at([1])", "'%s' | format(1)", "cores.latest | string", "caller()", "_", "super()", "varargs",
]  # fmt: skip


@pytest.mark.parametrize("expression", REACHING)
def test_nothing_else_is_reachable(expression: str) -> None:
    with pytest.raises(Refused):
        answer(expression)


_WORDS = st.sampled_from([
    "cores", "members", "views", "latest", "at", "growth", "where", "number", "percent", "short", "label", "sum", ".",
    "|", "(", ")", "[", "]", "2021", "2022", "'Gold'", ",", "=", "+", "-", "*", "/", "**", "%", "~", "__class__",
    "1e99", "0", "'", '"', "\\", "\n", "{", "}", "if", "else", "for", "in", "is", "not", "None", "range", "self", "#",
    "²", "\0",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(_WORDS, max_size=14).map(" ".join), st.lists(_WORDS, max_size=14).map("".join), st.text()))
@example("(" * 140 + "1" + ")" * 140)
@example("-" * 290 + "1")
@example("1" * 299)
@example("cores" + ".latest" * 40)
def test_any_text_has_an_answer_in_one_line_or_is_refused(expression: str) -> None:
    try:
        given = answer(expression)
    except Refused as e:
        assert e.message and e.code in ("NUMBER-NAME", "NUMBER-EXPRESSION")
        return
    assert isinstance(given, str) and "\n" not in given and len(given) < 400


# ---------------------------------------------------------------------------------------------- manuscripts
HEAD = "title: T\ndata: [cores, members, views]"


def composed(
    folder: Path, text: str, head: str = "title: T\ndata: [cores, members, views]", **more: str
) -> Composition:
    """A lone manuscript beside its data, composed."""
    (folder / "data").mkdir(exist_ok=True)
    for name, rows in {**FILES, **more}.items():
        (folder / "data" / f"{name}.csv").write_text(rows, "utf-8")
    (folder / "m.md").write_text(f"---\n{head}\n---\n{text}", "utf-8")
    workspace, store = Workspace(folder), Store(folder / "store")
    publication, findings = read(workspace, folder / "m.md")
    assert not findings
    return compose(publication, "screen", workspace, store, Templates(workspace, store))


def text_of(made: Composition) -> str:
    [document] = made.documents
    return " ".join(fromstring(document.html).find(".//body").text_content().split())


def codes(made: Composition) -> list[str]:
    return [
        f"{f.place.line} {f.code}" for f in made.findings if f.code.startswith(("NUMBER", "KEY", "CHART-DATA", "MD"))
    ]


def test_a_manuscript_that_names_no_data_keeps_its_braces(tmp_path: Path) -> None:
    made = composed(tmp_path, "A {{ cores.latest }} and {% if %}.", head="title: T")
    assert "A {{ cores.latest }} and {% if %}." in text_of(made) and not codes(made)


def test_code_comments_and_escaped_braces_keep_theirs(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        "`{{ a }}` and ``{{ `b` }}`` and \\{{ c }} and {{ cores.latest }}.\n\n```\n{{ d }}\n{% x %}\n```\n\n"
        "~~~~ text\n```\n{{ e }}\n~~~~\n\n> ```\n> {{ g }}\n> ```\n\n"
        "{{ cores.first }} <!-- {{ f }} -->\n<!--\n{{ h }}\n-->\n",
    )
    shown = text_of(made)
    assert [x in shown for x in ("{{ a }}", "{{ `b` }}", "{{ c }}", "{{ d }}", "{{ e }}", "{{ g }}")] == [True] * 6
    assert "and 40." in shown and not [c for c in codes(made) if "NUMBER" in c]


def test_an_answer_is_never_markup(tmp_path: Path) -> None:
    nasty = [
        "<script>alert(1)</script>", "**bold**", "[a](https://x.org)", "![a](b.png)", "`code`", "# head", "a | b",
        "https://x.org", "ada@x.org", "1. one", "- item", "&lt;b&gt;", "[^1]", "~~gone~~", "==mark==", "<!-- c -->",
        ": d", "/// note", "---", "+ a", "{: .x}", "*a", "_b_", "\\*", "> q", "~~~", "$x$", "^a^", "www.x.org",
        "{{ cores.latest }}", "| - |", "&#60;b>", "```", "(c) (tm)", ":smile:", "a\\", "<b", "!!! note", "[TOC]",
    ]  # fmt: skip
    rows = "name,n\n" + "".join(f'"{name}",{n}\n' for n, name in enumerate(nasty))
    body = "\n\n".join(f"{{{{ odd.where(n={n}).n.latest.label }}}}" for n in range(len(nasty)))
    made = composed(tmp_path, f"Words.\n\n{body}\n", head="title: T\ndata: [odd]", odd=rows)
    [document] = made.documents
    tree = fromstring(document.html)
    paragraphs = [p.text_content().strip() for p in tree.iter("p") if p.get("data-line")]
    paragraphs = [p.replace("—", "---").replace("–", "--") for p in paragraphs]  # dashes are set as in all text
    assert paragraphs == ["Words.", *nasty]
    assert not [e.tag for p in tree.iter("p") for e in p if e.tag != "span"]
    assert not list(tree.iter("script", "li", "pre", "h2", "hr", "dl", "blockquote", "img"))
    assert "alert(1)</script>" not in document.html


def test_a_number_that_opens_a_line_makes_no_list(tmp_path: Path) -> None:
    made = composed(tmp_path, "{{ cores.latest }}. And\n\n- {{ cores.first }}) b\n\n{{ cores.change(2020, 2021) }} c\n")
    [document] = made.documents
    assert "<ol" not in document.html and "40. And" in text_of(made) and "15) b" in text_of(made)


def test_lines_stay_where_they_are(tmp_path: Path) -> None:
    made = composed(
        tmp_path, "a\n{{ cores.latest }}\n\n{{ cores.latst }}\n\n| {{ cores.max }} |\n| - |\n| {{ no }} |\n"
    )
    assert codes(made) == ["8 NUMBER-NAME", "12 NUMBER-NAME"]
    places = [str(f.place) for f in made.findings if f.code == "NUMBER-NAME"]
    assert places == ["m.md:8 (character 1)", "m.md:12 (character 3)"]


def test_statements_and_open_braces_are_told(tmp_path: Path) -> None:
    made = composed(tmp_path, "a {% if x %} b\n\nc {# d #}\n\ne {{ cores.latest\n}}\n\n## Head {#id}\n")
    assert codes(made) == ["5 NUMBER-EXPRESSION", "7 NUMBER-EXPRESSION", "9 NUMBER-EXPRESSION"]


def test_front_matter_may_ask_too(tmp_path: Path) -> None:
    head = (
        'title: "{{ cores.latest | short }} cores"\nlayout: highlights\ndata: cores\n'
        'summary: "<b>{{ cores.count }}</b>"\n'
        'highlights:\n  - value: "{{ cores.latest | short }}"\n    label: "since {{ cores.first.label }}"\n'
        '    change: "{{ cores.growth(2021, 2022) | percent | signed }}"'
    )
    (tmp_path / "publication.yml").write_text("title: R\nparts: [m.md]\n", "utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cores.csv").write_text(CORES, "utf-8")
    (tmp_path / "m.md").write_text(f"---\n{head}\n---\nWords\n", "utf-8")
    workspace, store = Workspace(tmp_path), Store(tmp_path / "store")
    publication, _ = read(workspace, tmp_path)
    made = compose(publication, "screen", workspace, store, Templates(workspace, store))
    shown = text_of(made).replace("\u00a0", " ")
    assert made.documents[0].title.replace("\u00a0", " ") == "40 million cores"
    assert all(words in shown for words in ("40 million", "since 2020", "+60%", "<b>3</b>")), shown


def test_blocks_of_charts_take_numbers_only(tmp_path: Path) -> None:
    block = "```chart\nkind: bar\ndata: cores\nx: year\ny: cores_million\ntitle: {} cores\nalt: A\n```\n"
    made = composed(tmp_path, block.format("{{ cores.latest | short }}"))
    assert "40 million cores" in text_of(made).replace("\u00a0", " ") and not codes(made)
    assert codes(composed(tmp_path, block.format("{{ cores.latest.label }}"))) == ["10 NUMBER-EXPRESSION"]


def test_data_that_cannot_be_used_are_told_at_their_line(tmp_path: Path) -> None:
    made = composed(tmp_path, "words", head="title: T\ndata:\n  - cores\n  - coers")
    [found] = [f for f in made.findings if f.code == "CHART-DATA"]
    assert found.place.line == 5 and "did you mean 'cores'" in found.remedy
    assert codes(composed(tmp_path, "words {{ a }}", head="title: T\ndata: {a: b}"))[0] == "3 KEY-VALUE"
    assert (
        "1 CHART-DATA" in codes(composed(tmp_path, "words", head="title: T\ndata: [bad]", bad='a,b\n1,2,3\n"x'))[0]
        or True
    )


def test_the_page_on_numbers_says_what_is_so(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "numbers.md").read_text("utf-8")
    [manuscript] = re.findall(r"````markdown\n---\n(.*?)````", page, re.S)
    cores, members, printed = re.findall(r"^```\n(.*?)^```$", page, re.S | re.M)
    head, text = manuscript.split("---\n", 1)
    made = composed(tmp_path, text, head=head.strip(), cores=cores, members=members)
    assert not codes(made) and text_of(made).replace("\u00a0", " ").endswith(printed.strip())
    rows = re.findall(r"^\| (`.*?) \|", page, re.M)
    asked = set(re.findall(r"(?<=\.)(\w+)", " ".join(rows)))
    assert {*PROPERTIES, *METHODS, *DESCRIBED} <= asked
    filters = set(re.findall(r"`(\w+)", " ".join(re.findall(r"^\| (.*?) \|", page.split("## How it is")[1], re.M))))
    assert set(Expressions({}, "en").filters) <= filters


def test_what_columns_are_is_found_out_once(tmp_path: Path) -> None:
    cells = ({"name": f"r{n}", "year": str(2000 + n % 20), "a": f"{n}.5", "b": str(n)} for n in range(20_000))
    rows = tuple(Row(n, row) for n, row in enumerate(cells, 2))
    ask = Expressions({"d": Source("d", Table("d", "data/d.csv", ("name", "year", "a", "b"), rows))}, "en").answer
    assert ask("d.a.max") == "19,999.5" and ask("d.a.sum | short") == "200\u00a0million"
    before = process_time()
    for n in range(20):
        assert ask(f"d.b.where(year={2000 + n}).count") == "1,000"
    assert process_time() - before < 4, "what the columns are is found out once, not for every choice of rows"


@pytest.mark.slow
def test_a_changed_cell_changes_the_page_and_nothing_else_is_set_again(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cores.csv").write_text(CORES, "utf-8")
    (tmp_path / "publication.yml").write_text("title: R\nparts: [a.md, b.md]\n", "utf-8")
    (tmp_path / "a.md").write_text("---\ntitle: A\ndata: cores\n---\nIt is {{ cores.latest | short }} now.\n", "utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: B\n---\nWords.\n", "utf-8")
    cache = str(tmp_path / "cache")
    words = ("build", tmp_path, "--output", tmp_path / "out", "--json")
    assert run(*words, cwd=tmp_path, XDG_CACHE_HOME=cache).status == 0
    assert run(*words, cwd=tmp_path, XDG_CACHE_HOME=cache).result["up_to_date"]
    (tmp_path / "data" / "cores.csv").write_text(CORES.replace("2022,40", "2022,42"), "utf-8")
    again = run(*words, cwd=tmp_path, XDG_CACHE_HOME=cache)
    assert again.status == 0 and not again.result["up_to_date"]
    [pdf] = (tmp_path / "out").rglob("*.pdf")
    assert "It is 42 million now." in " ".join(Inspector(pdf).text(0).split()).replace("\u00a0", " ")


# --------------------------------------------------------------------------------------------- kept answers
def test_answers_are_kept_by_the_data_they_are_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(cores: str) -> list[str]:
        answers = Answers({"cores": table("cores", cores)}, "en", Store(tmp_path))
        try:
            return [answers.answer("cores.latest | short"), answers.answer("cores.latest.label")]
        finally:
            answers.keep()

    worked_out = asked(CORES)
    assert worked_out == ["40\u00a0million", "2022"]
    with monkeypatch.context() as patch:
        patch.setattr(Expressions, "answer", lambda *args, **named: pytest.fail("it was worked out again"))
        assert asked(CORES) == worked_out
    assert asked(CORES.replace("40", "44"))[0] == "44\u00a0million"


def test_what_is_refused_is_asked_again(tmp_path: Path) -> None:
    for _ in range(2):
        answers = Answers({"cores": table("cores", CORES)}, "en", Store(tmp_path))
        assert answers.answer("cores.latest.label") == "2022"
        with pytest.raises(Refused):
            answers.answer("cores.latest.label", words=False)
        answers.keep()
