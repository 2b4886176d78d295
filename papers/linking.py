"""Where else a paper is: links for readers, and Signposting for programs (https://signposting.org/FAIR/)."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from papers.exports import FORMATS
from papers.models import Paper
from papers.tex import to_plain


@dataclass(frozen=True)
class Link:
    name: str
    url: str


def links_elsewhere(paper: Paper) -> list[Link]:
    links = []
    if arxiv_id := paper.arxiv_id:
        links += [
            Link("arXiv", f"https://arxiv.org/abs/{arxiv_id}"),
            Link("PDF", f"https://arxiv.org/pdf/{arxiv_id}"),
            Link("alphaXiv", f"https://www.alphaxiv.org/abs/{arxiv_id}"),
        ]
    if paper.doi:
        links.append(Link("DOI", doi_url(paper.doi)))
    if paper.title:
        words = {"q": f'"{to_plain(paper.title)}"'}
        links.append(Link("Google Scholar", f"https://scholar.google.com/scholar?{urlencode(words)}"))
    if name := semantic_scholar_name(paper):
        links.append(Link("Semantic Scholar", f"https://api.semanticscholar.org/{name}"))
    return links


def semantic_scholar_name(paper: Paper) -> str:
    """Its address for a paper that is known by another's identifier."""
    if paper.arxiv_id:
        return f"arXiv:{paper.arxiv_id}"
    return quote(paper.doi, safe="/:;()") if paper.doi else ""


def doi_url(doi: str) -> str:
    return f"https://doi.org/{quote(doi, safe='/:;()')}"


def signposts(paper: Paper, *, site: str) -> str:
    """The Link header: what to cite, what the page is, and where its metadata is in other forms."""
    links = [("cite-as", cite_as(paper), ""), ("type", "https://schema.org/ScholarlyArticle", "")]
    links.append(("type", "https://schema.org/AboutPage", ""))
    links += [("describedby", f"{site}/papers/{paper.pk}.{form.suffix}", form.media_type) for form in FORMATS.values()]
    if paper.license_url:
        links.append(("license", quote(paper.license_url, safe=":/?#&=%~"), ""))
    return ", ".join(
        f'<{url}>; rel="{relation}"' + (f'; type="{media_type}"' if media_type else "")
        for relation, url, media_type in links
        if url
    )


def cite_as(paper: Paper) -> str:
    """The DOI, arXiv's own for a paper that has no other."""
    if paper.doi:
        return doi_url(paper.doi)
    return f"https://doi.org/10.48550/arXiv.{paper.arxiv_id}" if paper.arxiv_id else ""
