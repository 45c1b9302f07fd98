"""Attachments: upload first, name them in answers, read as their case."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.cases import selectors
from onegrid.cases.serializers.others import AttachmentInput, AttachmentOutput
from onegrid.cases.services.add_attachment import add_attachment
from onegrid.jurisdictions.authentication import actor_from


class Attachments(APIView):
    """Uploads."""

    parser_classes = (MultiPartParser,)
    throttle_scope = "uploads"

    @extend_schema(
        operation_id="attachments_upload",
        request={"multipart/form-data": AttachmentInput},
        responses={201: AttachmentOutput},
    )
    def post(self, request: Request) -> Response:
        """Upload one file. Unless an act names it, it is gone after a day."""
        sent = AttachmentInput(data=request.data)
        sent.is_valid(raise_exception=True)
        row = add_attachment(actor=actor_from(request), upload=sent.validated_data["file"])
        return Response(AttachmentOutput(row).data, status=status.HTTP_201_CREATED)


class OneAttachment(APIView):
    """One file."""

    @extend_schema(operation_id="attachments_read", responses=AttachmentOutput)
    def get(self, request: Request, key: str) -> Response:
        """What it is."""
        return Response(AttachmentOutput(selectors.attachment_for(actor_from(request), key)).data)


class AttachmentContent(APIView):
    """Its bytes."""

    @extend_schema(operation_id="attachments_download", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, key: str) -> FileResponse:
        """Sent for saving, never for running in the page."""
        row = selectors.attachment_for(actor_from(request), key)
        answer = FileResponse(
            row.file.open("rb"), as_attachment=not row.is_picture, filename=row.name, content_type=row.media_type
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Cache-Control"] = "private, max-age=3600"
        return answer
