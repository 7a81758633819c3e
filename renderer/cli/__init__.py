"""The command line: words in, printed findings and exit codes out. The only row that prints or exits."""

from __future__ import annotations

import difflib
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from renderer import __version__
from renderer.cli.meaning import edition_named, jobs_or_all, located, resolved, size
from renderer.cli.printing import (
    STATUS,
    Exit,
    make_progress_bar,
    megabytes,
    print_findings,
    print_outcome,
    shown,
    stopped,
)
from renderer.findings import CODES, InputError, Severity, Stopped, finding
from renderer.model import Paper, Theme
from renderer.order import Order

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Markdown manuscripts and data to one typeset, tagged PDF.",
)

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME | FOLDER | FILE.md]…", help="What to build; all publications of content/ without it."
    ),
]
SiteRoot = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where pictures named /img/… lie.", exists=True, file_okay=False)
]
Jobs = Annotated[int, typer.Option(min=0, metavar="N", help="How many processes share the work; 0: one a processor.")]
Json = Annotated[bool, typer.Option("--json", help="Print findings and results as JSON lines on standard output.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Take nothing from the store and leave nothing in it.")]
ThemeOption = Annotated[Theme | None, typer.Option(help="Take another theme than the publication's.")]
PaperOption = Annotated[Paper | None, typer.Option(case_sensitive=False, help="Take another paper.")]
CacheLimit = Annotated[
    str, typer.Option(metavar="SIZE", envvar="RENDERER_CACHE_LIMIT", help="How large the store may grow: 500 MB, 2 GB.")
]
OutputOption = Annotated[Path, typer.Option(metavar="DIR", help="Where the PDF goes.", file_okay=False)]
DraftOption = Annotated[bool, typer.Option("--draft", help="Make a proof even when there are no errors.")]
EditionOption = Annotated[
    str | None, typer.Option(metavar="screen|print|public|handout", help="Build one edition only.")
]


@app.command()
def build(
    sources: Sources = None,
    edition: EditionOption = None,
    draft: DraftOption = False,
    jobs: Jobs = 0,
    output: OutputOption = Path("output"),
    site_root: SiteRoot = None,
    theme: ThemeOption = None,
    paper: PaperOption = None,
    no_cache: NoCache = False,
    cache_limit: CacheLimit = "2 GB",
    as_json: Json = False,
) -> None:
    """Build publications, or lone manuscripts, into PDF."""
    wanted, largest = edition_named(edition), size(cache_limit)
    orders = [
        Order(
            path,
            output.resolve(),
            wanted,
            draft,
            jobs_or_all(jobs),
            resolved(site_root),
            not no_cache,
            theme,
            paper,
            cache_limit=largest,
        )
        for path in located(sources, as_json)
    ]
    raise typer.Exit(_run(orders, as_json))


