"""Pictures of pages, for where their links are shown. Drawn when first asked for, and seldom again."""

import threading

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sharing.cards import Card
from sharing.drawing import draw
from sharing.kept import find, keep
from sharing.subjects import SUBJECTS
from shortsci.rates import check_caller, check_rate

FOR_EVER = "public, max-age=31536000, immutable"  # the address holds the digest of what the picture says
one_at_a_time = threading.Lock()  # in a process; each takes a tenth of a second of a processor


@require_safe
def picture(request: HttpRequest, kind: str, key: str, digest: str) -> HttpResponseBase:
    """Of what everybody finds, as it is now; an address of what it was leads there."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        raise Http404
    card = subject(key)
    if card.digest != digest:
        return redirect("picture", kind, key, card.digest)
    answer = get_conditional_response(request, f'"{digest}"', None)
    if answer is None:
        answer = HttpResponse(find(digest) or drawn(request, card), content_type="image/png")
    answer.headers["ETag"] = f'"{digest}"'
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def drawn(request: HttpRequest, card: Card) -> bytes:
    """Raises TooMany where one caller, or all together, ask for more than the processor is to be kept busy with."""
    check_caller(request, "picture", a_minute=settings.PICTURES_A_MINUTE // 4)
    check_rate("picture", "everybody", a_minute=settings.PICTURES_A_MINUTE)
    with one_at_a_time:
        content = draw(card)
    keep(card.digest, content)
    return content
