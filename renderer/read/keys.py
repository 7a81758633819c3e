"""Values of `parts:`, `late:`, `numbering:` and `checks:` in, checked and with their defaults filled in out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from renderer.circulation import LateMode
from renderer.numbering import Numbering
from renderer.paper import Fitting, Labels, Tagging


class NumberingSpec(BaseModel):
    """How the pages from a part on are numbered."""

    model_config = ConfigDict(extra="forbid", strict=True)
    prefix: str = Field(default="", max_length=20)
    start: int = Field(default=1, ge=1, le=100_000)
    style: Literal["decimal", "roman"] = "decimal"


class PartSpec(BaseModel):
    """One entry of `parts:`: a manuscript or a PDF (or a pattern for several), a layout that needs none, or both."""

    model_config = ConfigDict(extra="forbid", strict=True)
    file: str = ""
    layout: str = ""
    id: str = Field(default="", pattern=r"^([a-z][a-z0-9-]*)?$")
    title: str = ""
    lang: str = ""
    matter: Literal["front", "body", "back", ""] = ""
    numbering: NumberingSpec | None = None
    start: Literal["right", "any", ""] = ""
    options: dict[str, Any] = {}
    pages: str | int = ""
    tags: Tagging = "auto"
    alt: str | list[str] = ""
    password_file: str = ""
    furniture: bool = False
    stamp: bool | None = None
    fit: Fitting | None = None
    covered: bool = False
    labels: Labels = ""
    attach: bool = False

    def settled_numbering(self) -> Numbering | None:
        """Give how pages are numbered from the part on, or None."""
        asked = self.numbering
        return None if asked is None else Numbering(asked.prefix, asked.start, "r" if asked.style == "roman" else "D")


class LateSpec(PartSpec):
    """One entry of `late:`: a part that was not there in time."""

    item: str | int = ""
    mode: LateMode = "append"


class ChecksSpec(BaseModel):
    """What is looked at over the whole publication; each is on unless it is switched off."""

    model_config = ConfigDict(extra="forbid", strict=True)
    years: bool = True
    quantities: bool = True
    data: bool = True

    @model_validator(mode="before")
    @classmethod
    def all_at_once(cls, given: Any) -> Any:
        """Let `checks: off` switch all of them."""
        return dict.fromkeys(cls.model_fields, given) if isinstance(given, bool) else given
