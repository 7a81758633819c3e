"""A press kit over its limit: pictures become smaller step by step, and what was done is told; nothing is hidden."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from inspector import Inspector
from PIL import Image
from press_kits import PRESS, write_kit
from pypdf import PdfReader

from renderer.findings import OutputError
from renderer.order import Order
from renderer.pipeline import build

PHOTOGRAPH = '\n![Grey noise](hall.jpg "The hall")\n'
PICTURES = PRESS.replace("  - {from: report, licence: CC BY 4.0}\n", "  - {from: report, figures: the-hall}\n").replace(
    '  - {from: report, parts: "growth#cores"}\n', ""
)
EXCERPT = "report-excerpt-growth.pdf"


@dataclass(frozen=True)
class Made:
    """A kit that was built with a limit, and the finding about its size."""

    folder: Path
    told: str

    @property
    def size(self) -> int:
        return self.folder.with_suffix(".zip").stat().st_size

    @property
    def printed(self) -> tuple[int, int]:
        """Width and height of the photograph in the excerpt, in px."""
        images = [i.image for page in PdfReader(self.folder / EXCERPT).pages for i in page.images]
        (size,) = {image.size for image in images if image is not None and image.width > 100}
        return size

    @property
    def inches(self) -> float:
        """How wide it is printed."""
        (figure,) = [f for f in Inspector(self.folder / EXCERPT).figures() if f.alt == "Grey noise"]
        return (figure.box[2] - figure.box[0]) / 72

    def wide(self) -> dict[str, int]:
        """Widths of the pictures among the figures."""
        found = {}
        for path in self.folder.glob("figures/*.png"):
            with Image.open(path) as image:
                found[path.name] = image.width
        return found


def kit_of(root: Path, limit: str) -> Order:
    content = root / "content"
    folder = write_kit(content, f"{PICTURES}limit: {limit}\n")
    Image.effect_noise((1800, 1100), 80).save(content / "report" / "hall.jpg", quality=90)
    part = content / "report" / "growth.md"
    part.write_text(part.read_text("utf-8").replace("\n## Cores", f"{PHOTOGRAPH}\n## Cores"), "utf-8")
    return Order(folder, root / "output", jobs=1)


def made(root: Path, limit: str) -> Made:
    order = kit_of(root, limit)
    found = [f for f in build(order).findings if f.code == "KIT-REDUCED"]
    return Made(root / "output" / order.source.name, found[0].message if found else "")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("whole"), "50 MB")


@pytest.mark.slow
def test_a_kit_within_its_limit_keeps_its_pictures(whole: Made) -> None:
    assert whole.told == ""
    assert whole.wide() == {"the-hall.png": 1800, "the-hall-1200.png": 1200}, "none is made larger than it is"
    assert whole.printed[0] / whole.inches == pytest.approx(220, abs=1)
    assert "reduced" not in json.loads((whole.folder / "manifest.json").read_text("utf-8"))


@pytest.mark.slow
def test_pictures_are_reduced_step_by_step_and_never_under_150_dpi(whole: Made, tmp_path: Path) -> None:
    sizes = [whole.size]
    for dpi, room in ((200, 10), (150, 2_000_000)):
        kit = made(tmp_path / str(dpi), f"{(sizes[-1] - room) // 1000} kB")
        sizes.append(kit.size)
        assert kit.printed[0] / kit.inches == pytest.approx(dpi, abs=1)
        assert kit.wide()["the-hall.png"] == round(453.6 / 72 * dpi)
        assert max(kit.wide().values()) == kit.wide()["the-hall.png"]
        assert f"“Figure 1: The hall” in {EXCERPT}: {whole.printed[0]:,} × {whole.printed[1]:,} px" in kit.told
        assert f"now {kit.printed[0]:,} × {kit.printed[1]:,} px" in kit.told
        assert f"{dpi} dpi" in kit.told
    assert sizes == sorted(sizes, reverse=True)
    assert "“Figure 1: The hall” as PNG: 1,200 × 733 px, " in kit.told
    assert "left out" in kit.told


@pytest.mark.slow
def test_what_was_reduced_stands_in_the_kit_too(whole: Made, tmp_path: Path) -> None:
    kit = made(tmp_path, f"{whole.size // 1000 - 2000} kB")
    rows = {
        (r["file"], r.get("picture", "")): r for r in json.loads((kit.folder / "manifest.json").read_text())["reduced"]
    }
    photograph = rows[EXCERPT, "Figure 1: The hall"]
    assert (photograph["now"]["width"], photograph["now"]["height"]) == kit.printed
    assert photograph["before"]["width"] == whole.printed[0]
    assert photograph["now"]["bytes"] < photograph["before"]["bytes"]
    assert rows["figures/the-hall.png", ""]["now"]["bytes"] == (kit.folder / "figures" / "the-hall.png").stat().st_size
    readme = (kit.folder / "README.txt").read_text("utf-8")
    assert re.search(rf"{EXCERPT}, Figure 1: The hall\n    \S+ × \S+ px, .* now {kit.printed[0]:,} × ", readme)
    with zipfile.ZipFile(kit.folder.with_suffix(".zip")) as archive:
        assert archive.read("press-report/README.txt").decode() == readme


@pytest.mark.slow
def test_a_kit_that_cannot_be_made_small_enough_is_not_delivered(tmp_path: Path) -> None:
    order = kit_of(tmp_path, "100 kB")
    with pytest.raises(OutputError) as stopped:
        build(order)
    (found,) = stopped.value.findings
    assert found.code == "KIT-SIZE"
    assert (found.place.file.rsplit("/")[-1], found.place.line) == ("publication.yml", len(PICTURES.splitlines()) + 1)
    assert re.search(
        r"the largest are “Figure 1: The hall” as PNG \(\S+ kB\), report-excerpt-growth\.pdf \(", found.message
    )
    assert re.search(r"of it \d+ kB “Figure 1: The hall”\)", found.message)
    assert not (tmp_path / "output").exists() or not list((tmp_path / "output").iterdir())
