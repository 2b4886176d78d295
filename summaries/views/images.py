"""Pictures: added by writers, read by everybody."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.models import User
from papers.models import Paper
from shortsci.errors import DomainError
from shortsci.requests import number_in, wants_json
from summaries.models import Image
from summaries.services.images import MAXIMUM_BYTES, ImageTooLarge, SvgRefused, storage_name, store_image
from summaries.views.editor import NOT_LOGGED_IN, keep_until_log_in, stay_in_editor

CONTENT_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
FOR_EVER = "public, max-age=31536000, immutable"  # the address is the digest of what it leads to
ALT_TEXT = _("describe the picture")


class NoPicture(DomainError):
    code = "no_picture"
    message = _("Choose a picture first.")


@require_POST
def add_image(request: HttpRequest) -> HttpResponse:
    """A script gets the address and the Markdown; without one the editor comes back with the picture in the text."""
    if not wants_json(request):
        return add_to_text(request)
    if not request.user.is_authenticated:
        return JsonResponse(NOT_LOGGED_IN, status=401)
    try:
        image = image_of(request.user, request.FILES.get("picture"))
    except DomainError as error:
        return JsonResponse({"detail": str(error), "code": error.code}, status=error.status)
    size = {"width": image.width, "height": image.height}
    return JsonResponse({"url": image.get_absolute_url(), "markdown": markdown_of(image), **size}, status=201)


def add_to_text(request: HttpRequest) -> HttpResponse:
    """The sent form names its paper; whatever happens to the picture, the text stays."""
    paper = get_object_or_404(Paper.objects.with_names(), pk=number_in(request.POST.get("paper")) or 0)
    if not request.user.is_authenticated:
        return keep_until_log_in(request, paper)
    body = request.POST.get("body", "")
    try:
        image = image_of(request.user, request.FILES.get("picture"))
    except DomainError as error:
        return stay_in_editor(request, paper, body, problem=str(error), status=error.status)
    return stay_in_editor(request, paper, f"{body.rstrip()}\n\n{markdown_of(image)}\n".lstrip())


def image_of(user: User, file: "UploadedFile[bytes] | None") -> Image:
    if file is None:
        raise NoPicture
    if (file.size or 0) > MAXIMUM_BYTES:
        raise ImageTooLarge
    if (file.content_type or "").startswith("image/svg"):
        raise SvgRefused
    return store_image(added_by=user, content=file.read())


def markdown_of(image: Image) -> str:
    return f"![{ALT_TEXT}]({image.get_absolute_url()})"


def etag_of(request: HttpRequest, digest: str, extension: str) -> str:
    return f'"{digest}"'


@require_safe
@condition(etag_func=etag_of)
def image(request: HttpRequest, digest: str, extension: str) -> HttpResponse:
    """For everybody who has the address, in a text that they may read or anywhere else."""
    get_object_or_404(Image, digest=digest, extension=extension)
    try:
        with default_storage.open(storage_name(digest, extension)) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=CONTENT_TYPES[extension])
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    return response
