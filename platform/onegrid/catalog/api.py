"""Views of catalog: parse, one service or selector, answer. Everything here is known to everybody who is signed in;
publishing and checking need the right to publish."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.catalog import selectors, uploads
from onegrid.catalog.draft import DIAGRAM, thaw
from onegrid.catalog.filters import CategoryFilter, StandardFilter
from onegrid.catalog.models import Category, ClosingStandard, Form, FormVersion, Stage, Workflow, WorkflowVersion
from onegrid.catalog.serializers import (
    CategoryOutput,
    CheckOutput,
    FormOutput,
    FormVersionOutput,
    ProcessDraftInput,
    PublishedOutput,
    PublishFormInput,
    PublishInput,
    StageOutput,
    StandardOutput,
    VersionOutput,
    WorkflowOutput,
)
from onegrid.catalog.services.check_draft import check_draft
from onegrid.catalog.services.publish_form import publish_form
from onegrid.catalog.services.publish_version import publish_version
from onegrid.common.errors import NotFound
from onegrid.common.paging import ById, ByIdDescending
from onegrid.common.parsers import Json
from onegrid.jurisdictions.authentication import actor_from

_XML = {(200, "application/xml"): OpenApiTypes.BINARY}
_MULTIPART = {
    "type": "object",
    "description": "One part a file, named by its path: process.bpmn, decisions/routing.dmn, forms/filing.yaml.",
    "properties": {
        "note": {"type": "string"},
        "base": {"type": "integer"},
        "republish": {"type": "string", "description": "slugs with commas between"},
    },
    "additionalProperties": {"type": "string", "format": "binary"},
}


def _sent(request: Request, shape: type[ProcessDraftInput]) -> dict[str, Any]:
    """The validated body; files of a multipart form are taken as bytes and keep their encoding."""
    if not str(request.content_type).startswith("multipart/"):
        sent = shape(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)
    body = uploads.split(dict(request.data.items()) if isinstance(request.data, Mapping) else {})
    sent = shape(data={name: value for name, value in body.items() if name not in ("files", "forms")})
    sent.is_valid(raise_exception=True)
    return {**sent.validated_data, "files": body["files"], "forms": body["forms"]}


@extend_schema_view(get=extend_schema(operation_id="list_workflows"))
class Workflows(generics.ListAPIView[Workflow]):
    """Published processes."""

    serializer_class = WorkflowOutput
    pagination_class = ById
    queryset = Workflow.objects.exclude(current_version=None).select_related(
        "current_version__workflow", "current_version__published_by"
    )


class OneWorkflow(APIView):
    """One process."""

    @extend_schema(operation_id="get_workflow", responses=WorkflowOutput)
    def get(self, _request: Request, slug: str) -> Response:
        """A published process with its current version."""
        return Response(WorkflowOutput(selectors.workflow(slug)).data)


@extend_schema_view(get=extend_schema(operation_id="list_versions"))
class Versions(generics.ListAPIView[WorkflowVersion]):
    """All versions of a process, newest first."""

    serializer_class = VersionOutput
    pagination_class = ByIdDescending
    queryset = WorkflowVersion.objects.select_related("workflow", "published_by")
    filter_backends = ()

    def get_queryset(self) -> Any:
        """Of the process named; 404 where there is none."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return super().get_queryset().filter(workflow=selectors.workflow(self.kwargs["slug"]))


class OneVersion(APIView):
    """One version."""

    @extend_schema(operation_id="get_version", responses=VersionOutput)
    def get(self, _request: Request, version_id: int) -> Response:
        """What the version froze."""
        return Response(VersionOutput(selectors.version(version_id)).data)


class VersionDiagram(APIView):
    """The diagram of a version."""

    @extend_schema(operation_id="get_version_bpmn", responses=_XML)
    def get(self, _request: Request, version_id: int) -> HttpResponse:
        """The designer's BPMN file, byte for byte."""
        return _file(version_id, DIAGRAM)


class VersionDecision(APIView):
    """A decision file of a version."""

    @extend_schema(operation_id="get_version_decision", responses=_XML)
    def get(self, _request: Request, version_id: int, name: str) -> HttpResponse:
        """The DMN file, byte for byte."""
        return _file(version_id, f"decisions/{name}")


class VersionForm(APIView):
    """A form as a version froze it."""

    @extend_schema(operation_id="get_version_form", responses=FormVersionOutput)
    def get(self, _request: Request, version_id: int, form: str) -> Response:
        """The form that tasks of cases on this version show; callees' forms too."""
        frozen = selectors.version(version_id).forms.get(form)
        found = get_object_or_404(FormVersion.objects.select_related("form"), pk=frozen)
        return Response(FormVersionOutput(found).data)


