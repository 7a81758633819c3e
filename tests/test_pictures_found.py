"""Pictures as manuscripts name them: found, fetched or written out, and what is said of each at its line."""

from __future__ import annotations

import base64
import io
import re
import threading
import unicodedata
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from renderer import download
from renderer.compose import Composition, Templates, compose
from renderer.findings import Finding
from renderer.read import read
from renderer.store import Store
from renderer.workspace import Workspace, unchanged

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


def png(colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(out, "PNG")
    return out.getvalue()


class Made(NamedTuple):
    composition: Composition
    workspace: Workspace

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.composition.findings

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(f.code, str(f.place)) for f in self.findings]

    @property
    def pictures(self) -> list[str]:
        """What the pictures of the part are called in messages."""
        return [a.title for d in self.composition.documents for a in d.assets if a.name.startswith("pictures/")]


def made(folder: Path, *pictures: str, keys: str = "", manuscript: str = "a.md") -> Made:
    """Compose a publication whose one manuscript shows pictures, the first on line 3, then every other line."""
    (folder / manuscript).parent.mkdir(exist_ok=True)
    text = "\n\n".join(f"![What it shows](<{src}>)" for src in pictures)
    (folder / manuscript).write_text(f"# A\n\n{text}\n", "utf-8")
    (folder / "publication.yml").write_text(f"title: R\n{keys}\nparts: [{manuscript}]\n", "utf-8")
    workspace = Workspace(folder)
    publication, findings = read(workspace, folder)
    assert not findings
    return Made(
        compose(
            publication, "screen", workspace, Store(folder / ".store"), Templates(workspace, Store(folder / ".store"))
        ),
        workspace,
    )


# ---------------------------------------------------------------------------------------------------- folders
def test_a_picture_is_looked_for_in_three_folders(tmp_path: Path) -> None:
    for place in ("chapters/near.svg", "img/root.svg", "web/img/site.svg"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(SVG)
    sources = ["near.svg", "../img/root.svg", "img/root.svg", "/img/root.svg", "/img/site.svg", "img/site.svg"]
    assert made(tmp_path, *sources, keys="site_root: web", manuscript="chapters/a.md").told == []


@pytest.mark.parametrize(
    ("name", "src"),
    [
        ("a b.svg", "a%20b.svg"),
        ("a%20b.svg", "a%20b.svg"),
        ("map #1.svg", "map #1.svg"),
        ("really?.svg", "really?.svg"),
        ("map.svg", "map.svg?v=2"),
        ("map.svg", "map.svg#layer"),
        ("map.svg", " map.svg "),
        ("map.svg", ".\\map.svg"),
        (unicodedata.normalize("NFD", "Grün.svg"), unicodedata.normalize("NFC", "Grün.svg")),
        (unicodedata.normalize("NFC", "Grün.svg"), unicodedata.normalize("NFD", "Grün.svg")),
        ("Shot at 3.14\u202fPM.svg", "Shot at 3.14 PM.svg"),
        ("Shot at 3.14 PM.svg", "Shot%20at%203.14%C2%A0PM.svg"),
        ("map.svg", "map.svg%20"),
        ("map.svg ", "map.svg"),
        ("地图.svg", "%E5%9C%B0%E5%9B%BE.svg"),
    ],
)
def test_names_are_read_as_people_mean_them(tmp_path: Path, name: str, src: str) -> None:
    (tmp_path / name).write_bytes(SVG)
    if not (tmp_path / name).exists():
        pytest.skip("this file system writes the name in another way")
    assert made(tmp_path, src).told == []


def test_other_capitals_are_found_and_told_of(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "Berlin.JPG").write_bytes(png())
    result = made(tmp_path, "img/Berlin.JPG", "img/berlin.jpg", "Img/Berlin.JPG")
    assert result.told == [("PIC-NAME", "a.md:5"), ("PIC-NAME", "a.md:7")]
    assert "img/Berlin.JPG" in result.findings[0].message and "Berlin.JPG" in result.findings[0].remedy


def test_a_picture_that_is_not_there_is_told_of_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "berlin-2022.jpg").write_bytes(png())
    result = made(tmp_path, "img/berlin_2022.jpg", "img/paris.png", "/img/berlin2022.png")
    assert result.told == [("PIC-MISSING", f"a.md:{line}") for line in (3, 5, 7)]
    assert [f.remedy for f in result.findings] == [
        "did you mean img/berlin-2022.jpg?",
        "add the file, or correct the path",
        "did you mean /img/berlin-2022.jpg?",
    ]


def test_links_that_lead_out_of_the_project_are_not_followed(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "secret.svg").write_bytes(SVG)
    (project / "link.svg").symlink_to(tmp_path / "secret.svg")
    (project / "inner.svg").write_bytes(SVG)
    (project / "inner-link.svg").symlink_to(project / "inner.svg")
    result = made(project, "link.svg", "inner-link.svg", "../secret.svg", "..\\secret.svg")
    assert result.told == [("PIC-OUTSIDE", "a.md:3"), ("PIC-OUTSIDE", "a.md:7"), ("PIC-OUTSIDE", "a.md:9")]


