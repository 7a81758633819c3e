"""Language tags (BCP 47) in; their written form, their direction, their script and the nearest valid tag out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

T = TypeVar("T")

_SHAPE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE,
)
"""RFC 5646, 2.1, without the extended language subtags and the irregular tags nobody writes."""

_ISO_639_1 = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
    nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_ISO_639_1.split())
"""ISO 639-1. Languages of three letters are some eight thousand; only their form is checked."""

NAMES: Mapping[str, str] = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "mr": "Marathi", "nb": "Norwegian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese", "zh-Hans": "Chinese (Simplified)", "zh-Hant": "Chinese (Traditional)",
}  # fmt: skip
"""English names of the languages that messages speak of."""

_MISTAKEN: Mapping[str, str] = {
    "cn": "zh-Hans", "jp": "ja", "kr": "ko", "cz": "cs", "dk": "da", "gr": "el", "ua": "uk", "at": "de-AT",
    "gb": "en-GB", "us": "en-US", "uk-en": "en-GB", "br": "pt-BR", "iw": "he", "in": "id",
    "chs": "zh-Hans", "cht": "zh-Hant",
    "deutsch": "de", "francais": "fr", "français": "fr", "espanol": "es", "español": "es", "italiano": "it",
    "nederlands": "nl", "portugues": "pt", "português": "pt", "polski": "pl", "svenska": "sv", "dansk": "da",
    "norsk": "nb", "suomi": "fi", "русский": "ru", "українська": "uk", "中文": "zh-Hans", "日本語": "ja",
    "한국어": "ko",
}  # fmt: skip
"""Countries taken for languages, withdrawn codes, and names of languages in their own words."""

_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"])
_RIGHT_TO_LEFT_SCRIPTS = frozenset(["adlm", "arab", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa"])
_TRADITIONAL = frozenset(("tw", "hk", "mo"))


def canonical(tag: str) -> str:
    """Write a tag as usual: `EN-us` is `en-US`, `zh-hans` is `zh-Hans`. Another text is returned as it is."""
    parts = _SHAPE.fullmatch(tag)
    if not is_valid(tag) or parts is None:
        return tag
    script, region = parts["script"], parts["region"]
    written = [parts["language"].lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(filter(None, written)) + (parts["rest"] or "").lower()


def is_valid(tag: str) -> bool:
    """Tell whether a tag is well formed and, with two letters, names a language of ISO 639-1."""
    parts = _SHAPE.fullmatch(tag)
    if parts is None:
        return False
    language = parts["language"].lower()
    return language in _TWO_LETTERS or (len(language) == 3 and language not in _MISTAKEN)


def nearest(tag: str) -> str:
    """Give the valid tag that was most likely meant, or an empty text: `en_US`, `English`, `jp`, `zh_CN.UTF-8`."""
    plain = re.split(r"[.@]", tag.strip())[0].replace("_", "-").strip("- ")
    if is_valid(plain):
        return canonical(plain)
    lower = plain.lower()
    by_name = {name.lower(): code for code, name in NAMES.items()}
    if found := _MISTAKEN.get(lower) or by_name.get(lower):
        return found
    first, _, rest = lower.partition("-")
    if first in _MISTAKEN:
        return _MISTAKEN[first]
    if first in _TWO_LETTERS and rest:
        return first
    near = get_close_matches(lower, by_name, n=1, cutoff=0.75)
    return by_name[near[0]] if near else ""


def lookup(table: Mapping[str, T], tag: str) -> T | None:
    """Look a tag up in a table by language: the whole tag first, then language and script, then the language.

    Keys are lower case; Chinese is `zh-hans` or `zh-hant` in tables, and its regions tell which is meant.
    """
    for key in (tag.lower(), _with_script(tag), language(tag)):
        if key in table:
            return table[key]
    return None


def language(tag: str) -> str:
    """Give the language of a tag without all the rest: `pt` for `pt-BR`; Bokmål for `no`."""
    first = tag.lower().split("-")[0]
    return "nb" if first == "no" else first


def _with_script(tag: str) -> str:
    subtags = tag.lower().split("-")
    if subtags[0] != "zh":
        return "-".join(subtags[:2]) if len(subtags) > 1 and len(subtags[1]) == 4 else subtags[0]
    traditional = "hant" in subtags or ("hans" not in subtags and not _TRADITIONAL.isdisjoint(subtags))
    return "zh-hant" if traditional else "zh-hans"


def direction(tag: str) -> str:
    """Tell which way a language is written: `ltr` or `rtl`."""
    parts = _SHAPE.fullmatch(tag)
    if parts is None:
        return "ltr"
    if parts["script"]:
        return "rtl" if parts["script"].lower() in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts["language"].lower() in _RIGHT_TO_LEFT else "ltr"


def name(tag: str) -> str:
    """Give the English name of a language, or its tag."""
    if language(tag) == "zh":
        return NAMES["zh-Hant" if _with_script(tag) == "zh-hant" else "zh-Hans"]
    return NAMES.get(language(tag), tag)
