"""Holds the source to docs/architecture.md: the order of imports, who may do what, the stages, the codes, the docs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from renderer.findings import CODES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "renderer"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").glob("*.py"))
SCRIPTS = [*TESTS, *sorted((ROOT / "tools").glob("*.py"))]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

ONLY_IN = {
    "weasyprint": {"typeset"},
    "pydyf": {"typeset"},
    "pikepdf": {"bind", "finish", "papers"},
    "pypdfium2": {"papers", "exports", "leaks"},
    "pypdf": {"verify", "leaks"},
    "matplotlib": {"charts"},
}
"""Libraries and the rows of the house that may import them."""

HEAVY = {"weasyprint", "matplotlib", "pypdf"}
"""About a second each to import: inside functions only."""

UNSTEADY = {"time", "random", "secrets", "uuid"}
"""With these the same input could give other bytes."""


def names(paths: list[Path]) -> list[str]:
    return [p.relative_to(ROOT).as_posix() for p in paths]


def section(heading: str) -> str:
    """The text of a `##` section of docs/architecture.md."""
    return ARCHITECTURE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


HOUSE = [line.split()[0] for line in section("The house").split("```")[1].strip().splitlines()]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def row(module: str) -> str:
    """The row of the house a module belongs to: `renderer.bind.fonts` is in `bind`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path, module_level_only: bool = False) -> Iterator[str]:
    """The absolute names of what a module imports, names imported from a package included."""
    level = tree(path).body if module_level_only else nodes(path)
    for node in level:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if is_module(full) else node.module or ""


@cache
def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


# ------------------------------------------------------------------------------------------ the order of imports
def test_the_house_names_every_module() -> None:
    there = {row(module_name(p)) for p in MODULES} - {"", "__main__"}
    assert sorted(HOUSE) == sorted(there)


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_imports_run_down_the_house(path: Path) -> None:
    own = row(module_name(path))
    allowed = set(HOUSE[: HOUSE.index(own) + 1]) if own in HOUSE else {own, "cli"}
    wrong = {name for name in imports(path) if name.startswith("renderer.") and row(name) not in allowed}
    assert not wrong, f"{own} may import only what stands above it in docs/architecture.md"


def test_no_module_imports_itself_over_others() -> None:
    """Imports within a row run one way too; those for type checking only do not run at all."""
    graph = {
        module_name(p): {n for n in imports(p, module_level_only=True) if n.startswith("renderer")} for p in MODULES
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join([*path, module])
        if module not in done:
            for target in sorted(graph.get(module, ())):
                visit(target, (*path, module))
            done.add(module)

    for module in sorted(graph):
        visit(module, ())


# -------------------------------------------------------------------------------------------------- who may do what
@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_libraries_stay_in_their_place(path: Path) -> None:
    own = row(module_name(path))
    assert not {n for n in imports(path) if own not in ONLY_IN.get(n.split(".")[0], {own})}


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_heavy_libraries_are_imported_inside_functions(path: Path) -> None:
    top = {n.split(".")[0] for n in imports(path, module_level_only=True)}
    assert not top & HEAVY or path.name == "preloaded.py"  # whose purpose is to load the engine ahead


def test_the_command_line_loads_nothing_heavy() -> None:
    code = "import sys, renderer.cli; print(sorted(set(sys.argv[1:]) & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code, *HEAVY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if path.parent.name == "cli":
        return
    for node in nodes(path):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "exit", "quit", "sys.exit", "os._exit"}, node.lineno
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in {"sys.stdout", "sys.stderr"}, node.lineno
        if isinstance(node, ast.Raise) and node.exc:
            assert not ast.unparse(node.exc).startswith("SystemExit"), node.lineno


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_nothing_asks_the_clock_or_chance(path: Path) -> None:
    told = {"time"} if path.parent.name == "cli" else set()  # how long something took is printed and goes nowhere else
    assert not {n.split(".")[0] for n in imports(path)} & UNSTEADY - told
    asked = {ast.unparse(node) for node in nodes(path) if isinstance(node, ast.Attribute)}
    if path.name == "workspace.py":  # the one door: it asks where the store lies, which changes nothing in a result
        asked -= {"os.environ", "datetime.now"}  # and whether an embargo has passed, which its trace asks again
    assert not asked & {"os.environ", "os.urandom", "datetime.now", "datetime.today", "date.today", "datetime.utcnow"}


