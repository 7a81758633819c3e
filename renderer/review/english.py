"""English words that tell what a number counts: small words that end a noun phrase, odd plurals, units of no interest.

In: nothing. Out: sets of words in small letters, and the singular of a noun.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Read a set of words."""
    return frozenset(text.split())


ORDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
SMALL_NUMBERS = {word: n for n, word in enumerate(ORDINALS.split(" "))}
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "bn": 1e9}

PLURALS = {
    "people": "person", "children": "child", "women": "woman", "men": "man", "staff": "staff", "alumni": "alumnus",
}  # fmt: skip
"""Plurals that do not end in -s."""

ENDS_PHRASE = words(
    """a an the and or but nor of in on at to from by for with within without across around over under into onto upon
    about between among through during throughout since until before after as than that which who whom whose where when
    while if is are was were be been being has have had do does did will would can could may might must shall should
    this these those it its they their our we you your he she his her there here not no also both either neither
    including such per each every all any some more most less least up down out off so too very just only even still
    again via versus vs plus joined attended participated took held came made said contributed submitted received used
    gave saw live lived organised organized hosted worked run ran agreed met voted joining running using working giving
    making became become remained present absent now then later earlier ago old long wide away today overall
    together"""
)
"""Words that cannot stand between a number and the noun it counts."""

NOT_COUNTED = words(
    """years months weeks days hours minutes seconds times dollars euros pounds cents degrees percent points pages parts
    ways things reasons steps questions examples others ones kinds types lines words characters bits bytes items has
    quarters decades sets series towards always perhaps besides thus terms"""
)
"""Nouns that are counted everywhere and of which no publication has one number."""

NO_NAMES = words(
    """The A An In On At By To From For With And Or But As It Its This That These Those We Our They Their He She You
    Your I January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday More Over About Some Most Many All Both Each Every Since After Before
    During While Behind Besides Through Throughout When Where There Here Today Now Overall Together Among Another New
    Total Figure Table Year Annual Report"""
)
"""Words that are written with a capital and name nothing."""


def singular(word: str) -> str:
    """Give the singular of a noun in small letters, as far as spelling tells."""
    if word in PLURALS:
        return PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if is_plural(word) else word


def is_plural(word: str) -> bool:
    """Tell whether a word in small letters looks like a plural."""
    return word in PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3)