@app.command()
def watch(
    source: Annotated[str, typer.Argument(metavar="NAME | FOLDER | FILE.md", help="What to build.")],
    edition: EditionOption = None,
    draft: DraftOption = False,
    jobs: Jobs = 0,
    output: OutputOption = Path("output"),
    site_root: SiteRoot = None,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Build a publication, and again whenever one of its files changes; Ctrl-C ends it."""
    from renderer.cli.watching import watch_order
    from renderer.pool import collect_seldom

    (path,) = located([source], as_json)
    collect_seldom()
    wanted, here = edition_named(edition), output.resolve()
    order = Order(path, here, wanted, draft, jobs_or_all(jobs), resolved(site_root), not no_cache)
    try:
        watch_order(order, as_json)
    except Stopped as e:  # the store cannot be used
        raise typer.Exit(stopped(e.findings, STATUS[type(e)], as_json)) from e
    except KeyboardInterrupt:
        return


@app.command()
def check(
    sources: Sources = None,
    edition: EditionOption = None,
    jobs: Jobs = 0,
    site_root: SiteRoot = None,
    no_cache: NoCache = False,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail the check too.")] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Print what a finding means, and nothing else.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the findings of a build without writing a PDF."""
    if explain is not None:
        _explain(explain.upper())
        return
    wanted = edition_named(edition)
    orders = [
        Order(path, None, wanted, False, jobs_or_all(jobs), resolved(site_root), not no_cache)
        for path in located(sources, as_json)
    ]
    raise typer.Exit(_run(orders, as_json, Severity.WARNING if strict else Severity.ERROR))


@app.command()
def specimen(
    output: OutputOption = Path("output"),
    theme: ThemeOption = None,
    paper: PaperOption = None,
    jobs: Jobs = 0,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Build one PDF with every layout and component, in the brand of the folder you stand in."""
    from renderer.read.brand import FILES
    from renderer.workspace import resources

    source, here = resources() / "layouts" / "specimen", Path.cwd()
    brand = next((here / name for name in FILES if (here / name).is_file()), None)
    order = Order(
        source, output.resolve(), jobs=jobs_or_all(jobs), remember=not no_cache, theme=theme, paper=paper, brand=brand
    )
    raise typer.Exit(_run([order], as_json))


@app.command()
def figures(
    source: Annotated[
        str | None, typer.Argument(metavar="[NAME | FOLDER | FILE.md]", help="Whose; all of content/ without it.")
    ] = None,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[FIGURE]…", help="Which: names of files, ids or numbers.")
    ] = None,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where they go.", file_okay=False)] = Path("output"),
    width: Annotated[list[int] | None, typer.Option(metavar="PX", min=16, max=10000, help="Further PNG files.")] = None,
    jobs: Jobs = 0,
    site_root: SiteRoot = None,
    no_cache: NoCache = False,
    as_json: Json = False,
) -> None:
    """Export the figures of a publication for press and web: SVG, PNG, CSV, and the words of each."""
    from renderer.exports import described, export_figures, write_figures

    worst = Exit.DONE
    for path in located([source] if source else None, as_json):
        order = Order(path, None, jobs=jobs_or_all(jobs), site_root=resolved(site_root), remember=not no_cache)
        try:
            exports = export_figures(order, names or (), width or ())
            folder = output.resolve() / f"{exports.name}-figures"
            written = write_figures(exports, folder)
        except Stopped as e:
            raise typer.Exit(stopped(e.findings, STATUS[type(e)], as_json)) from e
        print_findings(exports.findings, as_json)
        failed = any(f.severity is Severity.ERROR for f in exports.findings)
        worst = max(worst, Exit.FINDINGS if failed else Exit.DONE)
        if as_json:
            told = {"type": "figures", "status": int(worst), "folder": str(folder), **described(exports)}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{shown(folder)}  figures: {len(exports.figures)}, files: {len(written)}")
    raise typer.Exit(worst)


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List publications, their parts, and what is out of date."""
    from renderer.overview import overview

    try:
        publications = overview(Path("content").resolve(), Path("output").resolve())
    except InputError as e:
        raise typer.Exit(stopped(e.findings, Exit.UNREADABLE, as_json)) from e
    if not publications and not as_json:
        print("no publications: content/ holds no folder with a publication.yml")
    for p in publications:
        if as_json:
            print(json.dumps({"type": "publication", **p.as_dict()}, ensure_ascii=False))
            continue
        print(f"{p.name}  {p.state}")
        for part in p.parts:
            print(f"  {part.id:<24} {part.layout:<12} {part.state}")


@app.command()
def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove everything from the store.")] = False,
    as_json: Json = False,
) -> None:
    """Show what the store of earlier work holds, or clear it."""
    from renderer import upkeep
    from renderer.workspace import cache_folder

    folder = cache_folder()
    try:
        removed = upkeep.clear(folder) if clear else 0
        held = upkeep.holdings(folder)
    except OSError as e:
        message = f"the store in {folder} cannot be used: {e.strerror or e}"
        raise typer.Exit(stopped([finding("OUT-WRITE", message, file=str(folder))], Exit.FINDINGS, as_json)) from e
    if as_json:
        kinds = {h.kind: {"entries": h.entries, "bytes": h.size} for h in held}
        print(json.dumps({"type": "cache", "folder": str(folder), "removed": removed, "kinds": kinds}))
        return
    print(f"{folder}  {megabytes(sum(h.size for h in held))}")
    for h in held:
        print(f"  {h.kind:<12} {h.entries:>7} {megabytes(h.size):>12}")
    if clear:
        print(f"{megabytes(removed)} removed")


@app.command()
def version() -> None:
    """Print the version."""
    print(f"renderer {__version__}")


def main() -> NoReturn:
    """Run the command line; every fault ends in a finding and an exit code, never in a traceback."""
    try:
        sys.exit(app(standalone_mode=True))
    except KeyboardInterrupt:
        sys.exit(_interrupted())
    except Exception as e:  # the one handler at the edge: what gets here is our own fault, and says where it is
        trace = traceback.extract_tb(e.__traceback__)
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(trace[-4:]))
        sys.exit(stopped([finding("INTERNAL", f"{type(e).__name__}: {e} ({where})")], Exit.INTERNAL))


# ------------------------------------------------------------------------------------------------ running
def _run(orders: Sequence[Order], as_json: bool, failing: Severity = Severity.ERROR) -> Exit:
    """Run orders one after another; findings of severity `failing` and above make the run fail."""
    from renderer.pool import collect_seldom

    collect_seldom()
    worst = Exit.DONE
    for order in orders:
        worst = max(worst, _one(order, as_json, failing))
    return worst


def _interrupted(as_json: bool = False) -> Exit:
    # Python ends by the signal, whatever status it is given, when the interrupt came while code was run that is given
    # as text, as in the making of a dataclass, until other such code is run (CPython, _Py_UnhandledKeyboardInterrupt).
    exec("")
    return stopped([finding("OUT-INTERRUPTED", "stopped before anything was written")], Exit.FINDINGS, as_json)


def _one(order: Order, as_json: bool, failing: Severity) -> Exit:
    from renderer.pipeline import build as run

    try:
        with make_progress_bar(as_json) as progress:
            outcome = run(order, progress)
    except Stopped as e:
        return stopped(e.findings, STATUS[type(e)], as_json)
    except KeyboardInterrupt:
        return _interrupted(as_json)
    print_findings(outcome.findings, as_json)
    status = Exit.FINDINGS if any(f.severity >= failing for f in outcome.findings) else Exit.DONE
    print_outcome(outcome, status, as_json)
    return status


def _explain(code: str) -> None:
    if code not in CODES:
        near = [c for c in CODES if c.startswith(code)] or difflib.get_close_matches(code, CODES, n=1)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; all codes are in docs/findings.md"
        raise typer.BadParameter(f"there is no code {code}{hint}", param_hint="--explain")
    known = CODES[code]
    print(f"{code} ({known.severity})\n\n{_sentence(known.meaning)}\n{known.why}\n\nWhat to do: {known.remedy}.")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
