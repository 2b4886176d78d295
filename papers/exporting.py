"""Papers in the formats of reference managers, by suffix or by Accept."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import register_converter
from django.utils.cache import patch_vary_headers

from papers.citing import cite
from papers.exports import FORMATS, Format
from papers.querysets import PaperQuerySet

MAXIMUM_PAPERS = 10_000  # in one file
BATCH = 500


class ExportConverter:
    """The suffix of an address: bib, ris or json."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> Format:
        return FORMATS[value]

    def to_url(self, value: str | Format) -> str:
        return value if isinstance(value, str) else value.suffix


register_converter(ExportConverter, "export")


def wanted_format(request: HttpRequest, given: Format | None) -> Format | None:
    """The one in the address, else the one that the client prefers over a page; None for a page."""
    if given:
        return given
    by_type = {form.media_type: form for form in FORMATS.values()} | {"application/json": FORMATS["json"]}
    preferred = request.get_preferred_type(["text/html", *by_type])
    return by_type.get(preferred or "")


def export_papers(papers: PaperQuerySet, form: Format, *, name: str) -> StreamingHttpResponse:
    """A file of up to MAXIMUM_PAPERS papers in their order, written while it is read from the database."""
    rows = papers.with_names()[:MAXIMUM_PAPERS].iterator(chunk_size=BATCH)
    content = form.dump(cite(paper) for paper in rows)
    response = StreamingHttpResponse(encoded(content), content_type=f"{form.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form.suffix}"'
    patch_vary_headers(response, ["Accept"])
    return response


def encoded(parts: Iterator[str]) -> Iterator[bytes]:
    for part in parts:
        yield part.encode()


def vary_on_accept(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response
