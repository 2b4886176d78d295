"""A paper in other forms than its page, which belongs to who fills it with summaries."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from papers.exporting import export_papers
from papers.exports import Format
from papers.models import Paper, PaperRedirect


@require_safe
def export_paper(request: HttpRequest, pk: int, form: Format) -> HttpResponseBase:
    """`/papers/<id>.bib`, `.ris`, `.json`; of a paper that was joined with another one, that one."""
    target = PaperRedirect.objects.filter(paper=pk).values_list("target", flat=True).first()
    papers = Paper.objects.filter(pk=target or pk, state=Paper.State.READY)
    if not papers.exists():
        raise Http404
    return export_papers(papers, form, name=f"paper-{target or pk}")
