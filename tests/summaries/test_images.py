import hashlib
import io
import struct
import zlib

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summaries.models import Image
from summaries.services.images import (
    ImageTooLarge,
    ImageUnreadable,
    SvgRefused,
    TooManyImages,
    TooManyPixels,
    encode_anew,
    storage_name,
    store_image,
    write_once,
)

pytestmark = pytest.mark.django_db
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def picture(size=(40, 30), mode="RGB", colour="teal", kind="PNG", **options) -> bytes:
    buffer = io.BytesIO()
    PIL.Image.new(mode, size, colour).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph(size=(300, 200), kind="JPEG", **options) -> bytes:
    buffer = io.BytesIO()
    PIL.Image.merge("RGB", [PIL.Image.effect_noise(size, 80) for _ in range(3)]).save(buffer, kind, **options)
    return buffer.getvalue()


def decoded(content: bytes) -> PIL.Image.Image:
    return PIL.Image.open(io.BytesIO(content))


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of any size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")


# ---------------------------------------------------------------- encoding


def test_a_drawing_becomes_png_and_keeps_its_pixels():
    encoded = encode_anew(picture(colour=(1, 2, 3)))
    assert (encoded.extension, encoded.width, encoded.height) == ("png", 40, 30)
    assert decoded(encoded.content).convert("RGB").getpixel((5, 5)) == (1, 2, 3)


def test_a_photograph_becomes_jpeg():
    encoded = encode_anew(photograph(kind="PNG"))
    assert encoded.extension == "jpg"
    assert decoded(encoded.content).format == "JPEG"


def test_what_shows_through_still_does():
    for kind in ("PNG", "WEBP"):
        encoded = encode_anew(
            picture(mode="RGBA", colour=(255, 0, 0, 100), kind=kind, **({"lossless": True} if kind == "WEBP" else {}))
        )
        assert encoded.extension == "png"
        assert decoded(encoded.content).getpixel((0, 0)) == (255, 0, 0, 100)


def test_a_large_one_that_shows_through_becomes_webp():
    noise = PIL.Image.merge("RGBA", [PIL.Image.effect_noise((1600, 1400), 90) for _ in range(4)])
    buffer = io.BytesIO()
    noise.save(buffer, "WEBP", quality=70)
    encoded = encode_anew(buffer.getvalue())
    assert encoded.extension == "webp"
    assert len(encoded.content) < 5 * 1024 * 1024


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1600, 10), (1600, 10)),
        ((1601, 400), (1600, 400)),
        ((3200, 1000), (1600, 500)),
        ((10, 9000), (9, 8000)),
        ((4000, 1), (1600, 1)),
    ],
)
def test_wide_ones_are_scaled(size, expected):
    encoded = encode_anew(picture(size=size))
    assert (encoded.width, encoded.height) == expected
    assert decoded(encoded.content).size == expected


def test_it_is_turned_upright_and_says_nothing_of_its_camera():
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"  # the place
    options = {"exif": exif, "comment": b"by Mallory", "icc_profile": b"x" * 200, "dpi": (72, 72)}
    encoded = encode_anew(photograph(size=(300, 200), **options))
    assert (encoded.width, encoded.height) == (200, 300)
    info = decoded(encoded.content)
    assert not info.getexif()
    assert {"exif", "comment", "icc_profile", "dpi"}.isdisjoint(info.info)
    assert b"Secret Camera" not in encoded.content
    assert b"Mallory" not in encoded.content


def test_text_in_a_png_is_dropped():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", "Mallory")
    encoded = encode_anew(picture(pnginfo=notes, icc_profile=b"y" * 200))
    assert b"Mallory" not in encoded.content
    assert decoded(encoded.content).info == {}


