"""A PDF in; out, how large its pages are and which of them need colours to be printed.

Pages are rendered small and their pixels looked at: what a file says of its colours tells little of what is seen.
"""

from __future__ import annotations

SCALE = 0.5
"""Pixels a pt: 297 × 421 px of A4."""
LEVEL = 16
"""Levels by which red, green and blue of a pixel differ when it is no grey; less is the grain of scans."""
MOST = 3
"""Such pixels of a page that is still printed in black."""
MM = 72 / 25.4  # pt


def sizes_and_colours(data: bytes) -> tuple[list[tuple[int, int]], list[int]]:
    """Give width and height of all pages in mm, as they are seen, and which of them, from 1, are not of greys alone."""
    import pypdfium2
    from PIL import ImageChops

    document = pypdfium2.PdfDocument(data)
    sizes, colours = [], []
    try:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            sizes.append((round(width / MM), round(height / MM)))
            red, green, blue = page.render(scale=SCALE, may_draw_forms=False).to_pil().convert("RGB").split()
            pairs = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
            if any(sum(pair.histogram()[LEVEL:]) > MOST for pair in pairs):
                colours.append(number)
            page.close()
    finally:
        document.close()
    return sizes, colours
