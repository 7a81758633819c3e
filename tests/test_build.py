"""Whole builds through the command line: what is delivered, what is said, and what survives bad input."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from command import Ran, run, run_anew
from inspector import Inspector

PUBLICATION = """\
title: Small Report
publisher: The Foundation
date: 2023-01-31
lang: en
parts:
  - layout: cover
  - layout: contents
  - one.md
  - two.md
"""
ONE = """\
---
title: One
---
Opening words. See [two](two.md#details){.page} and [](#fig-cores).

## Growth

```chart
kind: bar
data: cores
x: year
y: cores
title: Cores in production
alt: "Bar chart: 25 million cores in 2021, 40 million in 2022"
id: fig-cores
```

| Year | Cores |
| --- | ---: |
| 2021 | 25 |
| 2022 | 40 |
"""
TWO = """\
---
title: Two
---
Second part.

## Details {#details}

- a list
- of two

A note.[^1]

[^1]: At the foot.
"""
CSV = "year,cores\n2020,15\n2021,25\n2022,40\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one small publication, and a cache nobody has used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "project" / "content" / "small"
    (folder / "data").mkdir(parents=True)
    (folder / "publication.yml").write_text(PUBLICATION)
    (folder / "one.md").write_text(ONE)
    (folder / "two.md").write_text(TWO)
    (folder / "data" / "cores.csv").write_text(CSV)
    return tmp_path / "project"


def test_a_publication_becomes_one_tagged_pdf(project: Path) -> None:
    ran = run_anew("build", "small", cwd=project)
    assert ran.status == 0, ran.err
    pdf = Inspector(project / "output" / "small.pdf")
    assert pdf.labels[:3] == ["i", "ii", "1"]
    assert [(e.level, e.title) for e in pdf.outline] == [
        (1, "Contents"), (1, "One"), (2, "Growth"), (1, "Two"), (2, "Details"),
    ]  # fmt: skip
    assert [t.text for t in pdf.tags("H1")][-2:] == ["One", "Two"]
    assert len(pdf.tags("Table")) == 1
    [figure] = [f for f in pdf.figures() if f.alt]
    assert "40" in str(figure.alt)
    one = pdf.text(2)
    assert "Figure 1" in one
    assert f"(page {pdf.labels[3]})" in " ".join(one.split())
    assert pdf.metadata["Title"] == "Small Report"
    contents = " ".join(pdf.text(1).split())
    assert "Two" in contents and "2" in contents


def test_findings_of_a_clean_build_are_none(project: Path) -> None:
    ran = run("build", "small", "--json", cwd=project)
    assert ran.codes == []
    assert (ran.result["status"], ran.result["typeset"], ran.result["from_store"]) == (0, 4, 0)


def test_an_edit_typesets_only_what_it_touches(project: Path) -> None:
    run_anew("build", "small", cwd=project)
    two = project / "content" / "small" / "two.md"
    two.write_text(two.read_text().replace("Second part.", "Second part, edited."))
    ran = run_anew("build", "small", "--json", cwd=project)
    assert ran.result["typeset_parts"] == ["two"]
    assert "edited" in Inspector(project / "output" / "small.pdf").text(3)
    one = project / "content" / "small" / "one.md"
    one.write_text(one.read_text() + "\n\nMore.\n" * 60)
    ran = run_anew("build", "small", "--json", cwd=project)
    assert ran.result["typeset_parts"] == ["one"], "page numbers after it moved, and are written into the contents"
    pdf = Inspector(project / "output" / "small.pdf")
    [page] = [n for n in range(pdf.pages) if "Second part" in pdf.text(n)]
    assert page > 4 and pdf.labels[page] in pdf.text(1).split()


def test_the_same_bytes_in_another_folder_with_another_hash_seed(project: Path, tmp_path: Path) -> None:
    run_anew("build", "small", "--no-cache", cwd=project, PYTHONHASHSEED="1")
    moved = tmp_path / "elsewhere"
    project.rename(moved)
    first = (moved / "output" / "small.pdf").read_bytes()
    run_anew("build", "small", "--no-cache", "--jobs", "1", cwd=moved, PYTHONHASHSEED="2")
    assert (moved / "output" / "small.pdf").read_bytes() == first


def test_an_up_to_date_build_loads_nothing_of_a_build(project: Path) -> None:
    run("build", "small", cwd=project)
    code = (
        "import sys\nfrom renderer.cli import app\n"
        "app(['build', 'small', '--json'], standalone_mode=False)\n"
        "heavy = {'weasyprint', 'matplotlib', 'pikepdf', 'pypdf', 'markdown', 'jinja2', 'lxml', 'pydantic', 'rich',\n"
        "         'multiprocessing', 'renderer.model'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert '"up_to_date": true' in done.stdout
    assert done.stderr.strip() == "[]"


def test_a_lone_manuscript_builds_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# A note\n\nWith a [link](https://example.org) and words.\n")
    ran = run("build", "note.md", "--output", "out", cwd=tmp_path)
    assert ran.status == 0, ran.err
    pdf = Inspector(tmp_path / "out" / "note.pdf")
    assert [t.text for t in pdf.tags("H1")] == ["A note"]
    assert pdf.metadata["Title"] == "A note"
    assert pdf.links(0)[0].uri == "https://example.org"


def test_a_short_manuscript_keeps_its_title(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# The title\n\n## First\n\nText.\n\n## Second\n\nText.\n")
    (tmp_path / "b.md").write_text("---\ntitle: The title\n---\n\n## First\n\nText.\n")
    for name in ("a", "b"):
        assert run("build", f"{name}.md", cwd=tmp_path).status == 0
        pdf = Inspector(tmp_path / "output" / f"{name}.pdf")
        assert [t.text for t in pdf.tags("H1")] == ["The title"]
        assert pdf.tags("H2")[0].text == "First"
        assert pdf.pages == 1


def test_manuscripts_of_a_folder_keep_their_titles(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for n, title in enumerate(("One", "Two", "Three")):
        (folder / f"{n}.md").write_text(f"# {title}\n\n## Inside\n\nText.\n\n## More\n\nText.\n\n## Most\n\nText.\n")
    assert run("build", "papers", cwd=tmp_path).status == 0
    pdf = Inspector(tmp_path / "output" / "papers.pdf")
    assert [e.title for e in pdf.outline if e.level == 1] == ["Contents", "One", "Two", "Three"]
    assert [t.text for t in pdf.tags("H1")][2:] == ["One", "Two", "Three"]


def test_a_long_manuscript_is_split_and_gets_contents(tmp_path: Path) -> None:
    text = "---\ntitle: Long\n---\n" + "".join(
        f"## Chapter {n}\n\nText {n}.\n\n### Inside {n}\n\nMore.\n\n" for n in "ABCD"
    )
    (tmp_path / "long.md").write_text(text)
    assert run("build", "long.md", cwd=tmp_path).status == 0
    pdf = Inspector(tmp_path / "output" / "long.pdf")
    assert [e.title for e in pdf.outline if e.level == 1] == ["Contents", *(f"Chapter {n}" for n in "ABCD")]
    assert pdf.pages == 6


def test_editions_are_built_side_by_side(project: Path) -> None:
    path = project / "content" / "small" / "publication.yml"
    path.write_text(PUBLICATION.replace("lang: en", "lang: en\neditions: [screen, print]"))
    assert run("build", "small", cwd=project).status == 0
    pdf = Inspector(project / "output" / "small-print.pdf")
    starts = {e.title: e.page for e in pdf.outline}
    assert all(page % 2 == 0 for title, page in starts.items() if title in ("One", "Two")), "right-hand pages"
    assert (project / "output" / "small.pdf").is_file()


def test_a_draft_is_a_proof_on_every_page(project: Path) -> None:
    run("build", "small", "--draft", cwd=project)
    assert not (project / "output" / "small.pdf").exists()
    pdf = Inspector(project / "output" / "small.proof.pdf")
    for n in range(pdf.pages):
        assert "PROOF" in "".join(w.text for w in pdf.words(n)), (
            f"page {n}"
        )  # it runs upwards, so its letters are words
        assert pdf.find("Proof: not for publication", page=n)
    run("build", "small", cwd=project)
    assert not (project / "output" / "small.proof.pdf").exists(), "the proof goes when there is a deliverable"


def test_a_character_without_a_glyph_ends_in_a_proof(project: Path) -> None:
    two = project / "content" / "small" / "two.md"
    two.write_text(TWO.replace("title: Two", "title: Two \U000f1234"))  # in the contents too
    ran = run("build", "small", "--json", cwd=project)
    assert (ran.status, set(ran.codes)) == (1, {"GLYPH-MISSING", "CONFORMANCE-OFF"})
    assert (project / "output" / "small.proof.pdf").is_file()


# ---------------------------------------------------------------------------------------------- bad input
def broken(project: Path, file: str, old: str, new: str) -> Ran:
    """Build once, break a file, build again; the deliverable of the first build must survive."""
    assert run("build", "small", cwd=project).status == 0
    before = (project / "output" / "small.pdf").read_bytes()
    path = project / "content" / "small" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    ran = run("build", "small", "--json", cwd=project)
    assert (project / "output" / "small.pdf").read_bytes() == before
    assert not [p.name for p in (project / "output").iterdir() if p.name.startswith(".")], "something half-written"
    return ran


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "code", "place", "status"),
    [
        ("one.md", "Opening words.", "![A map](map.png)", "PIC-MISSING", ("one.md", 4), 1),
        ("one.md", "two.md#details", "two.md#detials", "LINK-DEAD", ("one.md", 4), 1),
        ("one.md", "two.md#details", "three.md", "LINK-DEAD", ("one.md", 4), 1),
        ("one.md", "data: cores", "data: cors", "CHART-DATA", ("one.md", 10), 1),
        ("one.md", "y: cores", "y: coers", "CHART-COLUMN", ("one.md", 12), 1),
        ("one.md", "kind: bar", "kind: bra", "CHART-KIND", ("one.md", 9), 1),
        ("data/cores.csv", "2021,25", "2021,many", "CHART-NUMBER", ("data/cores.csv", 3), 1),
        ("data/cores.csv", "2020,15\n2021,25\n2022,40\n", "", "CHART-EMPTY", ("one.md", 10), 1),
        ("one.md", "title: One", "title: One: two", "YAML-SYNTAX", ("one.md", 2), 1),
        ("one.md", "title: One", "title: One\nlayout: chaptre", "LAYOUT-UNKNOWN", ("one.md", 3), 1),
        ("publication.yml", "  - two.md", "  - tow.md", "PART-EMPTY", ("publication.yml", 9), 1),
        ("publication.yml", "title: Small Report", "title: [Small", "YAML-SYNTAX", ("publication.yml", 2), 3),
    ],
)
def test_bad_input_is_named_by_place_and_leaves_a_proof(
    project: Path, file: str, old: str, new: str, code: str, place: tuple[str, int], status: int
) -> None:
    ran = broken(project, file, old, new)
    assert ran.status == status, ran.out
    errors = [line for line in ran.lines if line["type"] == "finding" and line["severity"] == "error"]
    assert code in [e["code"] for e in errors]
    [error] = [e for e in errors if e["code"] == code]
    assert (error["place"]["file"], error["place"]["line"]) == ("content/small/" + place[0], place[1])
    assert error["remedy"]
    assert (project / "output" / "small.proof.pdf").exists() == (status == 1)


def test_what_cannot_be_read_gives_status_three_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(b"\x7fELF\0\0\0")
    (tmp_path / "latin.md").write_bytes("schön".encode("latin-1"))
    (tmp_path / "empty").mkdir()
    for source, code in [
        ("nothing.md", "FILE-MISSING"), ("empty", "FOLDER-EMPTY"), ("binary.md", "FILE-BINARY"),
        ("latin.md", "FILE-ENCODING"),
    ]:  # fmt: skip
        ran = run("build", source, "--json", cwd=tmp_path)
        assert (ran.status, ran.codes) == (3, [code])
    assert not (tmp_path / "output").exists()


def test_wrong_usage_gives_status_two(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("A")
    for words in (
        ["bild"],
        ["build", "a.md", "--edition", "both"],
        ["build", "a.md", "--site-root", "nowhere"],
        ["build", "--jbos"],
    ):
        assert run(*words, cwd=tmp_path).status == 2, words


def test_a_full_disk_leaves_the_old_file(project: Path) -> None:
    assert run("build", "small", cwd=project).status == 0
    before = (project / "output" / "small.pdf").read_bytes()
    (project / "content" / "small" / "two.md").write_text(TWO.replace("Second", "2nd"))
    # A limit on file size makes writing fail as a full disk does, with an OSError in the middle of the file.
    code = (
        "import resource, signal, sys\nfrom renderer import deliver\nfrom renderer.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "beside = deliver.beside\n"
        "def limited(*given):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))\n"
        "    return beside(*given)\n"
        "deliver.beside = limited\n"
        "sys.argv = ['renderer', 'build', 'small', '--json']\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "OUT-WRITE" in done.stdout, done.stderr
    assert (project / "output" / "small.pdf").read_bytes() == before
    assert sorted(p.name for p in (project / "output").iterdir()) == ["manifest.json", "small.pdf"]


def test_an_output_folder_that_cannot_be_made_is_a_finding(project: Path) -> None:
    (project / "blocked").write_text("a file")
    ran = run("build", "small", "--json", "--output", "blocked/inside", cwd=project)
    assert (ran.status, ran.codes) == (1, ["OUT-WRITE"])


def test_a_store_that_cannot_be_written_is_a_finding(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = run("build", "small", "--json", cwd=project, XDG_CACHE_HOME=str(tmp_path / "file"))
    assert (ran.status, ran.codes) == (1, ["OUT-WRITE"])
    assert run("build", "small", "--no-cache", cwd=project, XDG_CACHE_HOME=str(tmp_path / "file")).status == 0


def test_an_interrupt_within_code_given_as_text_ends_with_our_status(project: Path) -> None:
    """As in the making of a dataclass: Python would end by the signal all the same, with a status of its own."""
    (project / "interrupting.py").write_text(
        "import renderer.pipeline\n"
        "def build(order, progress):\n"
        "    exec('import os, signal, time; os.kill(os.getpid(), signal.SIGINT); time.sleep(9)')\n"
        "renderer.pipeline.build = build\n"
        "from renderer.cli import main\n"
        "main()\n"
    )
    words = [sys.executable, "-m", "interrupting", "build", "small"]
    done = subprocess.run(words, cwd=project, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "OUT-INTERRUPTED" in done.stderr) == (1, True), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "after"), [("read", 0.0), ("compose", 0.2), ("typeset", 1.0)])
def test_an_interrupted_build_leaves_the_old_file_and_no_process(project: Path, stage: str, after: float) -> None:
    assert run("build", "small", cwd=project).status == 0
    before = (project / "output" / "small.pdf").read_bytes()
    (project / "content" / "small" / "two.md").write_text(TWO + "\n\nWords to set. " * 20000)
    started = subprocess.Popen(
        [sys.executable, "-m", "renderer", "build", "small", "--no-cache"],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert started.stderr is not None
    said = list(itertools.takewhile(lambda line: line.strip() != stage, started.stderr))
    time.sleep(after)
    os.killpg(started.pid, signal.SIGINT)
    _, rest = started.communicate(timeout=60)
    err = "".join(said) + rest
    assert started.returncode == 1
    assert "OUT-INTERRUPTED" in err and "Traceback" not in err
    assert (project / "output" / "small.pdf").read_bytes() == before
    assert not list((project / "output").glob("*.proof.pdf"))


def test_publications_are_listed_with_what_is_out_of_date(project: Path) -> None:
    assert "small  not built yet" in run("list", cwd=project).out
    run("build", "small", cwd=project)
    assert "small  up to date" in run("list", cwd=project).out
    (project / "content" / "small" / "two.md").write_text(TWO + "\nMore.")
    listed = run("list", cwd=project).out
    assert "small  out of date" in listed
    assert [line.split()[-1] for line in listed.splitlines() if line.strip().startswith("two")] == ["changed"]


def test_a_strict_check_fails_on_warnings(project: Path) -> None:
    two = project / "content" / "small" / "two.md"
    two.write_text(TWO.replace("Second part.", "See [the site](/about)."))
    assert run("check", "small", cwd=project).status == 0
    ran = run("check", "small", "--strict", "--json", cwd=project)
    assert (ran.status, ran.result["status"], ran.codes) == (1, 1, ["LINK-SITE"])


def test_a_code_is_explained(tmp_path: Path) -> None:
    ran = run("check", "--explain", "pic-alt", cwd=tmp_path)
    assert ran.status == 0
    assert ran.out.startswith("PIC-ALT (warning)\n\nA picture has no alternative text.\n")
    assert "What to do: say in a few words" in ran.out
    wrong = run("check", "--explain", "PIC-ATL", cwd=tmp_path)
    assert wrong.status == 2 and "PIC-ALT?" in wrong.err


def test_check_writes_nothing(project: Path) -> None:
    ran = run("check", "small", "--json", cwd=project)
    assert ran.status == 0
    assert not (project / "output").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_is_left_in_the_temporary_folder(project: Path, jobs: str) -> None:
    with TemporaryDirectory() as temporary:  # with a short path: sockets of processes lie in it
        ran = run_anew("build", "small", "--jobs", jobs, cwd=project, TMPDIR=temporary)
        assert ran.status == 0, ran.err
        late = time.monotonic() + 20  # workers end a little after the command
        while [*Path(temporary).iterdir()] and time.monotonic() < late:
            time.sleep(0.05)
        assert not [*Path(temporary).iterdir()]