def test_what_follows_a_picture_is_dropped():
    assert b"<script>" not in encode_anew(picture() + b"<script>alert(1)</script>").content


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_stays(kind):
    frames = [PIL.Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "lime")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=100)
    still = decoded(encode_anew(buffer.getvalue()).content)
    assert getattr(still, "n_frames", 1) == 1
    red, green, blue = still.convert("RGB").getpixel((5, 5))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = (
        PIL.Image.new("L", (30, 20), 128).convert(mode)
        if mode != "I;16"
        else PIL.Image.new("I;16", (30, 20), 128 * 257)
    )
    buffer = io.BytesIO()
    image.save(buffer, kind)
    shown = decoded(encode_anew(buffer.getvalue()).content).convert("L").getpixel((3, 3))
    assert shown in ({0, 255} if mode == "1" else range(120, 136))


def test_too_many_bytes_are_refused():
    with pytest.raises(ImageTooLarge):
        encode_anew(b"x" * (5 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "size", [(40_000, 1_001), (8_000, 8_000), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_before_it_is_decoded(size):
    with pytest.raises(TooManyPixels):
        encode_anew(png_that_claims(*size))


@pytest.mark.parametrize("content", [SVG, b"\xef\xbb\xbf  <svg>", b"<!-- x --><svg/>", b"<!DOCTYPE svg><svg/>"])
def test_svg_is_refused_with_the_reason(content):
    with pytest.raises(SvgRefused, match="program"):
        encode_anew(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"%PDF-1.7",
        picture()[:60],
        photograph()[:500],
        b"II*\0" + b"\0" * 50,
        picture(kind="BMP"),
        png_that_claims(0, 0),
    ],
    ids=["empty", "words", "pdf", "cut png", "cut jpeg", "tiff", "bmp", "no pixels"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ImageUnreadable):
        encode_anew(content)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=12),
    st.integers(0, 3000),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind, damage, cut):
    content = bytearray(SAMPLES[kind])
    for place, value in damage:
        content[place % len(content)] = value
    try:
        encoded = encode_anew(bytes(content[: max(8, len(content) - cut % 40)]))
    except (ImageUnreadable, TooManyPixels):
        return
    assert decoded(encoded.content).size == (encoded.width, encoded.height)


SAMPLES = {kind: photograph(size=(24, 18), kind=kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")}


# ---------------------------------------------------------------- storing


def test_a_picture_is_stored_once_under_the_digest_of_its_bytes(writer, stranger):
    first = store_image(added_by=writer, content=picture())
    again = store_image(added_by=stranger, content=picture())
    with default_storage.open(storage_name(first.digest, "png")) as file:
        stored = file.read()
    assert first == again
    assert first.digest == hashlib.sha256(stored).hexdigest()
    assert (first.added_by, first.size, first.width) == (writer, len(stored), 40)
    assert Image.objects.count() == 1


def test_who_loses_the_race_for_a_file_leaves_no_second_one(media, monkeypatch):
    default_storage.save("images/aa/one.png", ContentFile(b"1"))
    monkeypatch.setattr(type(default_storage), "exists", lambda self, name: False, raising=False)
    write_once("images/aa/one.png", b"1")
    assert [path.name for path in (media / "images/aa").iterdir()] == ["one.png"]


def test_a_day_has_room_for_so_many(settings, writer, stranger):
    settings.IMAGES_A_DAY = 2
    for colour in ("red", "blue"):
        store_image(added_by=writer, content=picture(colour=colour))
    with pytest.raises(TooManyImages):
        store_image(added_by=writer, content=picture(colour="lime"))
    store_image(added_by=stranger, content=picture(colour="lime"))
    Image.objects.update(added_at=timezone.now() - timezone.timedelta(hours=25))
    store_image(added_by=writer, content=picture(colour="black"))


# ---------------------------------------------------------------- over HTTP


def upload(client, content=None, name="plot.png", content_type="image/png", **fields):
    file = SimpleUploadedFile(name, picture() if content is None else content, content_type)
    return client.post("/images/", {"picture": file, **fields}, headers=JSON)


def test_adding_answers_with_the_markdown_and_the_address_shows_it(client, log_in, writer):
    response = upload(log_in(writer))
    answer = response.json()
    image = Image.objects.get()
    assert response.status_code == 201
    assert answer["url"] == f"/images/{image.digest}.png"
    assert answer["markdown"] == f"![describe the picture](/images/{image.digest}.png)"
    shown = client.get(answer["url"])
    assert hashlib.sha256(shown.content).hexdigest() == image.digest
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "Vary" not in shown.headers
    assert not shown.cookies


def test_a_known_picture_is_not_sent_again(client, log_in, writer):
    url = upload(log_in(writer)).json()["url"]
    etag = client.get(url).headers["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (SVG, "image/png", 400, "svg_refused"),
        (b"anything", "image/svg+xml", 400, "svg_refused"),
        (b"words", "image/png", 400, "image_unreadable"),
        (b"x" * (5 * 1024 * 1024 + 1), "image/png", 413, "image_too_large"),
        (png_that_claims(60_000, 60_000), "image/png", 413, "too_many_pixels"),
    ],
    ids=["svg", "called svg", "words", "large", "bomb"],
)
def test_what_is_not_taken_is_refused_in_a_sentence(log_in, writer, content, content_type, status, code):
    response = upload(log_in(writer), content, content_type=content_type)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["detail"].endswith(".")
    assert not Image.objects.exists()


def test_a_request_without_a_picture(log_in, writer):
    response = log_in(writer).post("/images/", {}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (400, "no_picture")


def test_adding_needs_an_account_and_our_own_page(client, writer):
    assert upload(client).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert upload(strict).status_code == 403
    assert not Image.objects.exists()
    assert client.get("/images/").status_code == 405


def test_pictures_that_are_not_there(client, log_in, writer):
    url = upload(log_in(writer)).json()["url"]
    for address in (f"/images/{'0' * 64}.png", url.replace(".png", ".jpg"), "/images/../settings.py", "/images/x.png"):
        assert client.get(address).status_code == 404, address
    image = Image.objects.get()
    default_storage.delete(storage_name(image.digest, "png"))
    assert client.get(url).status_code == 404


def test_the_address_tells_nothing_of_who_added_it(client, log_in, writer):
    shown = client.get(upload(log_in(writer), name="writer.png").json()["url"])
    assert "writer" not in str(shown.headers)


# ---------------------------------------------------------------- without a script


def send_form(client, paper, content=None, **fields):
    file = SimpleUploadedFile("plot.png", picture() if content is None else content, "image/png")
    sent = {
        "paper": paper.pk,
        "body": "My text so far",
        "tldr": "Short.",
        "visibility": "private",
        "draft_version": "3",
        **fields,
    }
    return client.post("/images/", {"picture": file, **sent})


def test_the_editor_comes_back_with_the_picture_in_the_text(log_in, writer, paper):
    page = send_form(log_in(writer), paper).content.decode()
    assert f"My text so far\n\n![describe the picture](/images/{Image.objects.get().digest}.png)" in page
    assert 'value="Short."' in page
    assert 'name="draft_version" value="3"' in page


def test_a_picture_alone_is_a_text(log_in, writer, paper):
    page = send_form(log_in(writer), paper, body="").content.decode()
    assert ">\n![describe the picture](/images/" in page


def test_a_refusal_keeps_the_text(log_in, writer, paper):
    response = send_form(log_in(writer), paper, SVG)
    page = response.content.decode()
    assert response.status_code == 400
    assert "SVG is not taken" in page
    assert "My text so far" in page
    nothing = log_in(writer).post("/images/", {"paper": paper.pk, "body": "My text so far"})
    assert "Choose a picture first." in nothing.content.decode()
    assert "My text so far" in nothing.content.decode()


def test_logged_out_the_text_waits(client, writer, paper):
    assert send_form(client, paper).headers["Location"].startswith("/accounts/login/")
    client.force_login(writer)
    assert "My text so far" in client.get(f"/papers/{paper.pk}/write/").content.decode()
    assert not Image.objects.exists()


def test_a_form_of_no_paper(log_in, writer, paper):
    for pk in ("", "x", "999", "9" * 30):
        assert log_in(writer).post("/images/", {"paper": pk}).status_code == 404
