"""Serves the tests with the program as it is once everything is loaded: a line of JSON in, an exit status out.

In: the words of a command, the folder, the environment and the files for its two streams. For each a process is forked
that from then on is the program, and ends as it does.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import sys
import tempfile
from importlib import import_module

LIBRARIES = ("matplotlib.backends.backend_svg", "openpyxl", "pypdf", "pypdfium2", "uharfbuzz")
"""What the program imports when it is needed."""


def load() -> None:
    """Import all of the program, and what it imports late."""
    import renderer
    from renderer.typeset import preload

    preload()
    ours = (m.name for m in pkgutil.walk_packages(renderer.__path__, "renderer.") if not m.name.endswith("__main__"))
    for name in (*LIBRARIES, *ours):
        import_module(name)
    gc.freeze()


def serve() -> None:
    """Fork for each line until there are no more; returns in what was forked, ready to be the program."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            become(**asked)
            return
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
    sys.exit()


def become(words: list[str], cwd: str, environment: dict[str, str], streams: list[str]) -> None:
    """Stand where Python would start the program."""
    for number, stream in enumerate((os.devnull, *streams)):
        opened = os.open(stream, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:1] = [cwd, *environment.get("PYTHONPATH", "").split(os.pathsep)]
    sys.argv = ["renderer", *words]
    tempfile.tempdir = None  # asked for anew


if __name__ == "__main__":
    load()
    serve()
    from renderer.__main__ import main

    main()
