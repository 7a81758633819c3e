"""Files in, pictures of what Debian's Chromium shows of each out: PDFs in its own viewer, drawings, pictures, pages."""

from __future__ import annotations

import mimetypes
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 480, 640
"""Of what is shown of each file, in px."""
PATIENCE = (5.0, 20.0, 60.0)
"""Seconds the viewer has to draw, which it does when the page around it is done: more when it needed more."""


def why_absent() -> str:
    """Say why there is no browser, or nothing when there is one."""
    return "" if _program() else "chromium is not installed"


def shown(files: Sequence[Path], folder: Path) -> list[Image.Image]:
    """Open all files side by side, each in a frame of its own; `folder` is for what the browser writes."""
    for patience in PATIENCE:
        images = _shown(files, folder, patience)
        if all(len(image.getcolors(1 << 24) or []) > 1 for image in images):
            break
    return images


def _shown(files: Sequence[Path], folder: Path, patience: float) -> list[Image.Image]:
    frames = "".join(f'<iframe src="/{n}#toolbar=0&navpanes=0&view=Fit"></iframe>' for n in range(len(files)))
    style = f"body{{margin:0}}iframe{{float:left;border:0;width:{WIDTH}px;height:{HEIGHT}px}}img{{display:none}}"
    page = f'<!DOCTYPE html><style>{style}</style>{frames}<img src="/wait">'.encode()
    contents = {f"/{n}": (file.read_bytes(), mimetypes.guess_type(file.name)[0]) for n, file in enumerate(files)}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/wait":  # the screenshot is taken when the page has all its pictures
                time.sleep(patience)
            data, kind = contents.get(self.path, (page if self.path == "/" else b"", "text/html"))
            self.send_response(200)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        shot = _screenshot(f"http://127.0.0.1:{server.server_port}/", len(files), folder)
    finally:
        server.shutdown()
        server.server_close()
    with Image.open(shot) as image:
        whole = image.convert("RGB")
    return [whole.crop((n * WIDTH, 0, (n + 1) * WIDTH, HEIGHT)) for n in range(len(files))]


def _screenshot(address: str, count: int, folder: Path) -> Path:
    shot = folder / "shot.png"
    words = [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--timeout=90000",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={count * WIDTH},{HEIGHT}", f"--screenshot={shot}",
    ]  # fmt: skip
    subprocess.run([_program(), *words, address], check=True, capture_output=True, timeout=150, cwd=folder)
    return shot


def _program() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""
