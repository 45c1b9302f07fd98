"""Messages from outside to the cases that wait for them."""

import uuid

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.cases import selectors
from onegrid.cases.serializers.messages import MessageInput, MessageOutput
from onegrid.cases.services.send_message import send_message
from onegrid.common.errors import Invalid
from onegrid.jurisdictions.authentication import actor_from

_KEY = OpenApiParameter(
    "Idempotency-Key",
    uuid.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="a UUID of the caller's own; the same key with the same content answers the same message",
)


class Messages(APIView):
    """Sending one."""

    @extend_schema(
        operation_id="messages_send",
        parameters=[_KEY],
        request=MessageInput,
        responses={
            201: MessageOutput,
            200: OpenApiResponse(MessageOutput, "this key sent it before"),
        },
    )
    def post(self, request: Request) -> Response:
        """消息: to the case that waits for this name and key, if the caller operates it; else kept for one hour."""
        sent = MessageInput(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        message, is_new = send_message(
            actor=actor_from(request),
            name=given["name"],
            correlation=given["key"],
            payload=given["payload"],
            key=_key(request),
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(MessageOutput(message).data, status=code)


class OneMessage(APIView):
    """One that the caller sent."""

    @extend_schema(operation_id="messages_read", responses=MessageOutput)
    def get(self, request: Request, message_id: int) -> Response:
        """Delivered, waiting, held or expired, with the reason; for its sender alone."""
        return Response(MessageOutput(selectors.message_for(actor_from(request), message_id)).data)


def _key(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get("Idempotency-Key", ""))
    except ValueError:
        raise Invalid(
            "message.key_missing",
            "The header Idempotency-Key must hold a UUID.",
            "请求头 Idempotency-Key 须为 UUID。",
            field="Idempotency-Key",
            mend_en="Make one UUID per message and send it again with every retry.",
            mend_zh="每条消息生成一个 UUID，重试时沿用。",
        ) from None
