from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from shortsci.pagination import PAGE_PARAMETERS, page_schema, paginated_response
from shortsci.rates import check_caller
from shortsci.requests import user_of
from summaries.models import Revision, Summary
from summaries.orders import ALL, ALL_TIME, BEST, HOT, PERIODS, Order, named
from summaries.querysets import SummaryQuerySet
from summaries.rendering import render
from summaries.rules import can_edit
from summaries.serializers import (
    BodySerializer,
    DealSerializer,
    HtmlSerializer,
    RevisionSerializer,
    SummaryChangeSerializer,
    SummarySerializer,
)
from summaries.services import (
    Text,
    claim_summary,
    delete_summary,
    edit_summary,
    lock_with_paper,
    publish_summary,
    text_of,
)
from summaries.services.fair_start import Deal, current_deal
from summaries.services.references import context_of

SummaryPage = page_schema("SummaryPage", SummarySerializer)


class SummaryListView(APIView):
    @extend_schema(
        operation_id="summaries_list",
        parameters=[
            OpenApiParameter("paper", int, description="Only of this paper, best first."),
            OpenApiParameter("author", str, description="Only those that this user has signed."),
            OpenApiParameter("sort", str, enum=list(ALL), description="`best` only with a paper or an author."),
            OpenApiParameter("period", str, enum=list(PERIODS), description="Of first publication."),
            *PAGE_PARAMETERS,
        ],
        responses=SummaryPage,
    )
    def get(self, request: Request) -> Response:
        """Public summaries; hot ones first, on one paper the best."""
        query = request.query_params
        order = order_of(query)
        period = named(PERIODS, query.get("period"), ALL_TIME)
        summaries = self.rows(request).published_within(period, timezone.now(), order)
        if "paper" in query:  # what is no number names no paper
            number = query["paper"]
            summaries = summaries.filter(paper=int(number[:18])) if number.isdecimal() else summaries.none()
        if author := query.get("author"):
            signed = summaries.signed().filter(writer__username__iexact=author)
            summaries = summaries.none() if "\0" in author else signed  # PostgreSQL cannot even be asked for it
        return paginated_response(request, summaries, order.keys, SummarySerializer)

    def rows(self, request: Request) -> SummaryQuerySet:
        return summaries_for(request).public()

    @extend_schema(request=SummarySerializer, responses={201: SummarySerializer}, operation_id="summaries_write")
    def post(self, request: Request) -> Response:
        """Publishes a summary, under one's name or a pseudonym, or keeps it private. One for each paper and writer."""
        serializer = SummarySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        paper = fields.pop("paper")
        summary = publish_summary(writer=user_of(request), paper=paper, text=Text(**fields))
        return Response(SummarySerializer(summary).data, status=status.HTTP_201_CREATED)


class FairStartView(APIView):
    @extend_schema(responses=DealSerializer, operation_id="fair_start")
    def get(self, request: Request) -> Response:
        """The draw of the front page's reserved places: its seed, and all that took part, in the order drawn.

        Sort the numbers by the SHA-256 of the seed, a colon and the number, and the same order comes out. A page gives
        its places to the first that it does not show anyway. The seed is empty while there is no draw.
        """
        deal = current_deal() or Deal(seed="", drawn=())
        return Response(DealSerializer(deal).data)


class SummaryView(APIView):
    @extend_schema(responses=SummarySerializer, operation_id="summaries_retrieve")
    def get(self, request: Request, pk: int) -> Response:
        """One summary."""
        return Response(SummarySerializer(get_object_or_404(summaries_for(request), pk=pk)).data)

    @extend_schema(request=SummaryChangeSerializer, responses=SummarySerializer, operation_id="summaries_edit")
    def patch(self, request: Request, pk: int) -> Response:
        """Changes one's own summary; fields that are left out stay."""
        summary = self.get_own(request, pk)
        serializer = SummaryChangeSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        note, base = fields.pop("note"), fields.pop("base_revision")
        with transaction.atomic():
            summary = lock_with_paper(summary)
            if fields.get("is_anonymous") is False:
                summary = claim_summary(summary=summary)
            edit_summary(summary=summary, text=replace(text_of(summary), **fields), note=note, base_revision=base)
        return self.get(request, pk)

    @extend_schema(responses={204: None}, operation_id="summaries_delete")
    def delete(self, request: Request, pk: int) -> Response:
        """Deletes one's own summary and the votes on it."""
        delete_summary(summary=self.get_own(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def get_own(self, request: Request, pk: int) -> Summary:
        summary = get_object_or_404(summaries_for(request), pk=pk)
        if not can_edit(request.user, summary):
            raise PermissionDenied(_("Only its writer can change a summary."))
        return summary


class RevisionListView(APIView):
    @extend_schema(
        operation_id="summaries_revisions",
        parameters=PAGE_PARAMETERS,
        responses=page_schema("RevisionPage", RevisionSerializer),
    )
    def get(self, request: Request, pk: int) -> Response:
        """The texts that everybody could read, the latest first; to the writer all of them."""
        summary = get_object_or_404(Summary.objects.visible_to(request.user).without_text(), pk=pk)
        revisions = Revision.objects.visible_to(request.user).filter(summary=summary)
        return paginated_response(request, revisions, ("-number",), RevisionSerializer)


class RenderView(APIView):
    permission_classes = [AllowAny]  # it keeps nothing

    @extend_schema(request=BodySerializer, responses=HtmlSerializer, operation_id="render")
    def post(self, request: Request) -> Response:
        """The HTML that a page would show for a text. 429 where calls come too fast."""
        check_caller(request, "render", a_minute=settings.RENDERS_A_MINUTE)
        serializer = BodySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        body = serializer.validated_data["body"]
        return Response({"html": render(body, context_of(body))})


def order_of(query: Mapping[str, str]) -> Order:
    """What is asked for, else the list's own. Over all papers and writers there is no index to serve `best` from."""
    order = named(ALL, query.get("sort"), BEST if query.get("paper") else HOT)
    return HOT if order is BEST and not (query.get("paper") or query.get("author")) else order


def summaries_for(request: Request) -> SummaryQuerySet:
    summaries = Summary.objects.visible_to(request.user).with_my_vote(request.user)
    return summaries.select_related("writer__reputation")  # a relation that the votes app adds to a user
