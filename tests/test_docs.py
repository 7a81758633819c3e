"""The docs say what the program does: keys, options, layouts and examples are held against the code."""

import re
from pathlib import Path

import yaml

from renderer import cli
from renderer.compose.composition import MOST_CHAPTERS
from renderer.compose.fields import read_fields
from renderer.download import LARGEST, PATIENCE
from renderer.markup.limits import DEEPEST, LONGEST, LONGEST_WORD, MOST_ABBREVIATIONS, MOST_UNCLOSED
from renderer.markup.limits import LARGEST as LARGEST_MANUSCRIPT
from renderer.markup.sanitise import DEEPEST as DEEPEST_ELEMENT
from renderer.markup.sanitise import WIDEST
from renderer.markup.source import DEEPEST as DEEPEST_LIST
from renderer.pictures.raster import READ
from renderer.read import yaml_lines
from renderer.read.keys import PartSpec
from renderer.read.parts import layouts
from renderer.read.press import OrganisationSpec, PressSpec, take_press
from renderer.read.spec import PublicationSpec
from renderer.typeset.pictures import DENSITIES, SLACK
from renderer.workspace import Workspace

DOCS = Path(__file__).parent.parent / "docs"


def first_column(text: str, heading: str) -> set[str]:
    """Give what stands in backticks in the first column of the table after a heading."""
    table = text.split(heading, 1)[1].split("\n## ", 1)[0]
    return {word for row in re.findall(r"^\| ([^|]*) \|", table, re.M) for word in re.findall(r"`([^`]+)`", row)}


def test_every_key_of_a_publication_is_documented() -> None:
    text = (DOCS / "publications.md").read_text()
    assert first_column(text, "## Keys") == {*PublicationSpec.model_fields, "language", "page_size"}
    assert first_column(text, "## Parts") == set(PartSpec.model_fields)


def test_the_example_of_a_publication_is_one() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", (DOCS / "publications.md").read_text(), re.S)
    values = yaml.safe_load(example)
    PublicationSpec.model_validate({**values, "date": str(values["date"])})


def test_press_kits_are_documented_as_they_are_read() -> None:
    text = (DOCS / "press.md").read_text()
    assert first_column(text, "beside the report it is about") >= set(PressSpec.model_fields) - {"logo"}
    kit, organisation, release, facts = re.findall(r"```yaml\n(.*?)```", text, re.S)
    values, lines, findings = yaml_lines.load(kit, file="publication.yml")
    assert findings == []
    assert take_press(values, lines, "publication.yml").excerpts[0].parts[0] == "membership"
    PublicationSpec.model_validate({**values, "date": str(values["date"])})
    OrganisationSpec.model_validate(yaml.safe_load(organisation))
    for layout, example in (("release", release), ("fact-sheet", facts)):
        assert read_fields(layout, yaml.safe_load(example), {}, "m.md", 1)[1] == []


def test_the_limits_of_manuscripts_are_documented() -> None:
    limits = (DOCS / "manuscripts.md").read_text().split("## Limits", 1)[1]
    shown = [int(n.replace(",", "")) for n in re.findall(r"^\| [^|]+ \| ([\d,]+)", limits, re.M)]
    markup = [LARGEST_MANUSCRIPT, LONGEST, LONGEST_WORD, MOST_ABBREVIATIONS, MOST_UNCLOSED, DEEPEST, DEEPEST_ELEMENT]
    others = [DEEPEST_LIST, WIDEST, yaml_lines.MOST, yaml_lines.DEEPEST, MOST_CHAPTERS]
    assert shown == [*markup, *others]


def test_every_command_and_option_is_documented() -> None:
    text = (DOCS / "commands.md").read_text()
    commands = cli.app.commands
    for name, command in commands.items():
        assert f"renderer {name}" in text
        for option in (o for p in command.params for o in p.opts if o.startswith("--")):
            rows = [row for row in text.splitlines() if row.startswith(f"| `{option}")]
            assert rows and name in rows[0], f"{name} {option}"


def test_every_exit_code_is_documented() -> None:
    text = (DOCS / "commands.md").read_text()
    assert set(re.findall(r"^\| (\d) \|", text, re.M)) == {str(int(code)) for code in cli.Exit}


def test_every_layout_is_documented() -> None:
    text = (DOCS / "layouts.md").read_text()
    assert all(f"`{layout}`" in text for layout in layouts(Workspace()))


def test_the_limits_of_pictures_are_documented() -> None:
    text = (DOCS / "pictures.md").read_text()
    rows = dict(re.findall(r"^\| `(screen|print)` \| (.*) \|$", text, re.M))
    assert rows == {edition: f"{limit.coarse} dpi | {limit.fine} dpi" for edition, limit in DENSITIES.items()}
    kinds = " ".join(re.findall(r"^\| ([A-Z][^|]*) \|", text.split("## What is read")[1], re.M)).upper()
    assert all(kind in kinds for kind in READ)
    assert f"{SLACK} times" in text and f"{LARGEST // 1_000_000} MB" in text and PATIENCE == 60
    [example] = re.findall(r"```yaml\n(.*?)```", text, re.S)
    PublicationSpec.model_validate({"title": "T", "parts": ["a.md"], **yaml.safe_load(example)})


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    for page in pages:
        prose = re.sub(r"^(`{3,}).*?^\1|`[^`\n]*`", "", page.read_text(), flags=re.S | re.M)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", prose):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_page_of_copies_shows_a_publication_and_a_list_that_can_be_read(tmp_path: Path) -> None:
    from foreign import plain

    from renderer.read import read
    from renderer.read.circulation import COLUMNS

    text = (DOCS / "copies.md").read_text()
    [example], [people] = re.findall(r"```yaml\n(.*?)```", text, re.S), re.findall(r"```csv\n(.*?)```", text, re.S)
    files = {"publication.yml": example, "recipients.csv": people, "keys/owner.txt": "owner", "keys/chair.txt": "chair"}
    files |= {f"{name}.md": f"---\ntitle: {name}\n---\nWords.\n" for name in ("minutes", "lawsuit", "budget")}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "papers").mkdir()
    for name in ("ledger", "reserves"):
        (tmp_path / "papers" / f"{name}.pdf").write_bytes(plain())
    publication, findings = read(Workspace(tmp_path), tmp_path)
    assert [(f.code, f.place.line) for f in findings] == [("COPIES-PASSWORD", 3)]  # the variable is not set here
    assert publication.late and first_column(text, "## A copy for each recipient") >= set(COLUMNS)
