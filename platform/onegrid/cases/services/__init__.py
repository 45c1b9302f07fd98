"""Every verb on a case: one file each, in the order lock, permission, rule, change, audit, announce."""

from onegrid.cases.services.add_attachment import add_attachment
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.export_cases import export_cases
from onegrid.cases.services.finish_service_call import finish_service_call
from onegrid.cases.services.release import release
from onegrid.cases.services.retry_incident import retry_incident
from onegrid.cases.services.return_to import preview_return, return_to
from onegrid.cases.services.run_service_call import run_service_call
from onegrid.cases.services.save_draft import save_draft
from onegrid.cases.services.send_event import send_event
from onegrid.cases.services.skip_incident import skip_incident
from onegrid.cases.services.start_case import start_case
from onegrid.cases.services.transfer import transfer
from onegrid.cases.services.unmask_reporters import unmask_reporters
from onegrid.cases.services.wake_case import wake_case
from onegrid.cases.services.wipe_unbound_attachments import wipe_unbound_attachments
from onegrid.cases.services.withdraw_case import withdraw_case

__all__ = [
    "add_attachment",
    "claim",
    "comment",
    "complete_work_item",
    "copy_to",
    "export_cases",
    "finish_service_call",
    "preview_return",
    "release",
    "retry_incident",
    "return_to",
    "run_service_call",
    "save_draft",
    "send_event",
    "skip_incident",
    "start_case",
    "transfer",
    "unmask_reporters",
    "wake_case",
    "wipe_unbound_attachments",
    "withdraw_case",
]
