"""The command line: words in, printed findings and exit codes out. The only row that prints or exits."""

from __future__ import annotations

import difflib
import gc
import json
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, get_args

import click

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
from renderer.order import Order, Paper, Theme

_sources = click.argument("sources", nargs=-1, metavar="[NAME | FOLDER | FILE.md]…")
_folder = click.Path(file_okay=False, path_type=Path)
_site_root = click.option(
    "--site-root", metavar="DIR", help="Where pictures named /img/… lie.",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)  # fmt: skip
_jobs = click.option(
    "--jobs", type=click.IntRange(min=0), default=0, metavar="N",
    help="How many processes share the work; 0: one a processor.",
)  # fmt: skip
_as_json = click.option(
    "--json", "as_json", is_flag=True, help="Print findings and results as JSON lines on standard output."
)
_no_cache = click.option("--no-cache", is_flag=True, help="Take nothing from the store and leave nothing in it.")
_theme = click.option("--theme", type=click.Choice(get_args(Theme)), help="Take another theme than the publication's.")
_paper = click.option(
    "--paper", type=click.Choice(get_args(Paper), case_sensitive=False), metavar="A4|Letter", help="Take another paper."
)
_output = click.option("--output", type=_folder, default="output", metavar="DIR", help="Where the PDF goes.")
_draft = click.option("--draft", is_flag=True, help="Make a proof even when there are no errors.")
_edition = click.option("--edition", metavar="screen|print|public|handout", help="Build one edition only.")


@click.group(
    context_settings={"show_default": True, "max_content_width": 100}, no_args_is_help=True,
    help="Markdown manuscripts and data to one typeset, tagged PDF.",
)  # fmt: skip
def app() -> None:
    """Hold the commands."""


@app.command()
@_sources
@_edition
@_draft
@_jobs
@_output
@_site_root
@_theme
@_paper
@_no_cache
@click.option(
    "--cache-limit", default="2 GB", metavar="SIZE", envvar="RENDERER_CACHE_LIMIT", show_envvar=True,
    help="How large the store may grow: 500 MB, 2 GB.",
)  # fmt: skip
@_as_json
def build(
    sources: tuple[str, ...], edition: str | None, draft: bool, jobs: int, output: Path, site_root: Path | None,
    theme: Theme | None, paper: Paper | None, no_cache: bool, cache_limit: str, as_json: bool,
) -> None:  # fmt: skip
    """Build publications, or lone manuscripts, into PDF.

    All publications of content/ when none is named.
    """
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
    raise click.exceptions.Exit(_run(orders, as_json))


