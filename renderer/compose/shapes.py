"""What the fields of layouts are made of: text, pictures, mappings; in: values of front matter, out: checked ones.

What checks them is built when it is first used: a publication uses a few of the forty layouts.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: Any) -> Any:
    """Take numbers as they are written: `value: 214` and `date: 2022` are text on a page."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class Shape(BaseModel):
    """A mapping of front matter; unknown keys in it are faults, because nothing else could mean them."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Picture(Shape):
    """A picture: a path, or a mapping with the words that go with it.

    Once it is found, `src` is the address of its asset, `ratio` its width for 1 of its height, and `pixels` those of
    its shorter side; a drawing has none, since it can be of any size.
    """

    file: str
    alt: Text = ""
    caption: Text = ""
    credit: Text = ""
    src: str = Field(default="", exclude=True)
    ratio: float = Field(default=1.0, exclude=True)
    pixels: int = Field(default=0, exclude=True)


def _as_picture(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


PictureField = Annotated[Picture, BeforeValidator(_as_picture)]


class Fields(BaseModel):
    """What every layout may be given; keys it does not know are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)
    summary: Text = ""
    kicker: Text = ""
