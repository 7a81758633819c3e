"""The values of a `publication.yml` in; its keys, checked and with their defaults filled in, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

from renderer.findings import Finding, InputError
from renderer.model import Folio, Issue, Paper, Theme
from renderer.packets.packet import Dividers
from renderer.read.circulation import CopiesSpec, RevisionSpec
from renderer.read.conformance import DEFAULT, Standard
from renderer.read.keys import ChecksSpec, LateSpec, NumberingSpec, PartSpec
from renderer.read.packet import ItemSpec, MeetingSpec, Papers
from renderer.read.papers import PapersSpec, Stamped, StampSpec
from renderer.read.yaml_lines import Lines, YamlPath, shape_findings


class PublicationSpec(BaseModel):
    """The keys of `publication.yml`."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)
    kind: Literal["report", "packet", "press"] = "report"
    title: str
    subtitle: str = ""
    lang: str = Field(default="en", validation_alias=AliasChoices("lang", "language"))
    publisher: str = ""
    date: str = Field(default="", pattern=r"^(\d{4}-\d\d-\d\d)?$")
    paper: Paper = Field(default="A4", validation_alias=AliasChoices("paper", "page_size"))
    editions: list[Issue] = Field(default=["screen"], min_length=1)
    site_root: str = ""
    picture_hosts: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$")]] = []
    options: dict[str, Any] = {}
    linearize: bool = False
    conformance: list[Standard] = list(DEFAULT)
    repairs: Any = None
    checks: ChecksSpec = ChecksSpec()
    fonts: list[str] = []
    chart_tables: Literal["after", "appendix", "attached", ""] = ""
    stamp: Stamped = None
    papers: PapersSpec = PapersSpec()
    theme: Theme = "classic"
    folio: Folio = "number"
    brand: str = ""
    confidential: bool = False
    marking: str = Field(default="", max_length=80)
    copies: str | CopiesSpec | None = None
    late: list[LateSpec] = []
    revision: RevisionSpec | None = None
    parts: list[str | PartSpec] = []
    meeting: MeetingSpec | None = None
    agenda: list[ItemSpec] = []
    more_papers: Papers = []
    dividers: Dividers = "papers"
    numbers_from: Literal["cover", "papers"] = "cover"

    @model_validator(mode="after")
    def made_of_something(self) -> PublicationSpec:
        """Ask a report for its parts; a packet has its agenda, and stamps its papers unless it says otherwise."""
        if self.kind == "packet" and "stamp" not in self.model_fields_set:
            self.stamp = StampSpec()
        if self.kind == "report" and not self.parts:
            raise ValueError("`parts` is missing: a report is made of parts")
        if self.kind == "report" and (misplaced := self.model_fields_set & {"meeting", "agenda", "more_papers"}):
            raise ValueError(f"`{min(misplaced)}` belongs to a packet: write `kind: packet`")
        return self


KNOWN: Mapping[YamlPath, Iterable[str]] = {
    (): [*PublicationSpec.model_fields, "language", "page_size"],
    ("parts",): list(PartSpec.model_fields),
    ("parts", "numbering"): list(NumberingSpec.model_fields),
    ("checks",): list(ChecksSpec.model_fields),
    ("copies",): list(CopiesSpec.model_fields),
    ("late",): list(LateSpec.model_fields),
    ("revision",): list(RevisionSpec.model_fields),
    ("stamp",): list(StampSpec.model_fields),
    ("papers",): list(PapersSpec.model_fields),
}
"""What keys there are at which places, to suggest the one that was meant."""


def checked(
    values: Mapping[str, Any], lines: Lines, findings: Sequence[Finding], known: Mapping[YamlPath, Iterable[str]],
    name: str,
) -> PublicationSpec:  # fmt: skip
    """Check the keys of a publication.yml.

    Raises InputError: one is missing, unknown or has a value that cannot be used.
    """
    try:
        return PublicationSpec.model_validate(values)
    except ValidationError as e:
        raise InputError([*findings, *shape_findings(_relevant(e, values), lines, known, name)]) from e


def _relevant(error: ValidationError, values: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Drop what pydantic says about the other half of the unions `str | PartSpec` and `str | CopiesSpec`."""
    for fault in error.errors():
        loc = fault["loc"]
        if loc[:1] == ("parts",) and len(loc) > 2 and isinstance(loc[1], int):
            entry = values["parts"][loc[1]]
            if isinstance(entry, dict) == (loc[2] == "str"):
                continue
        if loc[:1] == ("copies",) and len(loc) > 1 and isinstance(values["copies"], dict) == (loc[1] == "str"):
            continue
        yield {**fault, "loc": tuple(p for p in loc if p not in ("str", "PartSpec", "CopiesSpec"))}
