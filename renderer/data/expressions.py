"""Expressions in prose: the text between `{{` and `}}` in, the words it stands for out.

Jinja2 parses, compiles and runs them in its sandbox. Before that every node of an expression has to be one of a few
kinds, and names, attributes, calls and signs are answered by `renderer.data.values` alone: nothing else is reachable,
and nothing an expression can ask for takes longer than a walk over its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from renderer.data import values
from renderer.data.formats import MINUS, with_percent, write_number, write_short
from renderer.data.table import suggestion
from renderer.data.values import Measure, Method, Refused, Source, Value, as_value
from renderer.languages.words import qualified

LONGEST, LARGEST = 300, 60
"""Characters and nodes of an expression: parser and compiler work by recursion."""
_MOST_DECIMALS = 6
_KEPT = 4096  # expressions of this process, read and compiled: the same ones are asked again and again
_POSSIBLE: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Keyword,
    nodes.Filter, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg,
)  # fmt: skip
_CALLED = {
    "at": "at(2021)", "growth": "growth(2021, 2022)", "change": "change(2021, 2022)", "share": 'share("Gold")',
    "where": 'where(level="Gold")',
}  # fmt: skip
_HOW = "write a value and how it is to be written, such as {{ cores.latest | number }}"


@dataclass(frozen=True, slots=True)
class Written:
    """A number written out, with the value it is of."""

    text: str
    value: Value


class Expressions:
    """What one manuscript may ask: its tables by the names it calls them, written in its language."""

    def __init__(self, sources: Mapping[str, Source], lang: str):
        self._sources = sources
        self.filters = _sandbox(lang).filters
        self._lang = lang

    def answer(self, text: str, *, words: bool = True) -> str:
        """Give the text an expression stands for, in one line; without `words` it has to be a number.

        Raises Refused: it is no expression, asks for what is not there, or for what expressions cannot do.
        """
        if len(text) > LONGEST:
            raise Refused(f"this expression has {len(text)} characters; {LONGEST} are the most")
        try:
            self._check(text)
            result = _compiled(text, self._lang)(self._sources)
        except TemplateSyntaxError as e:
            raise Refused(f"`{text.strip()}` cannot be read: {e.message}", _HOW) from e
        except (TemplateError, TypeError, ValueError, OverflowError) as e:
            raise Refused(f"`{text.strip()}` cannot be worked out: {e}", _HOW) from e
        except RecursionError as e:
            raise Refused(f"`{text.strip()}` is nested too deeply") from e
        if isinstance(result, str) and words:
            return " ".join(result.split())
        return _written(result, self._lang).text

    def _check(self, text: str) -> None:
        """Refuse every node that is not one of the few, and names that are not known."""
        tree = _parsed(text, self._lang)
        if len(tree.body) != 1:
            raise Refused(f"`{text.strip()}` is not one expression", _HOW)
        todo, count = [cast(nodes.Node, tree)], 0
        while todo:
            node, count = todo.pop(), count + 1
            if count > LARGEST:
                raise Refused(f"an expression of more than {LARGEST} names, numbers and signs is not worked out")
            if isinstance(node, nodes.Const) and not isinstance(node.value, str):
                as_value(node.value)
            if not isinstance(node, _POSSIBLE):
                message = f"`{text.strip()}` asks for more than an expression can do ({type(node).__name__.lower()})"
                raise Refused(message, "use names, values, + - * / and filters; see docs/numbers.md")
            if isinstance(node, nodes.Name) and node.name not in self._sources:
                known = list(self._sources)
                raise Refused(
                    f"no data is called `{node.name}`", suggestion(node.name, known, "data of this manuscript"),
                    "NUMBER-NAME",
                )  # fmt: skip
            if isinstance(node, nodes.Filter) and node.name not in self.filters:
                remedy = suggestion(node.name, list(self.filters), "there are")
                raise Refused(f"no number is written with `{node.name}`", remedy, "NUMBER-NAME")
            todo += node.iter_child_nodes()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which attributes, calls and signs mean what `renderer.data.values` says and nothing else."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

    def __init__(self, filters: Mapping[str, Callable[..., Any]]):
        super().__init__(undefined=StrictUndefined, autoescape=False, cache_size=0)
        self.globals, self.tests, self.filters = {}, {}, dict(filters)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Answer `obj.attribute`."""
        if isinstance(obj, Source | Measure):
            return obj.member(attribute)
        if isinstance(obj, Value) and attribute in values.DESCRIBED:
            return str(getattr(obj, attribute))
        if isinstance(obj, Method):
            raise Refused(f"`{obj.name}` needs brackets, such as {obj.name}(2021)")
        remedy = suggestion(attribute, list(values.DESCRIBED), "there are")
        raise Refused(f"a value has no `{attribute}`", remedy, "NUMBER-NAME")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Answer `obj["name of a column"]`."""
        if isinstance(obj, Source) and isinstance(argument, str):
            return obj.column(argument)
        raise Refused('square brackets take the name of a column, such as cores["Active cores"]')

    def call(__self, __context: Any, __obj: Any, *args: Any, **named: Any) -> Any:
        """Answer `obj(…)`: only what is a method here can be called."""
        if not isinstance(__obj, Method):
            raise Refused("brackets stand only behind " + ", ".join(values.METHODS))
        try:
            return __obj.call(*args, **named)
        except TypeError as e:
            raise Refused(f"`{__obj.name}` is called otherwise", f"write {_CALLED[__obj.name]}") from e

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Answer a sign between two numbers."""
        return values.calculated(operator, left, right)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """Answer a minus sign."""
        return values.calculated("*", arg, -1)


