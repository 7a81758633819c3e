"""A text and the language it is said to be in; the language it plainly is in out, when that is another one.

Scripts tell most of it; languages of one script are told apart by their commonest words. Only what is plain is told:
a text of few words, or one that quotes much of another language, is believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from renderer.languages.scripts import OF_LANGUAGE, scripts_in
from renderer.languages.tags import language, lookup

LOOKED_AT = 20_000
"""Characters at the beginning of a text that are looked at."""
_FEWEST_LETTERS = 60
_FEWEST_WORDS = 12
_WORD = re.compile(r"[^\W\d_]+")

_COMMON: Mapping[str, frozenset[str]] = {
    tag: frozenset(words.split())
    for tag, words in {
        "en": "the of and to in is that for with are was this our we by on as have from which",
        "de": "der die und das nicht ist mit für auf ein eine den von zu sich auch wird sind dem im",
        "fr": "le la les des et est une dans pour que qui sur avec nous pas du au sont aux cette",
        "es": "el la los las de que en una por con para del se es como más nuestra este también y",
        "it": "il di che la e per un una con non sono della gli nel dei alla anche più è delle",
        "pt": "o que não uma os as para com do da em por mais no na são dos também nossa e",
        "nl": "de het een en van is dat op te voor met niet zijn aan ook wij onze door worden bij",
        "pl": "nie się na jest i w z do że to jak przez oraz dla są od który było jego lub",
        "sv": "och att det som en är för av på med inte den till vi har ett om kan också från",
        "da": "og at det som en er for af på med ikke den til vi har et om kan også fra",
        "nb": "og å det som en er for av på med ikke den til vi har et om kan også fra",
        "fi": "ja on ei että se oli mutta myös ovat kun tai joka ole hän niin jos vain sekä mukaan vuonna",
        "cs": "a se na je že v to s z do jako za pro jsou ale by podle roku která nebo",
        "ro": "și în de la cu pe nu este care un o din pentru sunt mai prin ale această fost sau",
        "hu": "a az és hogy nem is egy meg ez volt van de el csak már mint még ki lehet vagy",
        "tr": "ve bir bu için ile da de olarak çok daha olan gibi ne kadar sonra en her ya değil olduğu",
        "id": "yang dan di dari untuk dengan ini pada tidak dalam akan adalah itu kami telah oleh atau dapat juga",
        "vi": "và của là các có cho được trong một không với người những này đã để về từ khi như",
        "ca": "el la els les de que i en una per amb del es és com més aquest també no dels",
        "ru": "и в не на что с как это по для из но его от также мы был или при их",
        "uk": "і в не на що з як це до для та але його від також ми був або при їх",
        "bg": "и в не на че с как това по за от но той също ние беше или при да са",
        "ar": "في من على أن إلى هذا التي الذي ما كان مع لا هذه عن ذلك كل قد بين أو لم",
        "fa": "در به از که این را با است برای آن می یک خود تا کرد بر هم نیز شده های",
        "ur": "کے میں کی ہے اور سے کا کو اس نے ہیں پر یہ کہ ایک بھی نہیں تھا کر لیے",
    }.items()
}
_SIMPLIFIED = frozenset("们这国说时会来对发进还过样动经关开问应实现点头无员业")
_TRADITIONAL = frozenset("們這國說時會來對發進還過樣動經關開問應實現點頭無員業")


def guess(text: str, lang: str) -> str:
    """Give the language a text plainly is in when it is not the one it is said to be in, else an empty text."""
    text = text[:LOOKED_AT]
    counts = scripts_in(text)
    east_asian = counts["Han"] + counts["Kana"] + counts["Hangul"]
    letters = counts.total() + 2 * east_asian  # one such character says as much as three letters
    if letters < _FEWEST_LETTERS:
        return ""
    if 2 * 3 * east_asian > letters:
        found = _east_asian(text, counts)
        known = lookup({"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "ja": "ja", "ko": "ko"}, lang)
        return "" if not found or found == known else found
    script = counts.most_common(1)[0][0]
    own = lookup(OF_LANGUAGE, lang) or ("Latin",)
    found = _by_words(text, script, lang)
    if script in own:
        return found
    return found or _of_script(script)


def _east_asian(text: str, counts: Counter[str]) -> str:
    if 10 * counts["Kana"] > counts["Han"]:
        return "ja" if counts["Kana"] > counts["Hangul"] else "ko"
    if counts["Hangul"] > counts["Han"]:
        return "ko"
    simplified = sum(character in _SIMPLIFIED for character in text)
    traditional = sum(character in _TRADITIONAL for character in text)
    if max(simplified, traditional) < 3 * (1 + min(simplified, traditional)):
        return ""
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _by_words(text: str, script: str, lang: str) -> str:
    """Count the commonest words of the languages of a script; the best must beat the language that is said by far."""
    found = Counter(word.lower() for word in _WORD.findall(text))
    scores = {
        tag: sum(found[word] for word in words)
        for tag, words in _COMMON.items()
        if script in OF_LANGUAGE.get(tag, ("Latin",))
    }
    said = scores.pop(language(lang), 0)
    best = max(scores, key=lambda tag: scores[tag], default="")
    if not best or scores[best] < _FEWEST_WORDS or scores[best] < 0.08 * found.total():
        return ""
    return best if scores[best] > 2.5 * said else ""


def _of_script(script: str) -> str:
    """Give the one language, of those known here, that is written in a script; the most used of several."""
    return next((tag for tag, scripts in OF_LANGUAGE.items() if scripts == (script,) and script != "Latin"), "")
