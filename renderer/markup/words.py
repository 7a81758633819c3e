"""Words the dialect itself prints, in the languages reports are written in.

In: a language tag such as `de` or `pt-BR`. Out: the word; English for languages not listed.
"""

from __future__ import annotations

TITLES: dict[str, tuple[str, str, str, str, str]] = {
    "cs": ("Poznámka", "Tip", "Důležité", "Varování", "Upozornění"),
    "de": ("Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"),
    "en": ("Note", "Tip", "Important", "Warning", "Caution"),
    "es": ("Nota", "Consejo", "Importante", "Advertencia", "Precaución"),
    "fr": ("Remarque", "Conseil", "Important", "Avertissement", "Attention"),
    "it": ("Nota", "Suggerimento", "Importante", "Avviso", "Attenzione"),
    "ja": ("注記", "ヒント", "重要", "警告", "注意"),
    "nl": ("Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"),
    "pl": ("Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga"),
    "pt": ("Nota", "Dica", "Importante", "Aviso", "Cuidado"),
    "sv": ("Anmärkning", "Tips", "Viktigt", "Varning", "Försiktighet"),
    "zh": ("注意", "提示", "重要", "警告", "小心"),
}
KINDS = ("note", "tip", "important", "warning", "caution")


def callout_title(kind: str, lang: str) -> str:
    """Give the title of a callout that has none of its own."""
    words = TITLES.get(lang.lower().split("-")[0], TITLES["en"])
    return words[KINDS.index(kind)] if kind in KINDS else kind.capitalize()
