"""The fifth stage: a bound file in; the same file packed the way it is handed out.

`linearize: true` in `publication.yml` orders the file so that a browser shows the first page while the rest still
loads ("fast web view", ISO 32000-1 Annex F).
"""

from __future__ import annotations

import io
from dataclasses import replace

from renderer.model import Bound, Publication


def finish(bound: Bound, publication: Publication) -> Bound:
    """Pack a bound file as the publication asks for."""
    if not publication.linearize:
        return bound
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        pdf.save(
            out,
            linearize=True,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return replace(bound, pdf=out.getvalue())
