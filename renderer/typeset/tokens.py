"""Tokens are replaced by their values before the engine reads style sheets.

In: the texts of all style sheets of a part, and its HTML. Out: the same texts, line by line, in which every custom
property that only `:root` declares, and which therefore means the same everywhere, has given way to its value. The
engine would look it up at each element, and read anew each shorthand that names it: a fourteenth of all typesetting.
What is declared anywhere else stays a custom property, and so does what depends on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from renderer.typeset.ending import MORE_LINES

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARED = re.compile(r"(--[\w-]+)\s*:")
_USED = re.compile(r"\bvar\(\s*(--[\w-]+)\s*\)")


def with_values(texts: Sequence[str], html: str) -> tuple[str, ...]:
    """Write values in the place of tokens; a token that the HTML declares itself, in a style attribute, is left."""
    values = _values(tuple(texts))
    elsewhere = {MORE_LINES, *_DECLARED.findall(html)} & values.keys()
    return _written(tuple(texts), frozenset(elsewhere))


@lru_cache(maxsize=64)
def _written(texts: tuple[str, ...], elsewhere: frozenset[str]) -> tuple[str, ...]:
    given = {name: value for name, value in _values(texts).items() if name not in elsewhere}
    followed = {name: _followed(name, given, frozenset()) for name in given}
    fixed = {name: value for name, value in followed.items() if "var(" not in value}
    return tuple(_USED.sub(lambda used: fixed.get(used[1], used[0]), text) for text in texts)


def _followed(name: str, given: Mapping[str, str], above: frozenset[str]) -> str:
    """Give the value of a token with those of all tokens in it; a circle stays one."""
    above |= {name}
    return _USED.sub(
        lambda used: _followed(used[1], given, above) if used[1] in given.keys() - above else used[0], given[name]
    )


@lru_cache(maxsize=64)
def _values(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Give the custom properties that `:root` declares and nothing else: the last of several values holds."""
    values: dict[str, str] = {}
    times: Counter[str] = Counter()
    for text in texts:
        for name, value in _of_root(text):
            values[name] = value
            times[name] += 1
    everywhere = Counter(name for text in texts for name in _DECLARED.findall(_COMMENT.sub("", text)))
    return {name: value for name, value in values.items() if value and everywhere[name] == times[name]}


@lru_cache(maxsize=64)
def _of_root(text: str) -> tuple[tuple[str, str], ...]:
    import tinycss2

    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True) if ":root" in text else ()
    declarations = [
        item
        for rule in rules
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root"
        for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if item.type == "declaration" and item.name.startswith("--")
    ]
    if any(item.important for item in declarations):  # the last value would not be the one that holds
        return ()
    return tuple((item.name, _line(tinycss2.serialize(item.value))) for item in declarations)


def _line(value: str) -> str:
    """Put a value on one line, so that what is said of the lines behind it stays true."""
    return re.sub(r"\s*\n\s*", " ", value.strip())
