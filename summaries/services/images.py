"""Pictures in summaries: read with care, encoded anew, stored under the digest of their bytes."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

import PIL.Image
import PIL.ImageOps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from shortsci.errors import DomainError
from summaries.models import Image

MAXIMUM_BYTES = 5 * 1024 * 1024
MAXIMUM_PIXELS = 20_000_000  # decoded, 80 MB at most
MAXIMUM_JPEG_PIXELS = 100_000_000  # decoded at an eighth of the size, or whatever is needed
ORIENTATION = 0x0112
one_at_a_time = threading.Lock()  # in a process: a large picture takes some hundred megabytes for a moment
TURNS = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}  # by the number that a camera writes for how it was held: Exif 2.3, tag 0x0112
MAXIMUM_WIDTH = 1600  # pixels
MAXIMUM_HEIGHT = 8000  # pixels
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
FEW_COLOURS = 128  # a grey photograph has more
# What Pillow raises on files that are broken or hostile, beside OSError.
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, OverflowError)
BOMBS = (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning)


class ImageTooLarge(DomainError):
    code = "image_too_large"
    status = 413
    message = format_lazy(
        _("This picture has more than {number} MB. Save it smaller and add it again."), number=MAXIMUM_BYTES // 1024**2
    )


class TooManyPixels(DomainError):
    code = "too_many_pixels"
    status = 413
    message = format_lazy(
        _("This picture has more than {number} million pixels. Scale it down first."),
        number=MAXIMUM_PIXELS // 1_000_000,
    )


class ImageUnreadable(DomainError):
    code = "image_unreadable"
    message = _("This file is not a picture that this site can read. PNG, JPEG, WebP and GIF are.")


class SvgRefused(DomainError):
    code = "svg_refused"
    message = _("SVG is not taken, because such a file can carry a program. Save the picture as PNG and add that.")


class TooManyImages(DomainError):
    code = "too_many_images"
    status = 429
    message = _("You have added as many pictures today as one person may. Your text is kept; go on tomorrow.")


@dataclass(frozen=True)
class Encoded:
    """A picture as it will be stored."""

    content: bytes
    extension: str
    width: int
    height: int


def store_image(*, added_by: User, content: bytes) -> Image:
    """The picture of a file, encoded anew; the same picture twice is one.

    Raises ImageTooLarge, TooManyPixels, ImageUnreadable, SvgRefused or TooManyImages.
    """
    refuse_too_many(added_by)
    encoded = encode_anew(content)
    digest = hashlib.sha256(encoded.content).hexdigest()
    with transaction.atomic():
        image = row_for(encoded, digest, added_by)
        write_once(storage_name(digest, encoded.extension), encoded.content)
    return image


def row_for(encoded: Encoded, digest: str, added_by: User) -> Image:
    """Locked, so that nobody removes the file meanwhile; an old one is as good as new."""
    described = {
        "extension": encoded.extension,
        "width": encoded.width,
        "height": encoded.height,
        "size": len(encoded.content),
        "added_by": added_by,
    }
    image, _ = Image.objects.select_for_update().get_or_create(digest=digest, defaults=described)
    if image.added_at < timezone.now() - timedelta(days=1):
        image.added_at, image.added_by = timezone.now(), added_by
        image.save(update_fields=["added_at", "added_by"])
    return image


def storage_name(digest: str, extension: str) -> str:
    return f"images/{digest[:2]}/{digest}.{extension}"


def write_once(name: str, content: bytes) -> None:
    """A file that is there has these bytes already; who loses a race leaves no second copy."""
    if default_storage.exists(name):
        return
    written = default_storage.save(name, ContentFile(content))
    if written != name:
        default_storage.delete(written)


def refuse_too_many(user: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if Image.objects.filter(added_by=user, added_at__gt=since).count() >= settings.IMAGES_A_DAY:
        raise TooManyImages


def encode_anew(content: bytes) -> Encoded:
    """Decoded, turned upright, scaled and encoded without anything but its pixels; of an animation the first frame."""
    if len(content) > MAXIMUM_BYTES:
        raise ImageTooLarge
    if is_svg(content):
        raise SvgRefused
    try:
        with PIL.Image.open(BytesIO(content), formats=FORMATS) as source:
            limit = MAXIMUM_JPEG_PIXELS if source.format == "JPEG" else MAXIMUM_PIXELS
            if source.width * source.height > limit:  # known from the header; nothing is decoded yet
                raise TooManyPixels
            with one_at_a_time:
                return encode(upright(source))
    except BOMBS as error:
        raise TooManyPixels from error
    except UNREADABLE as error:
        raise ImageUnreadable from error


def is_svg(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg"))


def upright(source: PIL.Image.Image) -> PIL.Image.Image:
    """The pixels alone, in RGB, or RGBA where something shows through."""
    source.draft(None, (2 * MAXIMUM_WIDTH, 2 * MAXIMUM_WIDTH))  # a JPEG is decoded no larger than needed
    turn = TURNS.get(source.getexif().get(ORIENTATION, 1))
    picture: PIL.Image.Image = source
    if picture.mode.startswith("I"):  # sixteen bits for each pixel; the upper eight are kept
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode not in {"RGB", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    return picture.transpose(turn) if turn else picture


def encode(picture: PIL.Image.Image) -> Encoded:
    """Drawings and what shows through as PNG, photographs as JPEG; WebP where a PNG would be too large."""
    is_drawing = picture.mode == "RGBA" or picture.getcolors(FEW_COLOURS) is not None
    picture = scaled(picture)
    picture.info.clear()  # Pillow would write colour profile, comment and resolution again
    if not is_drawing:
        return saved(picture, "jpg", "JPEG", quality=88, subsampling=0)
    drawing = saved(picture, "png", "PNG", optimize=picture.width * picture.height < 4_000_000)
    return drawing if len(drawing.content) <= MAXIMUM_BYTES else saved(picture, "webp", "WEBP", quality=85)


def scaled(picture: PIL.Image.Image) -> PIL.Image.Image:
    scale = min(MAXIMUM_WIDTH / picture.width, MAXIMUM_HEIGHT / picture.height)
    if scale >= 1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, PIL.Image.Resampling.LANCZOS)


def saved(picture: PIL.Image.Image, extension: str, kind: str, **options: int) -> Encoded:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return Encoded(content=buffer.getvalue(), extension=extension, width=picture.width, height=picture.height)
