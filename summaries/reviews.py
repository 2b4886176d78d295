"""A summary as schema.org's Review of its paper: https://schema.org/Review."""

from typing import TypedDict

from django.conf import settings

from summaries.models import Summary

LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
Reviewer = TypedDict("Reviewer", {"@type": str, "name": str, "url": str}, total=False)
Review = TypedDict(
    "Review",
    {
        "@type": str,
        "url": str,
        "author": Reviewer,
        "abstract": str,
        "datePublished": str,
        "dateModified": str,
        "license": str,
    },
    total=False,
)


def review(summary: Summary) -> Review:
    """Of a public summary; ready for `json.dumps`."""
    found: Review = {"@type": "Review", "url": settings.SITE_URL + summary.get_absolute_url(), "license": LICENCE_URL}
    found["author"] = {"@type": "Person", "name": summary.byline.name}
    if summary.byline.url:
        found["author"]["url"] = settings.SITE_URL + summary.byline.url
    if summary.tldr:
        found["abstract"] = summary.tldr
    if summary.published_at:
        found["datePublished"] = summary.published_at.isoformat()
    if summary.edited_at:
        found["dateModified"] = summary.edited_at.isoformat()
    return found
