"""The fifth stage: a bound file in; the same file packed the way it is handed out.

`linearize: true` in `publication.yml` orders the file so that a browser shows the first page while the rest still
loads ("fast web view", ISO 32000-1 Annex F). For copies, room for the watermark is made on every page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from renderer.model import Bound, Publication


def finish(bound: Bound, publication: Publication, drawn: Mapping[int, bytes] | None = None) -> Bound:
    """Pack a bound file as the publication asks for; `drawn` holds the watermarks of the copies it is to become."""
    if not (publication.linearize or drawn):
        return bound
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        if drawn:
            from renderer.finish.copies import lay_empty_watermark

            lay_empty_watermark(pdf, max(map(len, drawn.values())))
        pdf.save(
            out,
            linearize=publication.linearize,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return replace(bound, pdf=out.getvalue())
