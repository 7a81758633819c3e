"""The wheel as a newcomer gets it: built, installed beside nothing else, and put to work in an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from inspector import Inspector

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

NOTE = """# Thanks to all members

Growth came from *three* countries.

| Country | Members |
| --- | --- |
| New Zealand | 12 |
"""

ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}
"""Taken when the module is imported, before the tests get a cache of their own: uv keeps what it has downloaded."""


def run(*command: object, cwd: Path, environment: dict[str, str] = ENVIRONMENT) -> str:
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def uv(root: Path) -> str:
    """The uv that set up this checkout: on the path, or the one of `tools/setup.sh`."""
    for candidate in ("uv", str(root / ".uv" / "bin" / "uv")):
        if found := shutil.which(candidate):
            return found
    pytest.skip("uv is not here; `make test` brings it")


@pytest.fixture(scope="module")
def wheel(root: Path, uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(uv, "build", "--wheel", "--out-dir", folder, root, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_layouts_and_styles(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    resources = [p.relative_to(root) for name in ("layouts", "styles") for p in (root / name).rglob("*") if p.is_file()]
    assert resources
    assert not {f"renderer/_resources/{p.as_posix()}" for p in resources} - inside
    assert not [name for name in inside if name.startswith(("tests/", "content/", "layouts/"))]


def test_the_installed_wheel_builds_a_note_in_an_empty_folder(wheel: Path, uv: str, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    run(uv, "venv", "-q", environment, cwd=tmp_path)
    run(uv, "pip", "install", "-q", "--python", environment, wheel, cwd=tmp_path)
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    alone = ENVIRONMENT | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    run(environment / "bin" / "renderer", "build", "note.md", "--output", "out", cwd=folder, environment=alone)
    pdf = Inspector(folder / "out" / "note.pdf")
    assert pdf.find("three countries")
    assert pdf.tables() == [[["Country", "Members"], ["New Zealand", "12"]]]
    assert pdf.tags("H1")[0].text == "Thanks to all members"
