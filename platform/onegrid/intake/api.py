"""Views of intake: parse, one service or selector, answer."""

import uuid
from typing import Any, NoReturn

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.common.errors import Invalid
from onegrid.common.paging import ById, ByIdDescending
from onegrid.intake import selectors
from onegrid.intake.authentication import NoKey, SourceCaller, SourceKeyAuthentication
from onegrid.intake.models import ImportJob, ImportRowError, SourceSystem
from onegrid.intake.serializers import (
    ImportInput,
    ImportOutput,
    ImportRowErrorOutput,
    ReportInput,
    ReportOutput,
    SourceOutput,
)
from onegrid.intake.services.receive_report import receive_report
from onegrid.intake.services.start_import import start_import
from onegrid.jurisdictions.authentication import actor_from

_KEY = OpenApiParameter(
    "Idempotency-Key",
    uuid.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="a UUID of the caller's own; the same key with the same body answers the same report",
)


class _OfSource(APIView):
    """Calls of a source system by its key."""

    authentication_classes = (SourceKeyAuthentication,)
    permission_classes = (IsAuthenticated,)
    throttle_scope = "reports"

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> NoReturn:  # noqa: ARG002 - the framework's signature
        """Who comes without a key is told of keys: the framework knows persons' tokens alone."""
        raise NoKey

    def source(self) -> SourceSystem:
        """The calling source."""
        caller: object = self.request.user
        assert isinstance(caller, SourceCaller)  # noqa: S101 - the only way in
        return caller.source


class Reports(_OfSource):
    """What sources tell."""

    @extend_schema(
        operation_id="receive_report",
        parameters=[_KEY],
        request=ReportInput,
        responses={
            201: ReportOutput,
            200: OpenApiResponse(ReportOutput, "this key sent it before"),
        },
    )
    def post(self, request: Request) -> Response:
        """A report becomes a case. 201 with its number; 200 where this key sent it before."""
        shape = ReportInput(data=request.data)
        shape.is_valid(raise_exception=True)
        report, created = receive_report(source=self.source(), key=_key(request), body=dict(shape.validated_data))
        code = status.HTTP_201_CREATED if created else status.HTTP_200_OK
        return Response(ReportOutput(report).data, status=code)


class OneReport(_OfSource):
    """One report of the calling source."""

    @extend_schema(operation_id="report", responses=ReportOutput)
    def get(self, _request: Request, report_id: int) -> Response:
        """How far the report's case is, as its source may know it."""
        return Response(ReportOutput(selectors.report_of(self.source(), report_id)).data)


class Sources(generics.ListAPIView[Any]):
    """Source systems."""

    serializer_class = SourceOutput
    pagination_class = ById
    queryset = SourceSystem.objects.none()

    def get_queryset(self) -> Any:
        """Those of units for which the actor may import."""
        return selectors.sources_for(actor_from(self.request))

    @extend_schema(operation_id="sources")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Sources whose reports the actor may import."""
        return super().get(request, *args, **kwargs)


class Imports(generics.ListAPIView[Any]):
    """Files of reports."""

    serializer_class = ImportOutput
    pagination_class = ByIdDescending
    parser_classes = (MultiPartParser,)
    throttle_scope = "uploads"
    queryset = ImportJob.objects.none()

    def get_queryset(self) -> Any:
        """Imports of the actor's sources."""
        return selectors.imports_for(actor_from(self.request))

    @extend_schema(operation_id="imports")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Imports, newest first, with their progress."""
        return super().get(request, *args, **kwargs)

    @extend_schema(operation_id="start_import", request=ImportInput, responses={202: ImportOutput})
    def post(self, request: Request) -> Response:
        """Take in a file of reports, one JSON object a line; it is read in the background."""
        shape = ImportInput(data=request.data)
        shape.is_valid(raise_exception=True)
        sent = shape.validated_data
        job = start_import(actor=actor_from(request), source_slug=sent["source"], file=sent["file"])
        return Response(ImportOutput(job).data, status=status.HTTP_202_ACCEPTED)


class OneImport(APIView):
    """One import."""

    @extend_schema(operation_id="import", responses=ImportOutput)
    def get(self, request: Request, job_id: int) -> Response:
        """How far it is."""
        return Response(ImportOutput(selectors.import_of(actor_from(request), job_id)).data)


class ImportErrors(generics.ListAPIView[Any]):
    """Lines that were not taken."""

    serializer_class = ImportRowErrorOutput
    pagination_class = ById
    queryset = ImportRowError.objects.none()

    def get_queryset(self) -> Any:
        """Of an import that the actor may see."""
        return selectors.import_of(actor_from(self.request), self.kwargs["job_id"]).errors.all()

    @extend_schema(operation_id="import_errors")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each with its line number, the reason and what stood in it."""
        return super().get(request, *args, **kwargs)


def _key(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        raise Invalid(
            "report.key_missing",
            "The header Idempotency-Key must hold a UUID.",
            "请求头 Idempotency-Key 须为 UUID。",
            field="Idempotency-Key",
            mend_en="Make one UUID per report and send it again with every retry.",
            mend_zh="每条诉求生成一个 UUID，重试时沿用。",
        ) from None
