"""Tables of cases; one file for what belongs together."""

from onegrid.cases.models.attachment import Attachment
from onegrid.cases.models.case import Case, CaseParty, CaseSource
from onegrid.cases.models.log import EventRecord
from onegrid.cases.models.outbox import Incident, Outbox
from onegrid.cases.models.talk import Comment, Copy
from onegrid.cases.models.waiting import Due, ParkedMessage, Subscription
from onegrid.cases.models.work_item import WorkItem

__all__ = [
    "Attachment",
    "Case",
    "CaseParty",
    "CaseSource",
    "Comment",
    "Copy",
    "Due",
    "EventRecord",
    "Incident",
    "Outbox",
    "ParkedMessage",
    "Subscription",
    "WorkItem",
]