class CheckWorkflow(APIView):
    """The check."""

    parser_classes = (Json, MultiPartParser)

    @extend_schema(
        operation_id="check_workflow",
        request={"application/json": ProcessDraftInput, "multipart/form-data": _MULTIPART},
        responses=CheckOutput,
    )
    def post(self, request: Request, slug: str) -> Response:
        """Everything that stands in the way of publishing, warnings too; changes nothing."""
        sent = _sent(request, ProcessDraftInput)
        return Response(CheckOutput(check_draft(actor=actor_from(request), slug=slug, sent=sent)).data)


class PublishWorkflow(APIView):
    """Publishing."""

    parser_classes = (Json, MultiPartParser)

    @extend_schema(
        operation_id="publish_workflow",
        request={"application/json": PublishInput, "multipart/form-data": _MULTIPART},
        responses={201: PublishedOutput},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Publish a version; 422 with a detail for each finding. The same content again answers the same version."""
        sent = _sent(request, PublishInput)
        version = publish_version(
            actor=actor_from(request),
            slug=slug,
            sources=lambda: uploads.draft_from(slug, sent),
            note=sent["note"],
            base=sent["base"],
            republish=sent["republish"],
        )
        waiting = {one.slug for one in selectors.dependents_of(slug)}
        waiting |= {one.slug for one in selectors.dependents_of_forms(version.forms)}
        shown = PublishedOutput(version, context={"dependents": sorted(waiting - {slug})})
        return Response(shown.data, status=status.HTTP_201_CREATED)


@extend_schema_view(get=extend_schema(operation_id="list_forms"))
class Forms(generics.ListAPIView[Form]):
    """Shared forms."""

    serializer_class = FormOutput
    pagination_class = ById
    queryset = Form.objects.exclude(current_version=None).select_related("current_version")


class OneForm(APIView):
    """One form."""

    @extend_schema(operation_id="get_form", responses=FormVersionOutput)
    def get(self, _request: Request, slug: str) -> Response:
        """The form's current version."""
        return Response(FormVersionOutput(_form(slug)).data)


class PublishForm(APIView):
    """Publishing a form."""

    @extend_schema(operation_id="publish_form", request=PublishFormInput, responses={201: FormVersionOutput})
    def post(self, request: Request, slug: str) -> Response:
        """A new version of a shared form; `dependents` are the processes that still show the older one."""
        sent = PublishFormInput(data=request.data)
        sent.is_valid(raise_exception=True)
        body = dict(sent.validated_data)
        version = publish_form(
            actor=actor_from(request),
            slug=slug,
            source=body["yaml"].encode(),
            note=body["note"],
            republish=body["republish"],
        )
        waiting = [one.slug for one in selectors.dependents_of_forms({slug: version.pk})]
        shown = FormVersionOutput(version, context={"dependents": sorted(waiting)})
        return Response(shown.data, status=status.HTTP_201_CREATED)


class Stages(APIView):
    """Stages."""

    @extend_schema(operation_id="list_stages", responses=StageOutput(many=True))
    def get(self, _request: Request) -> Response:
        """Stages of the current code set, in order."""
        rows = Stage.objects.filter(code_set__is_current=True).order_by("position")
        return Response(StageOutput(rows, many=True).data)


@extend_schema_view(get=extend_schema(operation_id="list_categories"))
class Categories(generics.ListAPIView[Category]):
    """Categories of the current code set."""

    serializer_class = CategoryOutput
    pagination_class = ById
    filterset_class = CategoryFilter
    queryset = Category.objects.filter(code_set__is_current=True)


class OneCategory(APIView):
    """One category."""

    @extend_schema(operation_id="get_category", responses=CategoryOutput)
    def get(self, _request: Request, code: str) -> Response:
        """A category by its full code."""
        found = selectors.category(code)
        if found is None:
            raise NotFound("catalog.category_not_found")
        return Response(CategoryOutput(found).data)


@extend_schema_view(get=extend_schema(operation_id="list_standards"))
class Standards(generics.ListAPIView[ClosingStandard]):
    """Closing standards of the current code set in force today, or `on` a day; one row a stage."""

    serializer_class = StandardOutput
    pagination_class = ById
    filterset_class = StandardFilter
    queryset = ClosingStandard.objects.filter(code_set__is_current=True).select_related("category")


def _file(version_id: int, name: str) -> HttpResponse:
    content = thaw(selectors.version(version_id).sources).get(name)
    if content is None:
        raise NotFound("catalog.file_not_found")
    answer = HttpResponse(content, content_type="application/xml")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def _form(slug: str) -> FormVersion:
    found = FormVersion.objects.filter(form__slug=slug, form__current_version_id__isnull=False).select_related("form")
    row = next((one for one in found.order_by("-number") if one.pk == one.form.current_version_id), None)
    if row is None:
        raise NotFound("catalog.form_not_found")
    return row
