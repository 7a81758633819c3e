"""What the rules need to know of a language: a language tag in, a `Tongue` of patterns out, None if it is unknown.

Patterns are regular expressions without case; `YEAR` in one stands for the year that is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Tongue:
    """The patterns of one language.

    `plan` says that something is still to come, `past` that it is over, `when` leads up to a year in which something
    happens, `ahead` names a year as one to come, `setting` names the year a text is about, `compared` and `history`
    say that another year is named on purpose, `report` is what last year's file calls itself, `earlier` marks a
    reference to it.
    """

    plan: str
    past: str
    when: str
    ahead: str
    setting: str
    compared: str
    history: str
    report: str
    earlier: str


_TONGUES = {
    "en": Tongue(
        plan=r"plans?|planning|intends?|aims? to|hopes? to|expects?|wants? to|will|shall|(?:is|are) going to"
        r"|looks? forward|looking (?:ahead|forward)",
        past=r"\w+ed|was|were|had|did|has|have|began|begun|took|held|made|saw|gave|came|met|ran|won|than|since",
        when=r"(?:in|during|throughout|by|until|for|from)(?: the)?(?: (?:early|mid|late|spring|summer|autumn|fall"
        r"|winter|beginning|start|middle|end|course|year|first|second|third|fourth|half|quarter|of|in)|-)*"
        r"(?: (?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d+,)?)?",
        ahead=r"looking (?:ahead|forward) (?:in)?to (?:the )?(?:year )?YEAR"
        r"|(?:next|coming|upcoming|following) (?:\w+ )?year,? \(?YEAR",
        setting=r"(?:in|during|throughout|over the course of)(?: the)?(?: year)? YEAR"
        r"|YEAR (?:was|has been|is|saw|brought|marked|turned out)",
        compared=r"compar\w+|versus|vs|than in|against|year[- ](?:over|on)[- ]year|previous(?:ly)?"
        r"|years? (?:before|earlier|ago)|in contrast|unlike|up from|down from|after",
        history=r"since|founded|established|launched|started|began|created|introduced|announced|born|history"
        r"|histories|timeline|chronicle|milestones?|archives?|anniversary|look(?:ing)? back|retrospect\w*|revisited"
        r"|promise[sd]?|until",
        report=r"annual (?:activity )?report|year in review|yearbook",
        earlier=r"see|cf|last year|previous|earlier|former|our last|since|compared|published",
    ),
    "de": Tongue(
        plan=r"planen|plant|beabsichtig\w+|wollen|hoffen|rechnen|erwarten|wir werden|werden wir|freuen uns auf"
        r"|(?:wird|werden) voraussichtlich",
        past=r"wurden?|war|waren|hatten?|haben|hat|ist|sind|konnten?|als|seit",
        when=r"(?:(?:im|in|bis|ab|für|während|ende|anfang|mitte|frühjahr|sommer|herbst|winter|dem|des|der|zum|jahre?s?|januar"
        r"|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|erste[ns]|zweite[ns]|halbjahr|quartal)"
        r" ?)*",
        ahead=r"ausblick auf (?:das jahr )?YEAR|(?:nächsten?|kommenden?) jahre?s?,? \(?YEAR",
        setting=r"(?:im jahre?|in|während des jahres) YEAR|YEAR (?:war|ist|brachte|stand|haben|hat|wurden?|konnten?)",
        compared=r"vergleich\w*|verglichen|gegenüber|vorjahr\w*|früher\w*|davor|zuvor|als im jahr|nach",
        history=r"seit|gegründet|gründung|eingeführt|begonnen|geschichte|chronik|archiv|jubiläum|rückblick|meilensteine?|bis",
        report=r"jahresbericht|geschäftsbericht|tätigkeitsbericht|rechenschaftsbericht",
        earlier=r"siehe|vgl|letzten|letztjährig\w*|vorjahr\w*|früher\w*|seit|gegenüber",
    ),
    "fr": Tongue(
        plan=r"prévoyons|prévoit|prévoient|comptons|espérons|envisageons|souhaitons|avons l['’]intention|allons|serons"
        r"|aurons|sera|seront|continuerons|poursuivrons",
        past=r"avons|était|étaient|a été|ont|avait|avaient|depuis|que",
        when=r"(?:en|courant|début|fin|d['’]ici|à|la|mi-|printemps|été|automne|hiver|pour|l['’]année|janvier|février|mars|avril"
        r"|mai|juin|juillet|août|septembre|octobre|novembre|décembre| )*",
        ahead=r"perspectives (?:pour )?YEAR|l['’]année (?:prochaine|à venir),? \(?YEAR",
        setting=r"(?:en|durant|pendant|au cours de)(?: l['’]année)? YEAR|YEAR (?:a été|fut|était|a vu|a marqué)",
        compared=r"compar\w+|par rapport|contre|précédent\w*|auparavant|antérieur\w*|après|qu['’]en",
        history=r"depuis|fond\w+|créé\w*|lancé\w*|histoire|historique|chronologie|archives?|anniversaire|bilan|jusqu\w*",
        report=r"rapport annuel|rapport d['’]activités?",
        earlier=r"voir|cf|dernier|précédent\w*|antérieur\w*|depuis|par rapport",
    ),
    "es": Tongue(
        plan=r"planeamos|planea|planean|prevemos|prevé|prevén|esperamos|tenemos previsto|vamos a|pretendemos|será|serán"
        r"|seguiremos|continuaremos|queremos",
        past=r"fue|fueron|era|eran|hemos|han|había|habían|desde|que",
        when=r"(?:en|durante|a|para|hasta|principios|mediados|finales|fines|el|año|de|del|primavera|verano|otoño|invierno|enero"
        r"|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre| )*",
        ahead=r"perspectivas (?:para|de) YEAR|(?:próximo año|año próximo|año que viene),? \(?YEAR",
        setting=r"(?:en|durante|a lo largo de)(?: el año)? YEAR|YEAR (?:fue|ha sido|marcó|trajo)",
        compared=r"compar\w+|respecto|frente a|anterior(?:es|mente)?|antes|tras|después|que en",
        history=r"desde|fundad\w+|cread\w+|lanzad\w+|historia|cronología|archivos?|aniversario|hasta",
        report=r"informe anual|memoria anual|informe de actividades",
        earlier=r"véase|ver|último|pasado|anterior(?:es)?|desde|respecto",
    ),
}


@cache
def tongue(lang: str) -> Tongue | None:
    """Give the patterns of a language (a BCP 47 tag)."""
    return _TONGUES.get(lang.split("-")[0].lower())


@cache
def pattern(text: str, year: str = "") -> re.Pattern[str]:
    """Make whole words of a pattern; `YEAR` becomes the year that is looked at."""
    return re.compile(rf"(?<!\w)(?:{text.replace('YEAR', year)})(?!\w)", re.IGNORECASE)


@cache
def any_report() -> re.Pattern[str]:
    """Match what reports of any known language call themselves, with a year before or behind it."""
    names = "|".join(t.report for t in _TONGUES.values())
    return re.compile(
        rf"(?<!\w)(?:(?P<before>(?:19|20)\d\d) (?:[\w&-]+ ){{0,2}}(?:{names})|(?:{names})"
        rf"(?: (?:for|of|for the year|für|pour|de|del|des jahres))?,? (?P<after>(?:19|20)\d\d))(?![\w/]|[-–]\d)",
        re.IGNORECASE,
    )
