"""Work items: the inbox and every operation on one task."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.fields import ChoiceField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.cases import selectors
from onegrid.cases.filters import WorkItemFilter
from onegrid.cases.models import WorkItem
from onegrid.cases.serializers.cases import CaseOutput
from onegrid.cases.serializers.shared import PersonRef
from onegrid.cases.serializers.work_items import (
    INBOX_COLUMNS,
    ClaimInput,
    CompletedOutput,
    CompleteInput,
    CountsOutput,
    DraftInput,
    ReleaseInput,
    ReturnInput,
    ReturnPreviewOutput,
    TransferInput,
    WorkItemDetailOutput,
    WorkItemOutput,
    completed_json,
    detail_json,
    inbox_row,
)
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.release import release
from onegrid.cases.services.return_to import preview_return, return_to
from onegrid.cases.services.save_draft import save_draft
from onegrid.cases.services.transfer import able_to_receive, transfer
from onegrid.common import clock
from onegrid.common.field_errors import Place, detail
from onegrid.common.filtering import refused
from onegrid.common.inputs import cleaned
from onegrid.common.paging import ById
from onegrid.jurisdictions.authentication import actor_from, with_rights_of
from onegrid.jurisdictions.models import Person

BOXES = ("mine", "pool", "done", "unit")


class Inbox(generics.ListAPIView[WorkItem]):
    """The caller's inbox, over all their posts."""

    serializer_class = WorkItemOutput
    filterset_class = WorkItemFilter
    pagination_class = ById
    queryset = WorkItem.objects.none()

    @extend_schema(
        operation_id="work_items_list",
        parameters=[
            OpenApiParameter(
                "box", enum=BOXES, default="mine", description="mine 我的待办, pool 可认领, done 已办, unit 本单位在办"
            )
        ],
    )
    def get(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:  # noqa: ARG002 - the framework's
        """Tasks, oldest first."""
        rows = self.filter_queryset(self.get_queryset()).select_related(None).defer(None).values(*INBOX_COLUMNS)
        zone = clock.zone()
        return self.get_paginated_response([inbox_row(row, zone) for row in self.paginate_queryset(rows) or ()])

    def get_queryset(self) -> QuerySet[WorkItem]:
        """The box asked for."""
        actor = actor_from(self.request)
        box = self.request.query_params.get("box", "mine")
        if box not in BOXES:
            raise refused(detail(Place("box", ChoiceField(choices=BOXES), box), "invalid_choice"))
        return selectors.unit_work(actor) if box == "unit" else selectors.inbox(actor, box)


class Counts(APIView):
    """Numbers beside the boxes."""

    @extend_schema(operation_id="counts_read", responses=CountsOutput)
    def get(self, request: Request) -> Response:
        """How much waits for the caller."""
        return Response(selectors.counts(actor_from(request)))


def _detail(request: Request, work_item_id: int) -> Response:
    found = selectors.work_item_for(actor_from(request), work_item_id)
    return Response(detail_json(found.item, found.definition, found.operations, found.defaults, clock.zone()))


class OneWorkItem(APIView):
    """One task."""

    @extend_schema(operation_id="work_items_read", responses=WorkItemDetailOutput)
    def get(self, request: Request, work_item_id: int) -> Response:
        """The task, its outcomes, its draft, and what the caller can do to it now."""
        return _detail(request, work_item_id)


class ClaimWorkItem(APIView):
    """Out of the pool."""

    @extend_schema(operation_id="work_items_claim", request=ClaimInput, responses=WorkItemDetailOutput)
    def post(self, request: Request, work_item_id: int) -> Response:
        """认领: the caller owns it; 409 says who was first."""
        sent = cleaned(ClaimInput, request.data)
        claim(actor=actor_from(request), work_item_id=work_item_id, **sent)
        return _detail(request, work_item_id)


class ReleaseWorkItem(APIView):
    """Back into the pool."""

    @extend_schema(operation_id="work_items_release", request=ReleaseInput, responses=WorkItemDetailOutput)
    def post(self, request: Request, work_item_id: int) -> Response:
        """释放."""
        sent = ReleaseInput(data=request.data)
        sent.is_valid(raise_exception=True)
        release(actor=actor_from(request), work_item_id=work_item_id, **sent.validated_data)
        return _detail(request, work_item_id)


class DraftOfWorkItem(APIView):
    """The form as it stands."""

    @extend_schema(operation_id="work_items_save_draft", request=DraftInput, responses=WorkItemDetailOutput)
    def put(self, request: Request, work_item_id: int) -> Response:
        """暂存: kept while the task is open."""
        sent = DraftInput(data=request.data)
        sent.is_valid(raise_exception=True)
        save_draft(actor=actor_from(request), work_item_id=work_item_id, **sent.validated_data)
        return _detail(request, work_item_id)


class CompleteWorkItem(APIView):
    """Done, with one of the declared outcomes."""

    compares_rights = True

    @extend_schema(operation_id="work_items_complete", request=CompleteInput, responses=CompletedOutput)
    def post(self, request: Request, work_item_id: int) -> Response:
        """办理: the flow goes on. The same submission again answers with the first result."""
        sent = cleaned(CompleteInput, request.data)
        done = with_rights_of(request, lambda actor: complete_work_item(actor=actor, work_item_id=work_item_id, **sent))
        return Response(completed_json(done, clock.zone()))


class TransferWorkItem(APIView):
    """To another person."""

    @extend_schema(operation_id="work_items_transfer", request=TransferInput, responses=WorkItemDetailOutput)
    def post(self, request: Request, work_item_id: int) -> Response:
        """转办: the first owner stays on record."""
        sent = TransferInput(data=request.data)
        sent.is_valid(raise_exception=True)
        given = dict(sent.validated_data)
        transfer(actor=actor_from(request), work_item_id=work_item_id, to_person_id=given.pop("to_person"), **given)
        return _detail(request, work_item_id)


class TransferCandidates(APIView):
    """Who could take it over."""

    @extend_schema(operation_id="work_items_transfer_candidates", responses=PersonRef(many=True))
    def get(self, request: Request, work_item_id: int) -> Response:
        """Persons with a post that may do the task."""
        ids = able_to_receive(actor=actor_from(request), work_item_id=work_item_id)
        return Response(PersonRef(Person.objects.filter(pk__in=ids).order_by("name_key", "id"), many=True).data)


class ReturnWorkItem(APIView):
    """Back to a passed task."""

    @extend_schema(
        operation_id="work_items_return_preview",
        parameters=[OpenApiParameter("target", description="element id; left out: only the targets are listed")],
        responses=ReturnPreviewOutput,
    )
    def get(self, request: Request, work_item_id: int) -> Response:
        """Where the case can go back to, and what a return to `target` would withdraw. Changes nothing."""
        found = preview_return(
            actor=actor_from(request), work_item_id=work_item_id, target=request.query_params.get("target")
        )
        return Response(ReturnPreviewOutput(found).data)

    @extend_schema(operation_id="work_items_return", request=ReturnInput, responses=CaseOutput)
    def post(self, request: Request, work_item_id: int) -> Response:
        """退回: with a reason; later tasks are withdrawn."""
        sent = ReturnInput(data=request.data)
        sent.is_valid(raise_exception=True)
        case = return_to(actor=actor_from(request), work_item_id=work_item_id, **sent.validated_data)
        return Response(CaseOutput(case).data)
