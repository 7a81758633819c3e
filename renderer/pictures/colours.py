"""A picture in any colours in, in sRGB or grey out: the colours the file is bound in.

The engine writes pictures in colours of no profile, and the bound file says that those are sRGB. So a profile that
says otherwise has to be followed here; the file could not hold colours for print (CMYK) and be PDF/A.
"""

from __future__ import annotations

import io

from PIL import Image, ImageCms

from renderer.pictures.prepared import Note

SRGB_GAMMA = 0.45455
ALPHA = {"LA": "L", "PA": "P", "La": "L", "RGBA": "RGB", "RGBa": "RGB"}
CONVERTED = Note("PIC-COLOUR", "is in colours for print (CMYK); its profile says how they look in sRGB")
GUESSED = Note(
    "PIC-COLOUR",
    "is in colours for print (CMYK) without a profile; how they look in sRGB is guessed",
    "export it in sRGB from the program it was made with",
)


def profile_of(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """Give the colour profile of a picture unless it is sRGB, or cannot be read."""
    data = image.info.get("icc_profile")
    if not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        name = ImageCms.getProfileDescription(profile)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if "srgb" in name.lower() else profile


def gamma_of(image: Image.Image) -> float:
    """Give the exponent that turns a picture's values into those of sRGB: 1 but for a PNG that names another gamma."""
    gamma = image.info.get("gamma")
    if not isinstance(gamma, int | float) or gamma <= 0 or image.info.keys() & {"srgb", "icc_profile"}:
        return 1.0
    exponent = SRGB_GAMMA / gamma
    return 1.0 if abs(exponent - 1) < 0.02 else exponent


def in_srgb(image: Image.Image) -> tuple[Image.Image, tuple[Note, ...]]:
    """Convert a picture to sRGB (RGB, RGBA, P) or grey (1, L, LA)."""
    profile, exponent = profile_of(image), gamma_of(image)
    notes: tuple[Note, ...] = ()
    if image.mode == "CMYK":
        notes = (CONVERTED if profile else GUESSED,)
    if image.mode.startswith("I"):  # 16 bits a pixel and more, of which print shows eight
        image = image.convert("I").point([value >> 8 for value in range(65536)], "L")
    if profile is not None or exponent != 1:
        image = _flat(image)
    opaque = ALPHA.get(image.mode)
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(opaque) if opaque and alpha else image
    if profile is not None:
        colours = _by_profile(colours, profile)
    if exponent != 1:
        colours = colours.point([round(255 * (v / 255) ** exponent) for v in range(256)] * len(colours.getbands()))
    if colours.mode not in ("1", "L", "P", "RGB"):
        colours = colours.convert("RGBA" if colours.mode in ALPHA else "RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours, notes


def _flat(image: Image.Image) -> Image.Image:
    """Give a picture whose pixels hold their colours themselves instead of naming one of a palette."""
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image


def _by_profile(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Follow a profile; one made for other colours than the picture's is passed over."""
    try:
        made = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if made is None:
        return image
    return made.convert("L") if image.mode == "L" else made
