"""Messages to cases as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from onegrid.cases.models import ParkedMessage


class MessageInput(serializers.Serializer[Any]):
    """`name` and `key` as the process declares them: the name of the BPMN message, the value of its key."""

    name = serializers.CharField(max_length=200)
    key = serializers.CharField(max_length=300)
    payload = serializers.DictField(required=False, default=dict)


class ReasonOutput(serializers.Serializer[Any]):
    """Why it stands as it stands."""

    zh = serializers.CharField()
    en = serializers.CharField()


class MessageOutput(serializers.Serializer[Any]):
    """How far a message has come. `case` is the number of the case that took it."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    key = serializers.CharField(source="correlation")
    state = serializers.ChoiceField(choices=ParkedMessage.State.choices)
    received_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    case = serializers.CharField(source="case.number", allow_null=True, default=None)
    reason = serializers.SerializerMethodField()

    def get_reason(self, row: ParkedMessage) -> ReasonOutput:
        """In words."""
        zh, en = _REASONS[ParkedMessage.State(row.state)]
        shown: Any = {"zh": zh, "en": en}
        return shown  # type: ignore[no-any-return]


_REASONS = {
    ParkedMessage.State.WAITING: (
        "目前没有您运维的案件在等待该消息，消息保留一小时",
        "no case that you operate waits for it now; it is kept for one hour",
    ),
    ParkedMessage.State.DELIVERED: ("案件已接收", "the case has taken it"),
    ParkedMessage.State.EXPIRED: (
        "一小时内没有您运维的案件等待该名称和关联键的消息",
        "no case that you operate waited for a message of this name and key within the hour",
    ),
    ParkedMessage.State.HELD: (
        "平台多次未能将其交给案件，已转异常处理",
        "the platform failed to hand it to its case; an incident of the case says more",
    ),
}