# ------------------------------------------------------------------------------------------------------ size, words
@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=names(MODULES + SCRIPTS))
def test_modules_and_functions_stay_readable(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "a module opens with a sentence: what goes in, what comes out"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400 or path in TESTS
    functions = [n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60], "functions stay under 60 lines"


def test_the_project_speaks_only_of_itself() -> None:
    """Paths of the machine something was written on tell readers nothing."""
    strange = ["/work/", "/tmp/", "engine-facts", "house-style", "helper session", "/home/"]
    folders = ("renderer", "layouts", "styles", "docs", "tests", "tools", ".ci", "content")
    files = [
        f for name in folders for f in sorted((ROOT / name).rglob("*")) if f.suffix not in {".pyc", ".png", ".jpg"}
    ]
    files += [ROOT / n for n in ("Makefile", "README.md", "CHANGELOG.md", "pyproject.toml")]
    hits = [
        f"{f.relative_to(ROOT)}: {word}"
        for f in files
        if f.is_file() and f != Path(__file__)
        for word in strange
        if word.encode() in f.read_bytes()
    ]
    assert not hits


# ----------------------------------------------------------------------------------------------------------- stages
def test_the_pipeline_goes_through_the_stages_of_the_documentation() -> None:
    stages = re.findall(r"^### (\w+)$", section("The way of a document"), re.M)
    pipeline = tree(PACKAGE / "pipeline.py")
    functions = {n.name: n for n in pipeline.body if isinstance(n, ast.FunctionDef)}
    assert list(announced(functions["_build"], functions)) == stages
    told = re.search(r"^(\w+(?: → \w+)+)", ast.get_docstring(pipeline) or "", re.M)
    assert told and told[1].split(" → ") == stages


def announced(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> Iterator[str]:
    """The names of the stages a function announces, in order, its calls of other functions of the module followed."""
    calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
    for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset)):
        called = ast.unparse(call.func)
        if called.endswith("progress.stage"):
            yield ast.literal_eval(call.args[0])
        elif called in functions:
            yield from announced(functions[called], functions)


# ---------------------------------------------------------------------------------------------- codes, documentation
def strings() -> Iterator[tuple[str, str]]:
    """Every text constant of the package that could be a code, with its place; the table itself left out."""
    families = "|".join(sorted({code.split("-")[0] for code in CODES if "-" in code}))
    single = sorted(code for code in CODES if "-" not in code)
    shape = re.compile(rf"(?:{families})-[A-Z]+(?:-[A-Z]+)*|{'|'.join(single)}")
    for path in MODULES:
        if path.name == "findings.py":
            continue
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and shape.fullmatch(node.value):
                yield node.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_code_in_the_source_is_in_the_table() -> None:
    assert not [f"{place}: {code}" for code, place in strings() if code not in CODES]
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "finding" and node.args:
                code = node.args[0]
                assert not isinstance(code, ast.Constant) or code.value in CODES, f"{path}:{node.lineno}"


def test_every_code_in_the_table_is_used() -> None:
    assert sorted(CODES.keys() - {code for code, _ in strings()}) == []


def test_the_page_of_findings_is_the_table() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import findings_page
    finally:
        sys.path.remove(str(ROOT / "tools"))
    written = findings_page.PAGE.read_text(encoding="utf-8")
    assert written == findings_page.page(), "run: uv run python tools/findings_page.py"
    assert all(f"| `{code}` |" in written for code in CODES)


def test_the_readme_names_every_command_and_option() -> None:
    from renderer.cli import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = app.commands
    for name, command in commands.items():
        assert f"`renderer {name}" in readme, name
        options = {o for p in command.params for o in p.opts if o.startswith("--")}
        assert not [o for o in sorted(options) if f"`{o}" not in readme], name


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    development = (ROOT / "docs" / "development.md").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z]+):", makefile, re.M):
        assert re.search(rf"^{target}:.*## \S", makefile, re.M), target
        assert f"`make {target}`" in development or target == "help", target


def test_links_between_the_pages_of_documentation_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    for page in pages:
        text = re.sub(r"(`+).+?\1(?!`)", "", page.read_text(encoding="utf-8"), flags=re.S)  # without code
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"
