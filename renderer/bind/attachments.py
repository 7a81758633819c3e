"""In: parts with the files that belong to them. Out: these files in the PDF, each tied to its Figure, or to its Part.

Associated files as PDF/A-3 has them (ISO 19005-3, 6.8 and annex E): named in the file (`EmbeddedFiles`), associated
with the document and with the structure element they explain (`AF`), media type and size said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from renderer.bind.placing import PlacedPart
from renderer.bind.structure import StructureTree
from renderer.model import Attachment


def attach_files(book: Pdf, placed: Iterable[PlacedPart], tree: StructureTree, date: str) -> dict[str, Attachment]:
    """Put the attachments of all parts into the file; gives them by the ID of their structure element.

    A figure that was not printed, such as one in a box that is hidden, has no element: its file is left out too. `date`
    is the publication's ISO date, or empty: then the files have none, since no clock is read.
    """
    attached: dict[str, Attachment] = {}
    specifications: dict[bytes, Object] = {}
    for part in placed:
        for attachment in part.part.attachments:
            identifier = f"{part.part.id}/{attachment.name}"
            if attachment.relationship == "Source":
                tree.name_part(part.part.id, identifier)
            element = tree.element(identifier)
            if element is None:
                continue
            specification = _specification(book, attachment, date)
            element.AF = Array([specification])
            specifications[attachment.name.encode()] = specification
            attached[identifier] = attachment
    if specifications:
        names = [entry for key in sorted(specifications) for entry in (String(key), specifications[key])]
        book.Root.Names.EmbeddedFiles = book.make_indirect(Dictionary(Names=Array(names)))
        book.Root.AF = Array([specifications[attachment.name.encode()] for attachment in attached.values()])
    return attached


def _specification(book: Pdf, attachment: Attachment, date: str) -> Object:
    """Write a file and its specification (ISO 32000-1, 7.11.3 and 7.11.4; the checksum is an MD5 by definition)."""
    parameters = Dictionary(
        Size=len(attachment.data),
        CheckSum=String(hashlib.md5(attachment.data, usedforsecurity=False).digest()),
    )
    if date:
        parameters.ModDate = String(f"D:{date.replace('-', '')}000000Z")
    stream = book.make_stream(
        attachment.data, Type=Name.EmbeddedFile, Subtype=Name(f"/{attachment.media_type}"), Params=parameters
    )
    return book.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name(f"/{attachment.relationship}"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
