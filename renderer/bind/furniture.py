"""In: typeset furniture and the digits of page numbers. Out: forms to lay over pages of the book.

A sheet of furniture is opened and copied once, however many pages it is laid over; where its page number differs from
page to page each has a content stream of its own, with all that it is drawn with in common.
"""

from __future__ import annotations

import io
from contextlib import ExitStack

from pikepdf import Name, Object, Pdf

from renderer.bind.numbers import furniture_with
from renderer.model import FontUse, Laid

Sheet = tuple[int, int]
"""A page of typeset furniture: which sheets (by identity, for as long as a binding lasts), and the page in these."""


class Furniture:
    """The furniture of one book."""

    def __init__(self, book: Pdf, sources: ExitStack):
        self._book, self._sources = book, sources
        self._files: dict[int, Pdf] = {}
        self._contents: dict[Sheet, Object] = {}
        self._forms: dict[tuple[Sheet, str], Object] = {}
        self._met: list[tuple[Object, tuple[FontUse, ...]]] = []

    def page(self, laid: Laid) -> Object:
        """Give a page of furniture in the file it was typeset into, which stays open as long as the sources do."""
        key = id(laid.sheets)
        if key not in self._files:
            self._files[key] = self._sources.enter_context(Pdf.open(io.BytesIO(laid.sheets.pdf)))
        return self._files[key].pages[laid.page].obj

    def form(self, laid: Laid) -> Object:
        """Give the form XObject for a page, the digits of its number written in."""
        slots = [slot for slot in laid.sheets.slots if slot.page == laid.page]
        sheet = id(laid.sheets), laid.page
        key = sheet, laid.digits if slots else ""
        if key not in self._forms:
            self._forms[key] = content = self._copied(laid)
            if slots:
                data = furniture_with(self.page(laid).Contents.read_bytes(), slots, laid.digits)
                self._forms[key] = self._book.make_stream(
                    data, Type=Name.XObject, Subtype=Name.Form, FormType=1, BBox=content.BBox,
                    Resources=content.Resources,
                )  # fmt: skip
        return self._forms[key]

    def newly_met(self) -> tuple[tuple[Object, tuple[FontUse, ...]], ...]:
        """Give owners of resources that were copied since this was asked last, with the record of their fonts."""
        met, self._met = tuple(self._met), []
        return met

    def _copied(self, laid: Laid) -> Object:
        """Turn a page into a form by dressing its content stream, which is copied without being unpacked."""
        sheet = id(laid.sheets), laid.page
        if sheet not in self._contents:
            page = self.page(laid)
            content = page.Contents
            content.Type, content.Subtype, content.FormType = Name.XObject, Name.Form, 1
            content.BBox, content.Resources = page.MediaBox, page.Resources
            self._contents[sheet] = self._book.copy_foreign(content)
            self._met.append((self._contents[sheet], laid.sheets.fonts))
        return self._contents[sheet]
