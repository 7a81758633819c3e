"""A language in, the words a publication prints of its own accord out: "Figure", "Contents", "page"."""

from __future__ import annotations

from collections.abc import Mapping

_KEYS = (
    "contents", "figure", "table", "page", "source", "chapter", "letter", "highlights", "published_by", "note",
    "proof", "proof_line",
)  # fmt: skip
_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": ("Contents", "Figure", "Table", "page", "Source", "Chapter", "Letter", "At a glance", "Published by", "Note",
           "PROOF", "Proof: not for publication"),
    "de": ("Inhalt", "Abbildung", "Tabelle", "Seite", "Quelle", "Kapitel", "Brief", "Auf einen Blick",
           "Herausgegeben von", "Hinweis", "ENTWURF", "Entwurf: nicht zur Veröffentlichung"),
    "fr": ("Sommaire", "Figure", "Tableau", "page", "Source", "Chapitre", "Lettre", "En bref", "Publié par", "Remarque",
           "ÉPREUVE", "Épreuve : ne pas publier"),
    "es": ("Índice", "Figura", "Tabla", "página", "Fuente", "Capítulo", "Carta", "De un vistazo", "Publicado por",
           "Nota", "PRUEBA", "Prueba: no publicar"),
    "it": ("Indice", "Figura", "Tabella", "pagina", "Fonte", "Capitolo", "Lettera", "In breve", "Pubblicato da", "Nota",
           "BOZZA", "Bozza: non pubblicare"),
    "nl": ("Inhoud", "Figuur", "Tabel", "pagina", "Bron", "Hoofdstuk", "Brief", "In één oogopslag", "Uitgegeven door",
           "Noot", "PROEF", "Proef: niet publiceren"),
    "pt": ("Índice", "Figura", "Tabela", "página", "Fonte", "Capítulo", "Carta", "Em resumo", "Publicado por", "Nota",
           "PROVA", "Prova: não publicar"),
}  # fmt: skip


def words(lang: str) -> Mapping[str, str]:
    """Give the words of a language (a BCP 47 tag); English where there are none."""
    return dict(zip(_KEYS, _WORDS.get(lang.split("-")[0].lower(), _WORDS["en"]), strict=True))
