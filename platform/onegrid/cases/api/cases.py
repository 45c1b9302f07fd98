"""Cases: lists, one case, its log, tasks, thread, copies, withdrawal."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.cases import selectors
from onegrid.cases.filters import CaseFilter, narrowed
from onegrid.cases.models import Case, Comment, Copy, EventRecord, WorkItem
from onegrid.cases.serializers.cases import (
    CaseDetailOutput,
    CaseOutput,
    CommentInput,
    CommentOutput,
    CopiedCaseOutput,
    CopyInput,
    CopyOutput,
    EventOutput,
    FacetsOutput,
    ReporterOutput,
    UnmaskInput,
    WithdrawInput,
)
from onegrid.cases.serializers.work_items import WorkItemOutput
from onegrid.cases.services.comment import comment
from onegrid.cases.services.copy_to import copy_to, open_copy
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.withdraw_case import withdraw_case
from onegrid.common.paging import ById, ByIdDescending
from onegrid.jurisdictions.authentication import actor_from


class BySequence(ById):
    """In the order in which things happened."""

    ordering = "seq"


class Cases(generics.ListAPIView[Case]):
    """Cases that the caller sees by taking part."""

    serializer_class = CaseOutput
    filterset_class = CaseFilter
    pagination_class = ByIdDescending
    queryset = Case.objects.none()

    @extend_schema(operation_id="cases_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Cases, newest first."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Case]:
        """Those seen by the caller."""
        return selectors.cases_for(actor_from(self.request))


class CaseFacets(generics.GenericAPIView[Case]):
    """Counts behind the filters of a case list."""

    filterset_class = CaseFilter
    pagination_class = None
    queryset = Case.objects.none()
    serializer_class = FacetsOutput

    @extend_schema(operation_id="cases_facets", responses=FacetsOutput, filters=True)
    def get(self, request: Request) -> Response:
        """Numbers of seen cases by status, sector, urgency, level, centre, unit in charge and category."""
        rows = narrowed(CaseFilter, selectors.cases_for(actor_from(request)), request)
        return Response(selectors.facets(rows))


class OneCase(APIView):
    """One case."""

    @extend_schema(operation_id="cases_read", responses=CaseDetailOutput)
    def get(self, request: Request, number: str) -> Response:
        """Facts, sources with their replies, parties. Opens a copy that lies with the caller."""
        actor = actor_from(request)
        found = selectors.case_for(actor, number)
        open_copy(actor=actor, case_id=found.pk)
        return Response(CaseDetailOutput(found).data)


class OfOneCase(generics.ListAPIView[Any]):
    """A list that belongs to one case; shown only with the case."""

    pagination_class = ById
    filter_backends: Any = ()

    def seen_case(self) -> Case:
        """NotFound for who does not see it."""
        return selectors.case_for(actor_from(self.request), self.kwargs["number"])


class CaseEvents(OfOneCase):
    """The log of one case."""

    serializer_class = EventOutput
    pagination_class = BySequence
    queryset = EventRecord.objects.none()

    @extend_schema(operation_id="cases_events")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Everything that was done, by whom, by which post, in order and without a gap."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[EventRecord]:
        """Of the case in the address."""
        return selectors.events_of(self.seen_case())


class CaseWorkItems(OfOneCase):
    """The tasks of one case."""

    serializer_class = WorkItemOutput
    queryset = WorkItem.objects.none()

    @extend_schema(operation_id="cases_work_items")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every visit of a human task, open or closed."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[WorkItem]:
        """Of the case in the address."""
        return selectors.work_items_of(self.seen_case())


class CaseComments(OfOneCase):
    """The thread of one case."""

    serializer_class = CommentOutput
    queryset = Comment.objects.none()

    @extend_schema(operation_id="cases_comments")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The thread, oldest first."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Comment]:
        """Of the case in the address."""
        return selectors.comments_of(self.seen_case())

    @extend_schema(operation_id="cases_comment", request=CommentInput, responses={201: CommentOutput})
    def post(self, request: Request, number: str) -> Response:
        """沟通 / 批示: add a line; the flow does not move."""
        sent = CommentInput(data=request.data)
        sent.is_valid(raise_exception=True)
        actor = actor_from(request)
        row = comment(actor=actor, case_id=selectors.case_id_for(actor, number), **sent.validated_data)
        return Response(CommentOutput(row).data, status=status.HTTP_201_CREATED)


class CaseCopies(OfOneCase):
    """To whom one case was shown."""

    serializer_class = CopyOutput
    queryset = Copy.objects.none()

    @extend_schema(operation_id="cases_copies")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Copies, and when each was opened."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Copy]:
        """Of the case in the address."""
        return selectors.copies_of(self.seen_case())

    @extend_schema(operation_id="cases_copy", request=CopyInput, responses={201: CopyOutput(many=True)})
    def post(self, request: Request, number: str) -> Response:
        """抄送: show the case to colleagues, once each."""
        sent = CopyInput(data=request.data)
        sent.is_valid(raise_exception=True)
        actor = actor_from(request)
        rows = copy_to(
            actor=actor,
            case_id=selectors.case_id_for(actor, number),
            person_ids=sent.validated_data["persons"],
            note=sent.validated_data["note"],
        )
        return Response(CopyOutput(rows, many=True).data, status=status.HTTP_201_CREATED)


class WithdrawCase(APIView):
    """Taking a case back."""

    @extend_schema(operation_id="cases_withdraw", request=WithdrawInput, responses=CaseDetailOutput)
    def post(self, request: Request, number: str) -> Response:
        """撤销: before dispatch only; the case ends as withdrawn."""
        sent = WithdrawInput(data=request.data)
        sent.is_valid(raise_exception=True)
        actor = actor_from(request)
        withdraw_case(actor=actor, case_id=selectors.case_id_for(actor, number), **sent.validated_data)
        return Response(CaseDetailOutput(selectors.case_for(actor, number)).data)


class CaseReporters(APIView):
    """Personal data of one case's reporters."""

    @extend_schema(operation_id="cases_unmask", request=UnmaskInput, responses=ReporterOutput(many=True))
    def post(self, request: Request, number: str) -> Response:
        """查看未脱敏信息: in full, with a reason; that somebody looked is in the log."""
        sent = UnmaskInput(data=request.data)
        sent.is_valid(raise_exception=True)
        actor = actor_from(request)
        rows = unmask_reporters(actor=actor, case_id=selectors.case_id_for(actor, number), **sent.validated_data)
        return Response(ReporterOutput(rows, many=True).data)


class CopiedCases(generics.ListAPIView[Copy]):
    """Cases that were copied to the caller."""

    serializer_class = CopiedCaseOutput
    pagination_class = ByIdDescending
    queryset = Copy.objects.none()
    filter_backends: Any = ()

    @extend_schema(operation_id="copies_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """抄送我的, newest first."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Copy]:
        """Those of the caller."""
        return selectors.copied_to(actor_from(self.request))
