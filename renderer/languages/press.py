"""A language and an embargo in; what press material prints of its own accord out: "For immediate release", "Contact".

`embargoed` is a pattern, because the moment stands before or between its words in some languages. The words of
`KIT_WORDS` are those of the texts that lie in a kit: what each file is, and what is said of a figure.
"""

# ruff: noqa: E501 -- the table reads best with one language a line
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from renderer.languages.tags import lookup

NO_BREAK = "\u00a0"
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
_COLUMNS = ("de", "en", "es", "fr", "it", "nl", "pt")
_KIT_TABLE = """
svg | Zeichnung, in jeder Größe scharf | drawing, to be scaled to any size | dibujo, nítido a cualquier tamaño | dessin, net à toute taille | disegno, nitido a ogni dimensione | tekening, scherp op elk formaat | desenho, nítido em qualquer tamanho
csv | die Zahlen hinter der Abbildung | the numbers behind the figure | los números de la figura | les chiffres de la figure | i numeri della figura | de cijfers achter de figuur | os números da figura
html | die Pressemitteilung für den Text einer E-Mail | the release for the body of a mail | el comunicado para el texto de un correo | le communiqué pour le corps d’un courriel | il comunicato per il testo di un’e-mail | het persbericht voor de tekst van een e-mail | o comunicado para o texto de um e-mail
pdf | barrierefreies PDF | tagged PDF | PDF etiquetado | PDF balisé | PDF con tag | getagd pdf-bestand | PDF etiquetado
page | {} Seite | {} page | {} página | {} page | {} pagina | {} pagina | {} página
pages | {} Seiten | {} pages | {} páginas | {} pages | {} pagine | {} pagina’s | {} páginas
png | Bild auf Weiß | picture on white | imagen sobre fondo blanco | image sur fond blanc | immagine su fondo bianco | beeld op wit | imagem sobre fundo branco
words | die Angaben zur Abbildung | the words that go with the figure | los textos de la figura | les textes de la figure | i testi della figura | de tekst bij de figuur | os textos da figura
text | reiner Text | plain text | texto sin formato | texte brut | testo semplice | platte tekst | texto simples
logo | Logo | logo | logotipo | logo | logo | logo | logótipo
reduced | Verkleinert, damit alles zusammen nicht mehr als {} hat | Made smaller, so that all this has no more than {} | Reducidas para que el conjunto no pase de {} | Réduites pour que le tout ne dépasse pas {} | Ridotte perché il tutto non superi {} | Verkleind, zodat alles samen niet meer dan {} is | Reduzidas para que o conjunto não passe de {}
now | jetzt {} | now {} | ahora {} | maintenant {} | ora {} | nu {} | agora {}
left_out | weggelassen | left out | omitida | omise | omessa | weggelaten | omitida
figure | Abbildung | Figure | Figura | Figure | Figura | Figuur | Figura
caption | Bildunterschrift | Caption | Leyenda | Légende | Didascalia | Bijschrift | Legenda
alt | Alternativtext | Alternative text | Texto alternativo | Texte de remplacement | Testo alternativo | Alternatieve tekst | Texto alternativo
source | Quelle | Source | Fuente | Source | Fonte | Bron | Fonte
credit | Nachweis | Credit | Crédito | Crédit | Crediti | Bronvermelding | Créditos
licence | Lizenz | Licence | Licencia | Licence | Licenza | Licentie | Licença
note | Anmerkung | Note | Nota | Remarque | Nota | Opmerking | Nota
origin | Aus | From | De | Extrait de | Da | Uit | De
"""
KIT_WORDS: Mapping[str, Mapping[str, str]] = {
    lang: {
        key: cells[n] for key, *cells in ([c.strip() for c in row.split("|")] for row in _KIT_TABLE.split("\n") if row)
    }
    for n, lang in enumerate(_COLUMNS)
}


def kit_words(lang: str) -> Mapping[str, str]:
    """Give the words for the texts that lie in a kit; English where there are none of a language."""
    return lookup(KIT_WORDS, lang) or KIT_WORDS["en"]


def labelled(label: str, said: str, lang: str) -> str:
    """Put a label in front of what is said, or of nothing; in French a space keeps the colon off it."""
    return f"{label}{NO_BREAK if lang.lower().startswith('fr') else ''}: {said}".rstrip()


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
