"""Renews `tests/references/`, the pictures of the specimen's pages, after a change of design that is meant."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import get_args

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
os.environ["PYTHONPATH"] = str(ROOT)  # the specimen is built by a process of its own


def main() -> None:
    """Renew the references of all themes and say how large they are."""
    from specimen_pages import renew

    from renderer.model import Theme

    for theme in get_args(Theme):
        files = list(renew(theme).iterdir())
        print(f"{theme}: {len(files)} pages, {sum(f.stat().st_size for f in files) // 1000} kB")


if __name__ == "__main__":
    main()