@pytest.mark.parametrize(
    "src", ["x" * 3000, "a/" * 1500 + "b.png", "C:\\Users\\me\\map.png", "http://[bad/x.png", "//x"]
)
def test_odd_addresses_are_findings(tmp_path: Path, src: str) -> None:
    (found,) = made(tmp_path, src).findings
    assert found.code in ("PIC-MISSING", "PIC-REMOTE") and found.place.line == 3 and len(found.message) < 600


# ------------------------------------------------------------------------------------------- kinds and messages
def test_what_a_file_is_counts_and_not_its_name(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(SVG)
    (tmp_path / "drawing.svg").write_bytes(png())
    (tmp_path / "upload").write_bytes(png())
    result = made(tmp_path, "photo.png", "drawing.svg", "upload")
    assert result.told == [] and sorted(result.pictures) == ["drawing.svg", "photo.png", "upload"]
    endings = re.findall(r'src="asset:///pictures/\w+(\.\w+)"', result.composition.documents[0].html)
    assert endings == [".svg", ".png", ".png"]


def test_what_is_to_be_said_of_a_picture_names_its_line(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (9, 9), c) for c in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    Image.new("CMYK", (9, 9)).save(tmp_path / "ink.jpg")
    (tmp_path / "scripted.svg").write_bytes(SVG.replace(b"<rect", b"<script>x</script><rect"))
    (tmp_path / "page.png").write_bytes(b"<!DOCTYPE html><title>404")
    (tmp_path / "empty.png").write_bytes(b"")
    names = ["moving.gif", "ink.jpg", "scripted.svg", "page.png", "empty.png"]
    codes = ["PIC-FRAMES", "PIC-COLOUR", "PIC-DRAWING", "PIC-FORMAT", "PIC-FORMAT"]
    for _ in ("fresh", "from the store"):
        result = made(tmp_path, *names)
        assert result.told == [(code, f"a.md:{3 + 2 * i}") for i, code in enumerate(codes)]
        assert all(name in f.message for name, f in zip(names, result.findings, strict=True))


def test_a_line_is_right_behind_front_matter_and_in_every_kind_of_block(tmp_path: Path) -> None:
    lines = [
        "---", "title: A", "---", "", "Text ![x](gone1.png) and more", "", "- item", "", "  ![x](gone2.png)", "",
        "| a | b |", "| --- | --- |", "| 1 | ![x](gone3.png) |", "", "<div>", '<img src="gone4.png" alt="x">', "</div>",
        "", "> ![x](gone5.png)", "", "A note.[^1]", "", "[^1]: See ![x](gone6.png)", "",
        '<figure><img src="gone7.png" alt="x"><figcaption>c</figcaption></figure>', "", "![x](gone8.png)",
    ]  # fmt: skip
    (tmp_path / "a.md").write_text("\n".join(lines) + "\n")
    (tmp_path / "publication.yml").write_text("title: R\nparts: [a.md]\n")
    workspace = Workspace(tmp_path)
    publication, _ = read(workspace, tmp_path)
    found = compose(
        publication, "screen", workspace, Store(tmp_path / ".store"), Templates(workspace, Store(tmp_path / ".store"))
    ).findings
    said = {f.message.split()[2]: f.place.line for f in found if f.code == "PIC-MISSING"}
    assert said == {f"gone{n}.png": next(i for i, t in enumerate(lines, 1) if f"gone{n}." in t) for n in range(1, 9)}


def test_a_logo_that_is_not_there_names_its_line(tmp_path: Path) -> None:
    keys = "options:\n  web: https://example.org\n  logo: img/mark.svg"
    assert ("PIC-MISSING", "publication.yml:4") in made(tmp_path, keys=keys).told


# ------------------------------------------------------------------------------------------------- written out
def test_a_picture_written_out_in_the_text_is_read(tmp_path: Path) -> None:
    text = base64.b64encode(png()).decode()
    result = made(
        tmp_path, f"data:image/png;base64,{text}", "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
    )
    assert result.told == [] and len(result.pictures) == 2


def test_a_damaged_one_is_told_of_without_its_data(tmp_path: Path) -> None:
    result = made(tmp_path, "data:image/png;base64," + "QUJD" * 1000, "data:image/png;base64,%", "data:nothing")
    assert result.told == [("PIC-FORMAT", f"a.md:{line}") for line in (3, 5, 7)]
    assert max(len(f.message) for f in result.findings) < 250
    assert "QUJD" * 100 not in result.composition.documents[0].html


# ------------------------------------------------------------------------------------------------ from the web
class _Pages(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        there = {"/a.png": png(), "/b%20c.svg": SVG, "/page.png": b"<!DOCTYPE html>", "/large.png": b"x" * 5000}
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path in there:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(there[self.path])
        elif self.path == "/slow.png":
            self.send_response(200)
            self.end_headers()
            self.server.gone.wait(20)  # type: ignore[attr-defined]
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Web(NamedTuple):
    address: str
    asked: list[str]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Pages", (_Pages,), {"asked": asked}))
    server.gone = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Web(f"http://localhost:{server.server_port}", asked)
    server.gone.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


HOSTS = "picture_hosts: [localhost]"


def test_a_picture_of_a_named_host_is_fetched_once(tmp_path: Path, web: Web) -> None:
    sources = [f"{web.address}/a.png", f"{web.address}/b%20c.svg"]
    first = made(tmp_path, *sources, keys=HOSTS)
    assert first.told == [] and web.asked == ["/a.png", "/b%20c.svg"]
    assert sorted(first.pictures) == ["a.png", "b c.svg"]
    second = made(tmp_path, *sources, keys=HOSTS)
    assert len(web.asked) == 2, "a second build needs no network"
    assert [d.html for d in second.composition.documents] == [d.html for d in first.composition.documents]
    assert unchanged(first.workspace.trace())


def test_no_other_host_is_reached(tmp_path: Path, web: Web) -> None:
    other = web.address.replace("localhost", "127.0.0.1")
    result = made(tmp_path, f"{other}/a.png", "file:///etc/hostname", "ftp://localhost/a.png", keys=HOSTS)
    assert result.told == [("PIC-REMOTE", f"a.md:{line}") for line in (3, 5, 7)]
    assert "picture_hosts: [127.0.0.1]" in result.findings[0].remedy
    assert made(tmp_path, f"{web.address}/a.png").told == [("PIC-REMOTE", "a.md:3")]
    assert web.asked == []


def test_redirections_stay_with_the_hosts_that_are_named(tmp_path: Path, web: Web) -> None:
    other = web.address.replace("localhost", "127.0.0.1")
    result = made(tmp_path, f"{web.address}/to/{web.address}/a.png", f"{web.address}/to/{other}/a.png", keys=HOSTS)
    assert result.told == [("PIC-FETCH", "a.md:5")]
    assert "127.0.0.1" in result.findings[0].message and "picture_hosts" in result.findings[0].remedy
    assert web.asked.count("/a.png") == 1
    assert made(tmp_path, f"{web.address}/to/file:///etc/hostname", keys=HOSTS).told == [("PIC-FETCH", "a.md:3")]


def test_what_cannot_be_fetched_is_asked_for_again_next_time(tmp_path: Path, web: Web) -> None:
    result = made(tmp_path, f"{web.address}/gone.png", "http://localhost:9/x.png", keys=HOSTS)
    assert result.told == [("PIC-FETCH", "a.md:3"), ("PIC-FETCH", "a.md:5")]
    assert "404" in result.findings[0].message and "network" in result.findings[1].remedy
    assert not unchanged(result.workspace.trace()), "or the fault would stand until the manuscript is changed"


def test_what_is_no_picture_is_told_of(tmp_path: Path, web: Web) -> None:
    (found,) = made(tmp_path, f"{web.address}/page.png", keys=HOSTS).findings
    assert found.code == "PIC-FORMAT" and "web page" in found.message


def test_what_is_too_large_or_too_slow_is_given_up(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "LARGEST", 4000)
    monkeypatch.setattr(download, "PATIENCE", 0.5)
    result = made(tmp_path, f"{web.address}/large.png", f"{web.address}/slow.png", keys=HOSTS)
    assert result.told == [("PIC-FETCH", "a.md:3"), ("PIC-FETCH", "a.md:5")]
    assert "more than" in result.findings[0].message and "did not arrive" in result.findings[1].message


@pytest.mark.parametrize("host", ["https://example.org", "example.org/img", "*.example.org", ""])
def test_a_host_is_named_by_its_name_alone(tmp_path: Path, host: str) -> None:
    from renderer.findings import InputError

    with pytest.raises(InputError) as raised:
        made(tmp_path, "x.png", keys=f"picture_hosts: ['{host}']")
    assert [f.code for f in raised.value.findings] == ["KEY-VALUE"]


# ---------------------------------------------------------------------------------------------- what is asked
def test_a_picture_that_appears_or_moves_makes_a_build_out_of_date(tmp_path: Path) -> None:
    (tmp_path / "Map.svg").write_bytes(SVG)
    result = made(tmp_path, "map.svg", "gone.svg")
    assert unchanged(result.workspace.trace())
    (tmp_path / "Map.svg").rename(tmp_path / "map.svg")
    assert not unchanged(result.workspace.trace())
    again = made(tmp_path, "map.svg", "gone.svg")
    assert again.told == [("PIC-MISSING", "a.md:5")]
    (tmp_path / "gone.svg").write_bytes(SVG)
    assert not unchanged(again.workspace.trace())
