"""The texts in a press kit are in its language: what lies in the folder, and what goes with each figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from press_kits import PRESS, write_kit

from renderer.languages.press import KIT_WORDS, kit_words, labelled
from renderer.order import Order
from renderer.pipeline import build
from renderer.publications.reduced import Pixels, Reduced, as_lines, size_in_words

SMALL = re.sub(r"fact_sheet: .*\n|excerpts:\n(  - .*\n)+", "", PRESS)


@pytest.mark.slow
def test_a_german_kit_speaks_german(tmp_path: Path) -> None:
    folder = write_kit(tmp_path / "content", f"{SMALL}lang: de\n")
    release = folder / "release.md"
    release.write_text(re.sub(r"; see .*\.", ".", release.read_text("utf-8")), "utf-8")
    build(Order(folder, tmp_path / "output", jobs=1))
    kit = tmp_path / "output" / folder.name
    readme = (kit / "README.txt").read_text("utf-8")
    assert "figures/cores-in-production.svg\n    Zeichnung, in jeder Größe scharf, " in readme
    assert "figures/cores-in-production.csv\n    die Zahlen hinter der Abbildung, " in readme
    assert "figures/cores-in-production.txt\n    die Angaben zur Abbildung, " in readme
    assert (
        "\n\nFigure 1: Cores in production\n\nfigures/cores-in-production-1200.png\n    Bild auf Weiß, 1.200 × "
        in readme
    )
    assert re.search(r"/cores-in-production\.png\n    Bild auf Weiß, [\d.]+ × \d+ px, \d+ kB, 300 dpi\n", readme)
    assert re.search(r"-letter\.pdf\n    41 cores\n    barrierefreies PDF, \d+ kB, 1 Seite\n", readme)
    assert "\nKontakt:\n    Press office\n" in readme
    english = {*KIT_WORDS["en"].values()} - {*KIT_WORDS["de"].values()}
    own = readme.replace("Figure 1", "")  # the report is in English, and its figures are called as they are there
    assert not [words for words in english if words in own]
    words = (kit / "figures" / "cores-in-production.txt").read_text("utf-8")
    assert words.splitlines() == [
        "Abbildung: Cores in production", "Bildunterschrift: They rise.", "Alternativtext: Cores rise",
        "Quelle: Survey", "Nachweis: Example Foundation", "Lizenz: CC BY 4.0", "Aus: Report, Figure 1",
    ]  # fmt: skip


def test_all_languages_know_all_words_and_others_are_in_english() -> None:
    assert {frozenset(words) for words in KIT_WORDS.values()} == {frozenset(KIT_WORDS["en"])}
    assert all(all(words.values()) for words in KIT_WORDS.values())
    for key in ("reduced", "now", "page", "pages"):
        assert all(words[key].count("{}") == 1 for words in KIT_WORDS.values())
    assert kit_words("de-AT") == KIT_WORDS["de"]
    assert kit_words("sw") == KIT_WORDS["en"]


def test_what_was_made_smaller_is_told_in_the_language_of_the_kit() -> None:
    before, now = Pixels(1386, 847, 1_400_000), Pixels(945, 577, 294_000, 150)
    rows = (
        Reduced("a.pdf", "hall.jpg", "Figure 1 : La salle", before, now),
        Reduced("figures/x.png", "", "", before, None),
    )
    assert as_lines(rows, 5_000_000, "fr") == [
        "",
        "Réduites pour que le tout ne dépasse pas 5,0 MB\u00a0:",
        "a.pdf, Figure 1 : La salle\n    1\u202f386 × 847 px, 1,4 MB; maintenant 945 × 577 px, 294 kB, 150 dpi",
        "figures/x.png\n    1\u202f386 × 847 px, 1,4 MB; omise",
    ]
    assert (size_in_words(1_300_000, "de"), size_in_words(40)) == ("1,3 MB", "1 kB")
    assert labelled("Légende", "Le puits", "fr") == "Légende\u00a0: Le puits"
    assert labelled("Caption", "The well", "en") == "Caption: The well"
