"""What the tests share: the corpus of real manuscripts, a cache of their own, veraPDF.

In: the machine the tests run on. Out: fixtures, and where something is not here, skips that say why.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import verapdf as checker

from renderer.order import Order, Outcome
from renderer.pool import collect_seldom

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real manuscripts and PDFs from elsewhere, which lies beside the checkout and not in it."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of manuscripts (../shared/corpus) is not here")
    return CORPUS


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of this run's own, so that no test reads what an earlier run or the user has stored.

    The processes of a run share it, as several builds may: what one has typeset the others need not.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def delivered(cache: Path) -> Callable[[Path], Outcome]:
    """`delivered(source)`: what a publication or manuscript is built into, once for all tests of a run."""

    @functools.cache
    def made(source: Path) -> Outcome:
        from renderer.pipeline import build

        site, folder = source.parent / "static", cache.with_name("delivered") / source.parent.name / source.name
        return build(Order(source, folder, site_root=site if site.is_dir() else None))  # up to date for the next one

    return made


@pytest.fixture(scope="session")
def verapdf() -> Callable[..., dict[Path, list[checker.Failure]]]:
    """`validate(files, flavour)`; skips where veraPDF is not installed, but fails there when CI=true."""
    reason = checker.why_absent()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    return checker.validate


def pytest_collection_finish() -> None:
    """Look for garbage as seldom as a build does: what was loaded to collect the tests is none."""
    collect_seldom()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say as the very last line that veraPDF was not asked: a skip in the middle is easily missed."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    reason = checker.why_absent()
    skipped = [r for r in reporter.stats.get("skipped", []) if reason and reason in str(r.longrepr)]
    if skipped:
        reporter.write_line(f"not checked against PDF/UA and PDF/A (tests skipped: {len(skipped)}): {reason}")
