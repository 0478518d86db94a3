"""Small pictures made from the screenshots: thumbnails, and crops of faulty formulas."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mathfit.verify.judge.fault import Fault
    from mathfit.verify.judge.geometry import Box
    from mathfit.verify.results import Picture, VerifiedPage

THUMBNAIL = (240, 360)
"""Largest width and height of a thumbnail, in its own pixels; taller pages show a part."""
MARGIN = 28
"""CSS px of surroundings around a cropped formula."""
CROP_HEIGHT = 600
"""Tallest crop, CSS px."""
_QUALITY = 60


def thumbnail_of(picture: Picture) -> PurePosixPath:
    """Return where a picture's thumbnail lies, relative to the report."""
    return PurePosixPath("thumbnails", *picture.file.parts[1:]).with_suffix(".webp")


def crop_of(picture: Picture, fault: Fault) -> PurePosixPath:
    """Return where the crop of a fault lies, relative to the report."""
    number = f"{fault.equation}" if fault.equation is not None else f"inline-{fault.inline}"
    folder = PurePosixPath("crops", *picture.file.parts[1:-1])
    return folder / f"{picture.file.stem}-{number}.webp"


def make(folder: Path, pages: Iterable[tuple[VerifiedPage, list[tuple[Picture, Fault]]]]) -> None:
    """Make what is missing, page by page in parallel. A picture that cannot be read is left out."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda page: _make_page(folder, *page), pages))


def _make_page(folder: Path, page: VerifiedPage, crops: list[tuple[Picture, Fault]]) -> None:
    for picture in page.pictures:
        here = [fault for of, fault in crops if of is picture]
        try:
            with Image.open(folder / picture.file) as opened:
                if not here:  # a JPEG is decoded smaller for a fraction of the time
                    opened.draft("RGB", (THUMBNAIL[0], 1))
                image = opened.convert("RGB")
        except OSError:
            continue
        scale = image.width / picture.width
        first = min((fault.box[1] for fault in here if fault.box), default=0.0)
        _thumbnail(image, folder / thumbnail_of(picture), first * scale)
        for fault in here:
            if fault.box:
                _crop(image, folder / crop_of(picture, fault), fault.box, scale)


def _thumbnail(image: Image.Image, target: Path, focus: float) -> None:
    """Write a page's small picture; of a long page, the part where the first fault is."""
    width, height = THUMBNAIL
    ratio = min(1.0, width / image.width)
    visible = min(image.height, round(height / ratio))
    top = round(min(max(0.0, focus - visible / 3), image.height - visible))
    part = image.crop((0, top, image.width, top + visible))
    size = (max(1, round(image.width * ratio)), max(1, round(visible * ratio)))
    _save(part.resize(size, Image.Resampling.BOX), target)


def _crop(image: Image.Image, target: Path, box: Box, scale: float) -> None:
    left, top, right, bottom = box
    bottom = min(bottom, top + CROP_HEIGHT)
    area = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    x0, y0, x1, y1 = (round(side * scale) for side in area)
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(image.width, x1), min(image.height, y1)
    if x1 > x0 and y1 > y0:
        _save(image.crop((x0, y0, x1, y1)), target)


def _save(image: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, "WEBP", quality=_QUALITY, method=2)
