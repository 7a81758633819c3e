"""Scripts: which one a character belongs to, and which fonts have it.

In: characters, language tags. Out: `Script` values with the families that are looked for, best first, and the
packages that bring them. Names of Debian packages were checked against its index.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from renderer.languages.tags import lookup


@dataclass(frozen=True, slots=True)
class Script:
    """A script as fonts know it; Chinese, Japanese and Korean are told apart by language.

    `sample` holds common characters: a font that has them all can set the script. `serif` and `sans` are families.
    """

    name: str
    sample: str
    serif: tuple[str, ...]
    sans: tuple[str, ...]
    debian: str
    fedora: str
    brew: str

    def __str__(self) -> str:
        return self.name

    @property
    def remedy(self) -> str:
        """Say how to come by a font."""
        return (
            f"install one: Debian or Ubuntu {self.debian}, Fedora {self.fedora}, Homebrew {self.brew}; "
            "or name a font file under `fonts:` in publication.yml"
        )


def _east_asian(name: str, sample: str, region: str, serif: str, sans: str) -> Script:
    return Script(
        name,
        sample,
        (f"Noto Serif CJK {region}", f"Noto Serif {region}", *serif.split(", ")),
        (f"Noto Sans CJK {region}", f"Noto Sans {region}", *sans.split(", ")),
        "fonts-noto-cjk",
        "google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts",
        f"font-noto-serif-cjk-{region.lower()} font-noto-sans-cjk-{region.lower()}",
    )


def _noto(name: str, sample: str, serif: str = "", sans: str = "") -> Script:
    kebab = name.lower().replace(" ", "-")
    return Script(
        name,
        sample,
        (f"Noto Serif {name}", *filter(None, serif.split(", "))),
        (f"Noto Sans {name}", *filter(None, sans.split(", "))),
        "fonts-noto-core",
        f"google-noto-serif-{kebab}-fonts google-noto-sans-{kebab}-fonts",
        f"font-noto-serif-{kebab} font-noto-sans-{kebab}",
    )


SIMPLIFIED = _east_asian(
    "Chinese (Simplified)", "的一是在这国说们", "SC", "Source Han Serif SC, Songti SC, STSong, SimSun",
    "Source Han Sans SC, PingFang SC, Hiragino Sans GB, Microsoft YaHei, WenQuanYi Zen Hei",
)  # fmt: skip
TRADITIONAL = _east_asian(
    "Chinese (Traditional)", "的一是在這國說們", "TC", "Source Han Serif TC, Songti TC, PMingLiU",
    "Source Han Sans TC, PingFang TC, Microsoft JhengHei",
)  # fmt: skip
JAPANESE = _east_asian(
    "Japanese", "のはをにカ日本国", "JP", "Source Han Serif, Hiragino Mincho ProN, Yu Mincho, IPAexMincho, IPAMincho",
    "Source Han Sans, Hiragino Sans, Yu Gothic, IPAexGothic, IPAGothic",
)  # fmt: skip
KOREAN = _east_asian(
    "Korean", "이다의는한글", "KR", "Source Han Serif K, AppleMyungjo, NanumMyeongjo, Batang",
    "Source Han Sans K, Apple SD Gothic Neo, NanumGothic, Malgun Gothic",
)  # fmt: skip
ARABIC = Script(
    "Arabic", "ابتسمنوي", ("Noto Naskh Arabic", "Amiri", "Geeza Pro", "Traditional Arabic"),
    ("Noto Sans Arabic", "Noto Kufi Arabic", "Geeza Pro", "Segoe UI"), "fonts-noto-core",
    "google-noto-naskh-arabic-fonts google-noto-sans-arabic-fonts", "font-noto-naskh-arabic font-noto-sans-arabic",
)  # fmt: skip
HEBREW = _noto("Hebrew", "אבגדהשלםת", "David CLM, Frank Ruehl CLM, New Peninim MT, David", "Arial Hebrew, Arial")

# First and last code point of the blocks of each script that text is written in; the Unicode block tables.
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x41, 0x5A, "Latin"), (0x61, 0x7A, "Latin"), (0xAA, 0xAA, "Latin"), (0xBA, 0xBA, "Latin"), (0xC0, 0xD6, "Latin"),
    (0xD8, 0xF6, "Latin"), (0xF8, 0x2AF, "Latin"), (0x370, 0x3FF, "Greek"), (0x400, 0x52F, "Cyrillic"),
    (0x530, 0x58F, "Armenian"), (0x590, 0x5FF, "Hebrew"), (0x600, 0x6FF, "Arabic"), (0x700, 0x74F, "Syriac"),
    (0x750, 0x77F, "Arabic"), (0x8A0, 0x8FF, "Arabic"), (0x900, 0x97F, "Devanagari"), (0x980, 0x9FF, "Bengali"),
    (0xA00, 0xA7F, "Gurmukhi"), (0xA80, 0xAFF, "Gujarati"), (0xB00, 0xB7F, "Oriya"), (0xB80, 0xBFF, "Tamil"),
    (0xC00, 0xC7F, "Telugu"), (0xC80, 0xCFF, "Kannada"), (0xD00, 0xD7F, "Malayalam"), (0xD80, 0xDFF, "Sinhala"),
    (0xE00, 0xE7F, "Thai"), (0xE80, 0xEFF, "Lao"), (0xF00, 0xFFF, "Tibetan"), (0x1000, 0x109F, "Myanmar"),
    (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"), (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"),
    (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"), (0x2E80, 0x2FDF, "Han"), (0x3001, 0x303F, "Han"),
    (0x3040, 0x30FF, "Kana"), (0x3100, 0x312F, "Han"), (0x3130, 0x318F, "Hangul"), (0x31F0, 0x31FF, "Kana"),
    (0x3200, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"), (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDCF, "Arabic"), (0xFDF0, 0xFDFF, "Arabic"), (0xFE30, 0xFE4F, "Han"), (0xFE70, 0xFEFE, "Arabic"),
    (0xFF01, 0xFF65, "Han"), (0xFF66, 0xFF9F, "Kana"), (0x20000, 0x323AF, "Han"),
)  # fmt: skip
_STARTS = [first for first, _, _ in _BLOCKS]

_BY_BLOCK: Mapping[str, Script] = {
    "Arabic": ARABIC, "Hebrew": HEBREW, "Kana": JAPANESE, "Hangul": KOREAN,
    "Devanagari": _noto("Devanagari", "कखगनमरह", "Lohit Devanagari", "Kohinoor Devanagari, Mangal"),
    "Bengali": _noto("Bengali", "কখগনমরহ", "Lohit Bengali", "Kohinoor Bangla, Vrinda"),
    "Gurmukhi": _noto("Gurmukhi", "ਕਖਗਨਮਰਹ", "Lohit Gurmukhi", "Gurmukhi MN, Raavi"),
    "Gujarati": _noto("Gujarati", "કખગનમરહ", "Lohit Gujarati", "Kohinoor Gujarati, Shruti"),
    "Oriya": _noto("Oriya", "କଖଗନମରହ", "Lohit Odia", "Oriya Sangam MN, Kalinga"),
    "Tamil": _noto("Tamil", "கஙசநமரவ", "Lohit Tamil", "Tamil Sangam MN, Latha"),
    "Telugu": _noto("Telugu", "కఖగనమరహ", "Lohit Telugu", "Kohinoor Telugu, Gautami"),
    "Kannada": _noto("Kannada", "ಕಖಗನಮರಹ", "Lohit Kannada", "Kannada Sangam MN, Tunga"),
    "Malayalam": _noto("Malayalam", "കഖഗനമരഹ", "Lohit Malayalam", "Malayalam Sangam MN, Kartika"),
    "Sinhala": _noto("Sinhala", "කගනමරහ", "", "Sinhala Sangam MN, Iskoola Pota"),
    "Thai": _noto("Thai", "กขคนมรห", "Norasi, Thonburi", "Garuda, Thonburi, Leelawadee UI"),
    "Lao": _noto("Lao", "ກຂຄນມຣຫ", "", "Lao Sangam MN, Leelawadee UI"),
    "Khmer": _noto("Khmer", "កខគនមរហ", "Khmer OS", "Khmer Sangam MN, Leelawadee UI"),
    "Myanmar": _noto("Myanmar", "ကခဂနမရဟ", "", "Myanmar Sangam MN, Myanmar Text"),
    "Tibetan": _noto("Tibetan", "ཀཁགནམརཧ", "Kailasa", "Kailasa, Microsoft Himalaya"),
    "Georgian": _noto("Georgian", "აბგდნმრ"), "Armenian": _noto("Armenian", "աբգդնմր"),
    "Ethiopic": _noto("Ethiopic", "አበገደነመረ", "", "Kefa, Ebrima"),
}  # fmt: skip
_HAN: Mapping[str, Script] = {"ja": JAPANESE, "ko": KOREAN, "zh-hant": TRADITIONAL, "zh-hans": SIMPLIFIED}

OF_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    "zh-hans": ("Han",), "zh-hant": ("Han",), "ja": ("Han", "Kana"), "ko": ("Hangul", "Han"), "ar": ("Arabic",),
    "fa": ("Arabic",), "ur": ("Arabic",), "ps": ("Arabic",), "ug": ("Arabic",), "sd": ("Arabic",),
    "ckb": ("Arabic",), "he": ("Hebrew",), "yi": ("Hebrew",), "hi": ("Devanagari",), "mr": ("Devanagari",),
    "ne": ("Devanagari",), "sa": ("Devanagari",), "bn": ("Bengali",), "as": ("Bengali",), "pa": ("Gurmukhi",),
    "gu": ("Gujarati",), "or": ("Oriya",), "ta": ("Tamil",), "te": ("Telugu",), "kn": ("Kannada",),
    "ml": ("Malayalam",), "si": ("Sinhala",), "th": ("Thai",), "lo": ("Lao",), "km": ("Khmer",), "my": ("Myanmar",),
    "bo": ("Tibetan",), "dz": ("Tibetan",), "ka": ("Georgian",), "hy": ("Armenian",), "am": ("Ethiopic",),
    "ti": ("Ethiopic",), "el": ("Greek",), "ru": ("Cyrillic",), "uk": ("Cyrillic",), "be": ("Cyrillic",),
    "bg": ("Cyrillic",), "mk": ("Cyrillic",), "sr": ("Cyrillic", "Latin"), "sr-latn": ("Latin",), "kk": ("Cyrillic",),
    "ky": ("Cyrillic",), "mn": ("Cyrillic",), "tg": ("Cyrillic",), "pa-arab": ("Arabic",),
}  # fmt: skip
"""The scripts a language is written in; a language that is not here is taken to be written in Latin letters."""


def block_of(character: str) -> str:
    """Name the script of a character, such as `Latin`, `Han` or `Kana`; empty for signs that all scripts share."""
    code = ord(character)
    at = bisect.bisect_right(_STARTS, code) - 1
    return _BLOCKS[at][2] if at >= 0 and code <= _BLOCKS[at][1] else ""


def scripts_in(text: Iterable[str]) -> Counter[str]:
    """Count the characters of a text by script."""
    counts = Counter[str]()
    for character, times in Counter(text).items():
        if block := block_of(character):
            counts[block] += times
    return counts


def script_for(block: str, lang: str, others: Iterable[str] = ()) -> Script | None:
    """Give the script whose fonts set the characters of a block in a text of some language.

    Chinese characters are Japanese or Korean where the language says so or the `others` in the text show it. None for
    what the default type has: Latin, Greek, Cyrillic.
    """
    if block != "Han":
        return _BY_BLOCK.get(block)
    if (known := lookup(_HAN, lang)) is not None:
        return known
    there = set(others)
    return JAPANESE if "Kana" in there else KOREAN if "Hangul" in there else SIMPLIFIED
