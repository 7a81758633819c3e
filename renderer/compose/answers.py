"""Tables and a language in; what expressions stand for out, from the store where they were answered before.

A press kit asks what its report has asked, and a report the same each time it is built; to compile an expression takes
longer than to set the line it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from renderer.data.table import Table
from renderer.store import Store, fingerprint, key_of

if TYPE_CHECKING:
    from renderer.data.expressions import Expressions

KIND = "answers"


class Answers:
    """The answers to what manuscripts ask of the tables they name; without a store each is worked out.

    `key` stands for all that the tables say, in a language.
    """

    def __init__(self, tables: Mapping[str, Table], lang: str, store: Store | None):
        self._tables, self._lang, self._store = tables, lang, store
        rules = fingerprint("compose/answers.py", "data", "languages")
        self.key = key_of(sorted((name, repr(table)) for name, table in tables.items()), lang, rules)
        kept = store.get_record(KIND, self.key) if store else None
        self._known: dict[str, str] = {asked: said for asked, said in (kept or {}).items() if isinstance(said, str)}
        self._fresh = False

    def answer(self, text: str, *, words: bool = True) -> str:
        """Give the text an expression stands for; without `words` it has to be a number.

        Raises Refused: it has no answer. That is not kept, because its message may name files and what there is.
        """
        asked = f"{'words' if words else 'number'} {text}"
        if asked not in self._known:
            self._known[asked] = self._expressions.answer(text, words=words)
            self._fresh = True
        return self._known[asked]

    def keep(self) -> None:
        """Store what was worked out anew."""
        if self._store and self._fresh:
            self._store.put_record(KIND, self.key, self._known)

    @cached_property
    def _expressions(self) -> Expressions:
        from renderer.data.expressions import Expressions
        from renderer.data.values import Source

        return Expressions({name: Source(name, table) for name, table in self._tables.items()}, self._lang)
