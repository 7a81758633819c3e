"""In: a PDF whose content may be switched on and off in layers. Out: the same as it opens, without the switches.

ISO 32000-1, 8.11: what the default configuration hides is taken out, what it shows stays; layers of several papers
would be one long list of switches that mean nothing to readers of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, Stream, unparse_content_stream

from renderer.papers.content import PATH_ENDS, SHOW, Instructions, forms_of, read_instructions

ObjGen = tuple[int, int]


def settle_layers(pdf: Pdf, pages: Sequence[Object]) -> None:
    """Take out what is hidden by default, and all switches."""
    settings = pdf.Root.get("/OCProperties")
    if not isinstance(settings, Dictionary):
        return
    hidden = _hidden(settings)
    owners = [*pages, *(thing for thing in forms_of(pages) if thing.get("/Subtype") == Name.Form)]
    for owner in owners:
        held = owner.get("/Resources", Dictionary()).get("/Properties", Dictionary())
        invisible = {str(name) for name, group in held.items() if _is_hidden(group, hidden)}
        painted = owner.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        unseen = {str(n) for n, t in painted.items() if isinstance(t, Stream) and _is_hidden(t.get("/OC"), hidden)}
        if invisible or unseen:
            _write(pdf, owner, list(_shown(read_instructions(owner), invisible, unseen)))
    for thing in forms_of(pages):
        if "/OC" in thing:
            del thing["/OC"]
    for page in pages:
        if "/Annots" in page:
            notes = [a for a in page.Annots if isinstance(a, Dictionary) and not _is_hidden(a.get("/OC"), hidden)]
            page.Annots = Array(notes)
    del pdf.Root["/OCProperties"]


def _hidden(settings: Object) -> set[ObjGen]:
    default = settings.get("/D", Dictionary())
    groups = {group.objgen for group in settings.get("/OCGs", ()) if isinstance(group, Dictionary)}
    hidden = set(groups) if default.get("/BaseState") == Name.OFF else set()
    hidden -= {group.objgen for group in default.get("/ON", ()) if isinstance(group, Dictionary)}
    return hidden | {group.objgen for group in default.get("/OFF", ()) if isinstance(group, Dictionary)}


def _is_hidden(group: Object | None, hidden: set[ObjGen]) -> bool:
    """Tell whether a group is hidden, or several by the policy of their membership (ISO 32000-1, table 99)."""
    if not isinstance(group, Dictionary):
        return False
    if group.get("/Type") != Name.OCMD:
        return group.objgen in hidden
    members = group.get("/OCGs")
    each = [m.objgen in hidden for m in (members if isinstance(members, Array) else [members]) if m is not None]
    policy = str(group.get("/P", "/AnyOn"))
    shown = {"/AllOn": not any(each), "/AnyOff": any(each), "/AllOff": all(each)}.get(policy, not all(each))
    return bool(each) and not shown


def _shown(instructions: Instructions, invisible: set[str], unseen: set[str]) -> Instructions:
    """Leave out what hidden layers paint; states of the graphics they set stay, as they do for readers."""
    out: Instructions = []
    stack: list[bool] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        operands: Sequence[Any] = instruction.operands if operator != "INLINE IMAGE" else ()
        if operator in ("BDC", "BMC"):
            layer = operator == "BDC" and str(operands[0]) == "/OC"
            stack.append(layer and str(operands[1]) in invisible)
        elif operator == "EMC" and stack:
            stack.pop()
        elif any(stack) and operator in SHOW | {"Do", "sh", "INLINE IMAGE"}:
            continue
        elif any(stack) and operator in PATH_ENDS:
            out.append(_no_paint(instruction))
            continue
        elif operator == "Do" and str(operands[0]) in unseen:
            continue
        out.append(instruction)
    return out


def _no_paint(instruction: Any) -> Any:
    return type(instruction)([], Operator("n"))


def _write(pdf: Pdf, owner: Object, instructions: Instructions) -> None:
    data = unparse_content_stream(instructions)
    if isinstance(owner, Stream):
        owner.write(data)
    else:
        owner.Contents = pdf.make_stream(data)
