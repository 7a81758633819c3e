"""The command line: words in, printed findings and exit codes out. The only module that prints or exits."""

from __future__ import annotations

import difflib
import enum
import json
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from renderer import __version__
from renderer.findings import (
    CODES,
    Finding,
    InputError,
    InternalError,
    OutputError,
    Severity,
    Stopped,
    ToolError,
    finding,
    settled,
)
from renderer.model import Edition, Order, Outcome, Paper, Theme


class Exit(enum.IntEnum):
    """Exit codes."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    NOT_INSTALLED = 4
    INTERNAL = 5


_STATUS: dict[type[Stopped], Exit] = {
    InputError: Exit.UNREADABLE,
    ToolError: Exit.NOT_INSTALLED,
    InternalError: Exit.INTERNAL,
    OutputError: Exit.FINDINGS,
}

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
EditionOption = Annotated[str | None, typer.Option(metavar="screen|print", help="Build one edition only.")]


@app.command()
def build(
    sources: Sources = None,
    edition: EditionOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make a proof even when there are no errors.")] = False,
    jobs: Jobs = 0,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the PDF goes.", file_okay=False)] = Path("output"),
    site_root: SiteRoot = None,
    theme: ThemeOption = None,
    paper: PaperOption = None,
    no_cache: NoCache = False,
    cache_limit: CacheLimit = "2 GB",
    as_json: Json = False,
) -> None:
    """Build publications, or lone manuscripts, into PDF."""
    wanted, largest = _edition(edition), _size(cache_limit)
    orders = [
        Order(
            path,
            output.resolve(),
            wanted,
            draft,
            _jobs(jobs),
            _resolved(site_root),
            not no_cache,
            theme,
            paper,
            cache_limit=largest,
        )
        for path in _located(sources, as_json)
    ]
    raise typer.Exit(_run(orders, as_json))


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
    wanted = _edition(edition)
    orders = [
        Order(path, None, wanted, False, _jobs(jobs), _resolved(site_root), not no_cache)
        for path in _located(sources, as_json)
    ]
    raise typer.Exit(_run(orders, as_json, Severity.WARNING if strict else Severity.ERROR))


@app.command()
def specimen(
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where the PDF goes.", file_okay=False)] = Path("output"),
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
        source, output.resolve(), jobs=_jobs(jobs), remember=not no_cache, theme=theme, paper=paper, brand=brand
    )
    raise typer.Exit(_run([order], as_json))


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """List publications, their parts, and what is out of date."""
    from renderer.overview import overview

    try:
        publications = overview(Path("content").resolve(), Path("output").resolve())
    except InputError as e:
        raise typer.Exit(_stopped(e.findings, Exit.UNREADABLE, as_json)) from e
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
        raise typer.Exit(_stopped([finding("OUT-WRITE", message, file=str(folder))], Exit.FINDINGS, as_json)) from e
    if as_json:
        kinds = {h.kind: {"entries": h.entries, "bytes": h.size} for h in held}
        print(json.dumps({"type": "cache", "folder": str(folder), "removed": removed, "kinds": kinds}))
        return
    print(f"{folder}  {_megabytes(sum(h.size for h in held))}")
    for h in held:
        print(f"  {h.kind:<12} {h.entries:>7} {_megabytes(h.size):>12}")
    if clear:
        print(f"{_megabytes(removed)} removed")


@app.command()
def version() -> None:
    """Print the version."""
    print(f"renderer {__version__}")


def main() -> NoReturn:
    """Run the command line; every fault ends in a finding and an exit code, never in a traceback."""
    try:
        sys.exit(app(standalone_mode=True))
    except KeyboardInterrupt:
        sys.exit(_stopped([finding("OUT-INTERRUPTED", "stopped before anything was written")], Exit.FINDINGS))
    except Exception as e:  # the one handler at the edge: what gets here is our own fault, and says where it is
        trace = traceback.extract_tb(e.__traceback__)
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(trace[-4:]))
        sys.exit(_stopped([finding("INTERNAL", f"{type(e).__name__}: {e} ({where})")], Exit.INTERNAL))


# ------------------------------------------------------------------------------------------------ running
def _run(orders: Sequence[Order], as_json: bool, failing: Severity = Severity.ERROR) -> Exit:
    """Run orders one after another; findings of severity `failing` and above make the run fail."""
    from renderer.pool import collect_seldom

    collect_seldom()
    worst = Exit.DONE
    for order in orders:
        worst = max(worst, _one(order, as_json, failing))
    return worst


def _one(order: Order, as_json: bool, failing: Severity) -> Exit:
    from renderer.pipeline import build as run

    try:
        with _progress(as_json) as progress:
            outcome = run(order, progress)
    except Stopped as e:
        return _stopped(e.findings, _STATUS[type(e)], as_json)
    except KeyboardInterrupt:
        return _stopped([finding("OUT-INTERRUPTED", "stopped before anything was written")], Exit.FINDINGS, as_json)
    _print_findings(outcome.findings, as_json)
    status = Exit.FINDINGS if any(f.severity >= failing for f in outcome.findings) else Exit.DONE
    _print_outcome(outcome, status, as_json)
    return status


def _stopped(findings: Iterable[Finding], code: Exit, as_json: bool = False) -> Exit:
    _print_findings(settled(findings), as_json)
    if as_json:
        print(json.dumps({"type": "result", "status": int(code), "files": []}))
    return code


def _explain(code: str) -> None:
    if code not in CODES:
        near = [c for c in CODES if c.startswith(code)] or difflib.get_close_matches(code, CODES, n=1)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; all codes are in docs/findings.md"
        raise typer.BadParameter(f"there is no code {code}{hint}", param_hint="--explain")
    known = CODES[code]
    print(f"{code} ({known.severity})\n\n{_sentence(known.meaning)}\n{known.why}\n\nWhat to do: {known.remedy}.")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


# ------------------------------------------------------------------------------------------- what is meant
def _located(sources: list[str] | None, as_json: bool) -> list[Path]:
    """Find the folders and files that names mean; a name without a path is looked for in content/."""
    content = Path("content")
    if not sources:
        found = sorted(p.parent.resolve() for p in content.glob("*/publication.yml"))
        if not found:
            message = "content/ holds no folder with a publication.yml"
            remedy = "name a Markdown file or a folder: renderer build FILE.md"
            raise typer.Exit(_stopped([finding("FILE-MISSING", message, remedy=remedy)], Exit.UNREADABLE, as_json))
        return found
    located, missing = [], []
    for source in sources:
        path = content / source
        if (path / "publication.yml").is_file() and not Path(source).is_absolute():
            located.append(path.resolve())
        elif Path(source).exists():
            located.append(Path(source).resolve())
        else:
            missing.append(
                finding("FILE-MISSING", f"no such publication, folder or file{_nearest(source)}", file=source)
            )
    if missing:
        raise typer.Exit(_stopped(missing, Exit.UNREADABLE, as_json))
    return [p.parent if p.name == "publication.yml" else p for p in located]


def _nearest(name: str) -> str:
    known = [p.parent.name for p in Path("content").glob("*/publication.yml")]
    here = Path(name).parent
    known += [str(here / p.name) for p in here.glob("*.md")] if here.is_dir() else []
    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _edition(name: str | None) -> Edition | None:
    if name not in (None, "screen", "print"):
        raise typer.BadParameter(f"there is no edition {name!r}; editions are screen and print", param_hint="--edition")
    return name  # type: ignore[return-value]


def _size(text: str) -> int:
    from renderer.upkeep import size_in_bytes

    try:
        return size_in_bytes(text)
    except ValueError as e:
        raise typer.BadParameter(str(e), param_hint="--cache-limit") from e


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _jobs(n: int) -> int:
    from renderer.pool import default_jobs

    return n or default_jobs()


def _resolved(path: Path | None) -> Path | None:
    return path.resolve() if path else None


# ------------------------------------------------------------------------------------------------ printing
def _print_findings(findings: Iterable[Finding], as_json: bool) -> None:
    frames: dict[str, list[str]] = {}
    for f in findings:
        if as_json:
            print(json.dumps({"type": "finding", **f.as_dict()}, ensure_ascii=False))
            continue
        print(f, file=sys.stderr)
        if f.severity is not Severity.NOTE and (frame := _frame(f, frames)):
            print(frame, file=sys.stderr)
        print(f"    {f.remedy}", file=sys.stderr)


def _frame(f: Finding, files: dict[str, list[str]]) -> str:
    """Show the line a finding is about, when it can still be read."""
    if not (f.place.file and f.place.line):
        return ""
    if f.place.file not in files:
        try:
            files[f.place.file] = Path(f.place.file).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            files[f.place.file] = []
    lines = files[f.place.file]
    if f.place.line > len(lines) or not lines[f.place.line - 1].strip():
        return ""
    text = lines[f.place.line - 1]
    return f"  {f.place.line:>5} | {text if len(text) <= 100 else text[:99] + '…'}"


def _print_outcome(outcome: Outcome, status: Exit, as_json: bool) -> None:
    if as_json:
        files = [
            {"file": str(d.path), "edition": d.edition, "pages": d.pages, "bytes": d.size, "sha256": d.sha256,
             "proof": d.proof}
            for d in outcome.deliveries
        ]  # fmt: skip
        print(
            json.dumps(
                {
                    "type": "result",
                    "status": int(status),
                    "name": outcome.name,
                    "up_to_date": outcome.up_to_date,
                    "typeset": len(outcome.typeset),
                    "typeset_parts": outcome.typeset,
                    "from_store": outcome.stored,
                    "files": files,
                }
            )
        )
        return
    for d in outcome.deliveries:
        state = "up to date" if outcome.up_to_date else f"{len(outcome.typeset)} of {_total(outcome)} parts typeset"
        kind = "proof, not for publication" if d.proof else state
        print(f"{_shown(d.path)}  {d.pages} pages, {d.size / 1000:.0f} kB ({kind})")
    if not outcome.deliveries:
        counts = {s: sum(1 for f in outcome.findings if f.severity is s) for s in reversed(Severity)}
        print(f"{outcome.name}: " + ", ".join(f"{n} {s}{'' if n == 1 else 's'}" for s, n in counts.items()))


def _total(outcome: Outcome) -> int:
    return outcome.stored + len(outcome.typeset)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _progress(as_json: bool):  # type: ignore[no-untyped-def]
    from renderer.progress import make_progress

    return make_progress(sys.stderr, quiet=as_json)