@app.command()
@click.argument("source", metavar="NAME | FOLDER | FILE.md")
@_edition
@_draft
@_jobs
@_output
@_site_root
@_no_cache
@_as_json
def watch(
    source: str, edition: str | None, draft: bool, jobs: int, output: Path, site_root: Path | None, no_cache: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Build a publication, and again whenever a file changes; Ctrl-C ends it."""
    from renderer.cli.watching import watch_order
    from renderer.pool import collect_seldom

    (path,) = located([source], as_json)
    collect_seldom()
    wanted, here = edition_named(edition), output.resolve()
    order = Order(path, here, wanted, draft, jobs_or_all(jobs), resolved(site_root), not no_cache)
    try:
        watch_order(order, as_json)
    except Stopped as e:  # the store cannot be used
        raise click.exceptions.Exit(stopped(e.findings, STATUS[type(e)], as_json)) from e
    except KeyboardInterrupt:
        return


@app.command()
@_sources
@_edition
@_jobs
@_site_root
@_no_cache
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.option("--explain", metavar="CODE", help="Print what a finding means, and nothing else.")
@_as_json
def check(
    sources: tuple[str, ...], edition: str | None, jobs: int, site_root: Path | None, no_cache: bool, strict: bool,
    explain: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Print the findings of a build without writing a PDF."""
    if explain is not None:
        _explain(explain.upper())
        return
    wanted = edition_named(edition)
    orders = [
        Order(path, None, wanted, False, jobs_or_all(jobs), resolved(site_root), not no_cache)
        for path in located(sources, as_json)
    ]
    raise click.exceptions.Exit(_run(orders, as_json, Severity.WARNING if strict else Severity.ERROR))


@app.command()
@_output
@_theme
@_paper
@_jobs
@_no_cache
@_as_json
def specimen(output: Path, theme: Theme | None, paper: Paper | None, jobs: int, no_cache: bool, as_json: bool) -> None:
    """Build one PDF with every layout and component, in the brand of this folder."""
    from renderer.read.brand import FILES
    from renderer.workspace import resources

    source, here = resources() / "layouts" / "specimen", Path.cwd()
    brand = next((here / name for name in FILES if (here / name).is_file()), None)
    order = Order(
        source, output.resolve(), jobs=jobs_or_all(jobs), remember=not no_cache, theme=theme, paper=paper, brand=brand
    )
    raise click.exceptions.Exit(_run([order], as_json))


@app.command()
@click.argument("source", required=False, metavar="[NAME | FOLDER | FILE.md]")
@click.argument("names", nargs=-1, metavar="[FIGURE]…")
@click.option("--output", type=_folder, default="output", metavar="DIR", help="Where they go.")
@click.option("--width", type=click.IntRange(16, 10000), multiple=True, metavar="PX", help="Further PNG files.")
@_jobs
@_site_root
@_no_cache
@_as_json
def figures(
    source: str | None, names: tuple[str, ...], output: Path, width: tuple[int, ...], jobs: int,
    site_root: Path | None, no_cache: bool, as_json: bool,
) -> None:  # fmt: skip
    """Export the figures of a publication for press and web.

    SVG, PNG, CSV, and the words of each. All publications of content/ when none is named; figures are named by file, id
    or number.
    """
    from renderer.exports import described, export_figures, write_figures

    worst = Exit.DONE
    for path in located([source] if source else (), as_json):
        order = Order(path, None, jobs=jobs_or_all(jobs), site_root=resolved(site_root), remember=not no_cache)
        try:
            exports = export_figures(order, names, width)
            folder = output.resolve() / f"{exports.name}-figures"
            written = write_figures(exports, folder)
        except Stopped as e:
            raise click.exceptions.Exit(stopped(e.findings, STATUS[type(e)], as_json)) from e
        print_findings(exports.findings, as_json)
        failed = any(f.severity is Severity.ERROR for f in exports.findings)
        worst = max(worst, Exit.FINDINGS if failed else Exit.DONE)
        if as_json:
            told = {"type": "figures", "status": int(worst), "folder": str(folder), **described(exports)}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{shown(folder)}  figures: {len(exports.figures)}, files: {len(written)}")
    raise click.exceptions.Exit(worst)


@app.command(name="list")
@_as_json
def list_(as_json: bool) -> None:
    """List publications, their parts, and what is out of date."""
    from renderer.overview import overview

    try:
        publications = overview(Path("content").resolve(), Path("output").resolve())
    except InputError as e:
        raise click.exceptions.Exit(stopped(e.findings, Exit.UNREADABLE, as_json)) from e
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
@click.option("--clear", is_flag=True, help="Remove everything from the store.")
@_as_json
def cache(clear: bool, as_json: bool) -> None:
    """Show what the store of earlier work holds, or clear it."""
    from renderer import upkeep
    from renderer.workspace import cache_folder

    folder = cache_folder()
    try:
        removed = upkeep.clear(folder) if clear else 0
        held = upkeep.holdings(folder)
    except OSError as e:
        message = f"the store in {folder} cannot be used: {e.strerror or e}"
        raise click.exceptions.Exit(
            stopped([finding("OUT-WRITE", message, file=str(folder))], Exit.FINDINGS, as_json)
        ) from e
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
        sys.exit(app(standalone_mode=False))
    except click.ClickException as e:
        e.show()
        sys.exit(e.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(_interrupted())
    except Exception as e:  # the one handler at the edge: what gets here is our own fault, and says where it is
        trace = traceback.extract_tb(e.__traceback__)
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(trace[-4:]))
        sys.exit(stopped([finding("INTERNAL", f"{type(e).__name__}: {e} ({where})")], Exit.INTERNAL))
    finally:
        gc.freeze()  # nothing is left to collect: Python would look through all objects of a build once more


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
        raise click.BadParameter(f"there is no code {code}{hint}", param_hint="--explain")
    known = CODES[code]
    print(f"{code} ({known.severity})\n\n{_sentence(known.meaning)}\n{known.why}\n\nWhat to do: {known.remedy}.")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