@cache
def _sandbox(lang: str) -> _Sandbox:
    return _Sandbox(_filters(lang))


@lru_cache(_KEPT)
def _parsed(text: str, lang: str) -> nodes.Template:
    return _sandbox(lang).parse("{{ " + text + " }}")


@lru_cache(_KEPT)
def _compiled(text: str, lang: str) -> Callable[[Mapping[str, Source]], Any]:
    return _sandbox(lang).compile_expression(text, undefined_to_none=False)


def _filters(lang: str) -> dict[str, Callable[..., Any]]:
    """Make the filters of a language."""

    def number(given: object, decimals: int | None = None) -> Written:
        value = as_value(given)
        return Written(write_number(value.number, _chosen(decimals, value.decimals), lang), value)

    def percent(given: object, decimals: int | None = None) -> Written:
        value = as_value(given)
        share = value.number * (100 if value.ratio else 1)
        written = write_number(share, _chosen(decimals, value.decimals if value.unit == "%" else 0), lang)
        return Written(with_percent(written, "%", lang), value)

    def short(given: object) -> Written:
        value = as_value(given)
        return Written(write_short(value.number * value.scale, lang, decimals=value.decimals), value)

    def long(given: object) -> Written:
        value = as_value(given)
        return Written(write_short(value.number * value.scale, lang, decimals=value.decimals, full=True), value)

    def signed(given: object) -> Written:
        shown = _written(given, lang)
        plus = "+" if shown.value.number > 0 and any(c in "123456789" for c in shown.text) else ""
        return Written(plus + shown.text, shown.value)

    def absolute(given: object) -> Written:
        shown = _written(given, lang)
        return Written(shown.text.removeprefix(MINUS), shown.value)

    def qualifier(given: object) -> Written:
        shown = _written(given, lang)
        return Written(qualified(shown.text, shown.value.qualifier, lang), shown.value)

    def capital(given: object) -> Written:
        shown = _written(given, lang)
        return Written(shown.text[:1].upper() + shown.text[1:], shown.value)

    return {
        "number": number, "percent": percent, "short": short, "long": long, "signed": signed, "absolute": absolute,
        "qualified": qualifier, "capital": capital,
    }  # fmt: skip


def _written(given: object, lang: str) -> Written:
    """Write a value that no filter has written."""
    if isinstance(given, Written):
        return given
    value = as_value(given)
    text = write_number(value.number, value.decimals, lang)
    return Written(with_percent(text, value.unit, lang), value)


def _chosen(decimals: object, known: int) -> int:
    if decimals is None:
        return known
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= _MOST_DECIMALS:
        raise Refused(f"decimals are a number from 0 to {_MOST_DECIMALS}")
    return decimals
