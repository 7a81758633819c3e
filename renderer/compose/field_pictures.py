"""The checked fields of a part in; the same fields with the address of every picture's asset, and the assets, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from renderer.compose.pictures import Pictures, Place
from renderer.compose.places import Places
from renderer.compose.shapes import Fields, Picture
from renderer.findings import Finding, finding
from renderer.model import Asset
from renderer.pictures.sizes import dimensions
from renderer.read.yaml_lines import Lines, YamlPath


@dataclass(slots=True)
class FieldPictures:
    """Finds the pictures of one part's fields."""

    pictures: Pictures
    places: Places
    lines: Lines
    file: str
    assets: list[Asset] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def placed(self, fields: Fields) -> Fields:
        """Give the fields with `src` of every picture; one that is not there is left out, with a finding."""
        made: Fields = self._model(fields, ())
        return made

    def _model(self, model: Any, path: YamlPath) -> Any:
        """Copy a model with its pictures placed. Words are taken from a name beside a picture, never invented."""
        said = getattr(model, "name", "") or getattr(model, "author", "")
        changed: dict[str, Any] = {}
        for name in type(model).model_fields:
            value = getattr(model, name)
            if isinstance(value, Picture):
                changed[name] = self._picture(value, (*path, name), said)
            elif isinstance(value, tuple):
                items = [self._item(item, (*path, name, i)) for i, item in enumerate(value)]
                changed[name] = tuple(item for item in items if item is not None)
        return model.model_copy(update=changed) if changed else model

    def _item(self, item: Any, path: YamlPath) -> Any:
        if isinstance(item, Picture):
            return self._picture(item, path, "")
        return self._model(item, path) if isinstance(item, BaseModel) else item

    def _picture(self, picture: Picture, path: YamlPath, name: str) -> Picture | None:
        line = self.lines.at(path)
        asset, faults = self.pictures.find(picture.file, Place(self.file, line, self.places))
        self.findings += faults
        if asset is None:
            return None
        self.assets.append(asset)
        alt = picture.alt or name
        if not alt:
            alt = picture.caption
            code = "PIC-ALT-CAPTION" if alt else "PIC-ALT"
            message = f"the picture {picture.file} has no alternative text" + ("; its caption serves" if alt else "")
            remedy = "write it as `{file: …, alt: what it shows}`"
            self.findings.append(finding(code, message, file=self.file, line=line, remedy=remedy))
        suffix = PurePosixPath(asset.name).suffix  # what it is, whatever its file is called
        width, height = dimensions(asset.path.read_bytes(), suffix)
        pixels = 0 if suffix == ".svg" else round(min(width, height))
        found = {"src": f"asset:///{asset.name}", "alt": alt, "ratio": width / height, "pixels": pixels}
        return picture.model_copy(update=found)
