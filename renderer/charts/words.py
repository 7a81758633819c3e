"""The words charts say of their own: a language in, its kinds, sentences and labels out. One table for all.

A language that is not here is answered in English.
"""

from __future__ import annotations

from collections.abc import Mapping

from renderer.languages.tags import language

_LANGUAGES = ("en", "de", "fr", "es")
_TABLE: Mapping[str, tuple[str, str, str, str]] = {
    # the kinds
    "bar": ("Bar chart", "Balkendiagramm", "Diagramme à barres", "Gráfico de barras"),
    "horizontal-bar": ("Bar chart", "Balkendiagramm", "Diagramme à barres", "Gráfico de barras"),
    "grouped-bar": (
        "Grouped bar chart", "Gruppiertes Balkendiagramm", "Diagramme à barres groupées", "Gráfico de barras agrupadas",
    ),
    "stacked-bar": (
        "Stacked bar chart", "Gestapeltes Balkendiagramm", "Diagramme à barres empilées", "Gráfico de barras apiladas",
    ),
    "percent-bar": (
        "Bar chart of shares of 100 %", "Balkendiagramm mit Anteilen an 100 %", "Diagramme à barres, parts de 100 %",
        "Gráfico de barras con partes del 100 %",
    ),
    "line": ("Line chart", "Liniendiagramm", "Courbe", "Gráfico de líneas"),
    "area": ("Area chart", "Flächendiagramm", "Graphique en aires", "Gráfico de áreas"),
    "slope": (
        "Chart of two moments", "Vergleich zweier Zeitpunkte", "Comparaison de deux moments",
        "Comparación de dos momentos",
    ),
    "dot-plot": ("Dot plot", "Punktdiagramm", "Diagramme à points", "Gráfico de puntos"),
    "donut": ("Ring chart", "Ringdiagramm", "Graphique en anneau", "Gráfico de anillo"),
    "waffle": (
        "Chart of a hundred squares", "Diagramm aus hundert Quadraten", "Graphique de cent carrés",
        "Gráfico de cien cuadrados",
    ),
    "small-multiples": (
        "Small line charts side by side", "Kleine Liniendiagramme nebeneinander", "Petites courbes côte à côte",
        "Pequeños gráficos de líneas en paralelo",
    ),
    "number": ("Key figure", "Kennzahl", "Chiffre clé", "Cifra clave"),
    "tile-map": (
        "World map of equal tiles", "Weltkarte aus gleich großen Kacheln", "Carte du monde en tuiles égales",
        "Mapa del mundo en casillas iguales",
    ),
    "spark": ("Small line chart", "Kleines Liniendiagramm", "Petite courbe", "Pequeño gráfico de líneas"),
    # sentences of alternative texts
    "opening": ("{kind}: {title}.", "{kind}: {title}.", "{kind} : {title}.", "{kind}: {title}."),
    "unit": ("Values in {unit}.", "Angaben in {unit}.", "Valeurs en {unit}.", "Valores en {unit}."),
    "trend": (
        "from {first} ({start}) to {last} ({end})", "von {first} ({start}) bis {last} ({end})",
        "de {first} ({start}) à {last} ({end})", "de {first} ({start}) a {last} ({end})",
    ),
    "range": (
        "lowest {low} ({low_at}), highest {high} ({high_at})",
        "niedrigster Wert {low} ({low_at}), höchster Wert {high} ({high_at})",
        "minimum {low} ({low_at}), maximum {high} ({high_at})",
        "mínimo {low} ({low_at}), máximo {high} ({high_at})",
    ),
    "same": ("always {value}", "stets {value}", "toujours {value}", "siempre {value}"),
    "one": ("{value} ({at})", "{value} ({at})", "{value} ({at})", "{value} ({at})"),
    "change": (
        "largest change {change} from {start} to {end}", "größte Veränderung {change} von {start} bis {end}",
        "plus forte variation {change} de {start} à {end}", "mayor cambio {change} de {start} a {end}",
    ),
    "missing": (
        "no value for {names}", "kein Wert für {names}", "pas de valeur pour {names}", "sin valor para {names}",
    ),
    "points": (
        "{change} percentage points", "{change} Prozentpunkte", "{change} points de pourcentage",
        "{change} puntos porcentuales",
    ),
    "rest": ("{count} more series.", "{count} weitere Reihen.", "{count} autres séries.", "{count} series más."),
    "reference": (
        "Marked value: {text}.", "Markierter Wert: {text}.", "Valeur repère : {text}.", "Valor marcado: {text}.",
    ),
    "named": ("{name}: {text}", "{name}: {text}", "{name} : {text}", "{name}: {text}"),
    # labels in drawings
    "target": ("Target", "Ziel", "Objectif", "Meta"),
    "since": ("{change} since {start}", "{change} seit {start}", "{change} depuis {start}", "{change} desde {start}"),
    "unchanged": (
        "unchanged since {start}", "unverändert seit {start}", "inchangé depuis {start}", "sin cambios desde {start}",
    ),
    "times": ("{count}-fold", "das {count}-Fache", "{count} fois plus", "{count} veces más"),
    "total": ("Total", "Gesamt", "Total", "Total"),
    "no data": ("no data", "keine Angabe", "sans donnée", "sin datos"),
    "up to": ("up to {high}", "bis {high}", "jusqu’à {high}", "hasta {high}"),
    "and": (" and ", " und ", " et ", " y "),
}  # fmt: skip


def words_for(lang: str) -> Mapping[str, str]:
    """Give the words of a language (a BCP 47 tag)."""
    own = language(lang)
    column = _LANGUAGES.index(own) if own in _LANGUAGES else 0
    return {key: row[column] for key, row in _TABLE.items()}
