"""A language and an embargo in; what press material prints of its own accord out: "For immediate release", "Contact".

`embargoed` is a pattern, because the moment stands before or between its words in some languages.
"""

# ruff: noqa: E501 -- the table reads best with one language a line
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from renderer.languages.tags import lookup

_KEYS = (
    "release",
    "embargoed",
    "about",
    "contact",
    "end",
    "from_pages",
    "from_page",
    "fact_sheet",
    "excerpt",
)
_TABLE = """
de | Zur sofortigen Veröffentlichung | Sperrfrist: {} | Über {} | Kontakt | Ende | aus: {}, Seiten {} | aus: {}, Seite {} | Daten und Fakten | Auszug
en | For immediate release | Embargoed until {} | About {} | Contact | End | from {}, pages {} | from {}, page {} | Fact sheet | Excerpt
es | Para publicación inmediata | Embargado hasta el {} | Acerca de {} | Contacto | Fin | de: {}, páginas {} | de: {}, página {} | Hoja informativa | Extracto
fr | Pour diffusion immédiate | Sous embargo jusqu’au {} | À propos de {} | Contact | Fin | extrait de {}, pages {} | extrait de {}, page {} | Fiche d’information | Extrait
it | Per pubblicazione immediata | Sotto embargo fino al {} | Informazioni su {} | Contatti | Fine | da {}, pagine {} | da {}, pagina {} | Scheda informativa | Estratto
nl | Voor onmiddellijke publicatie | Onder embargo tot {} | Over {} | Contact | Einde | uit {}, pagina’s {} | uit {}, pagina {} | Factsheet | Uittreksel
pt | Para divulgação imediata | Sob embargo até {} | Sobre {} | Contacto | Fim | de {}, páginas {} | de {}, página {} | Ficha informativa | Excerto
"""
PRESS_WORDS: Mapping[str, Mapping[str, str]] = {
    lang: dict(zip(_KEYS, cells, strict=True))
    for lang, *cells in ([cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines())
}
"""By language in lower case."""


def press_words(lang: str) -> Mapping[str, str]:
    """Give the words of a language (a BCP 47 tag); English where there are none."""
    return lookup(PRESS_WORDS, lang) or PRESS_WORDS["en"]


def has_press_words(lang: str) -> bool:
    """Tell whether the words of a language are known."""
    return lookup(PRESS_WORDS, lang) is not None


def date_in_words(iso: str, lang: str) -> str:
    """Write a date such as 2023-01-31 as the language does; what is no date stays as it is."""
    try:
        return str(format_date(datetime.fromisoformat(iso).date(), "long", _locale(lang)))
    except ValueError:
        return iso


def moment_in_words(until: datetime, zone: str, lang: str) -> str:
    """Write a moment with its zone: 31 January 2023, 14:00 Europe/Berlin (UTC+01:00)."""
    offset = f"{until:%z}"
    time = format_time(until.time(), "HH:mm", locale=_locale(lang))
    utc = f" (UTC{offset[:3]}:{offset[3:5]})" if not zone.startswith("UTC") else ""
    return f"{date_in_words(until.date().isoformat(), lang)}, {time} {zone}{utc}"


def _locale(lang: str) -> Locale:
    own = "en-GB" if lang == "en" else lang
    try:
        return Locale.parse(own, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
