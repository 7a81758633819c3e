"""In: document metadata and the standards a file may claim. Out: Info, XMP and output intent that say so, and agree.

XMP is one RDF block, as ISO 19005-3, 6.6.2 asks: two of them, and readers see only one.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Mapping
from pathlib import Path

from lxml import etree
from pikepdf import Array, Dictionary, Name, Pdf, String

from renderer import __version__
from renderer.findings import Finding, ToolError, finding
from renderer.languages.tags import direction
from renderer.model import Metadata

PRODUCER = f"renderer {__version__}"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "rdf": RDF,
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
CLAIMS: Mapping[str, Mapping[str, str]] = {
    "ua1": {"pdfuaid:part": "1"},
    "ua2": {"pdfuaid:part": "2", "pdfuaid:rev": "2024"},
    "3a": {"pdfaid:part": "3", "pdfaid:conformance": "A"},
    "3u": {"pdfaid:part": "3", "pdfaid:conformance": "U"},
    "4": {"pdfaid:part": "4", "pdfaid:rev": "2020"},
    "4f": {"pdfaid:part": "4", "pdfaid:rev": "2020", "pdfaid:conformance": "F"},
}
"""What a file says in XMP of the standards it conforms to; they decide what else is written."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_metadata(book: Pdf, metadata: Metadata, conformance: Collection[str]) -> None:
    """Write Info, XMP, the language and what viewers show; claims what is in `conformance`, such as `ua1` and `3a`.

    PDF/A-4 has no Info (ISO 19005-4, 6.1.3): the facts stand in XMP alone.

    Raises ToolError: the sRGB profile that PDF/A needs is not installed.
    """
    root = book.Root
    root.Lang = String(metadata.lang)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if direction(metadata.lang) == "rtl":  # ISO 32000-1, table 150: facing pages and page turning go from right to left
        root.ViewerPreferences.Direction = Name.R2L
    archived = {code[0] for code in conformance if code[0].isdigit()}
    for key, value in _info(metadata).items() if "4" not in archived else ():
        book.docinfo[key] = String(value)
    root.Metadata = book.make_stream(xmp(metadata, conformance), Type=Name.Metadata, Subtype=Name.XML)
    if archived:
        root.OutputIntents = Array([_output_intent(book)])


def settled_claims(book: Pdf, conformance: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Give what a finished file may claim: without attachments PDF/A-4 in the place of PDF/A-4f, with a finding."""
    if "4f" not in conformance or "/EmbeddedFiles" in book.Root.get("/Names", Dictionary()):
        return conformance, ()
    claims = tuple("4" if claim == "4f" else claim for claim in conformance)
    return claims, (finding("CONFORMANCE-PLAIN", "nothing is attached: the file claims PDF/A-4 instead of PDF/A-4f"),)


def xmp(metadata: Metadata, conformance: Collection[str]) -> bytes:
    """Give the XMP packet: the facts of Info again, and the standards the file claims."""
    document = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    block = etree.SubElement(document, _q("rdf:RDF"), nsmap={"rdf": RDF})
    used = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix != "rdf"}
    about = etree.SubElement(block, _q("rdf:Description"), {_q("rdf:about"): ""}, nsmap=used)
    _add_facts(about, metadata)
    for claim in conformance:
        for name, value in CLAIMS[claim].items():
            _text(about, name, value)
    if "ua1" in conformance and len(conformance) > 1:
        _describe_pdfuaid(about)
    etree.cleanup_namespaces(document)
    body = etree.tostring(document, encoding="UTF-8", pretty_print=True)
    return b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' + body + b'<?xpacket end="r"?>'


def _info(metadata: Metadata) -> dict[str, str]:
    facts = {
        "/Title": metadata.title,
        "/Subject": metadata.subject,
        "/Author": metadata.author,
        "/Keywords": ", ".join(metadata.keywords),
        "/Producer": PRODUCER,
    }
    if metadata.date:
        facts["/CreationDate"] = facts["/ModDate"] = f"D:{metadata.date.replace('-', '')}000000Z"
    return {key: value for key, value in facts.items() if value}


def _add_facts(about: etree._Element, metadata: Metadata) -> None:
    for name, value in (("dc:title", metadata.title), ("dc:description", metadata.subject)):
        if value:
            _list(about, name, "Alt", [value], {XML_LANG: "x-default"})
    if metadata.author:
        _list(about, "dc:creator", "Seq", [metadata.author])
    _list(about, "dc:language", "Bag", [metadata.lang])
    if metadata.keywords:
        _list(about, "dc:subject", "Bag", metadata.keywords)
        _text(about, "pdf:Keywords", ", ".join(metadata.keywords))
    _text(about, "pdf:Producer", PRODUCER)
    if metadata.date:
        for name in ("xmp:CreateDate", "xmp:ModifyDate"):
            _text(about, name, f"{metadata.date}T00:00:00Z")


def _describe_pdfuaid(about: etree._Element) -> None:
    """Describe the PDF/UA schema, which PDF/A does not know by itself (ISO 19005-3, 6.6.2.3.3)."""
    schemas = etree.SubElement(etree.SubElement(about, _q("pdfaExtension:schemas")), _q("rdf:Bag"))
    schema = etree.SubElement(schemas, _q("rdf:li"), {_q("rdf:parseType"): "Resource"})
    _text(schema, "pdfaSchema:schema", "PDF/UA identification schema")
    _text(schema, "pdfaSchema:namespaceURI", NAMESPACES["pdfuaid"])
    _text(schema, "pdfaSchema:prefix", "pdfuaid")
    properties = etree.SubElement(etree.SubElement(schema, _q("pdfaSchema:property")), _q("rdf:Seq"))
    part = etree.SubElement(properties, _q("rdf:li"), {_q("rdf:parseType"): "Resource"})
    _text(part, "pdfaProperty:name", "part")
    _text(part, "pdfaProperty:valueType", "Integer")
    _text(part, "pdfaProperty:category", "internal")
    _text(part, "pdfaProperty:description", "Part of ISO 14289 the file conforms to")


def _q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _text(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, _q(name)).text = value


def _list(
    parent: etree._Element, name: str, kind: str, values: Collection[str], attributes: dict[str, str] | None = None
) -> None:
    holder = etree.SubElement(etree.SubElement(parent, _q(name)), _q(f"rdf:{kind}"))
    for value in values:
        etree.SubElement(holder, _q("rdf:li"), attributes or {}).text = value


def _output_intent(book: Pdf) -> Dictionary:
    """Say that device colours are sRGB, with the profile that comes with the typesetter."""
    spec = importlib.util.find_spec("weasyprint")  # finds without importing: it costs a second
    profile = Path(spec.origin).parent / "pdf" / "sRGB2014.icc" if spec and spec.origin else Path()
    if not profile.is_file():
        raise ToolError([finding("TOOL-MISSING", "the sRGB colour profile of weasyprint is not there")])
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB2014"),
        Info=String("sRGB2014"),
        DestOutputProfile=book.make_stream(profile.read_bytes(), N=3),
    )
