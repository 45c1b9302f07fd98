"""Reactions to what cases announces (wired in config/subscriptions.py)."""

from onegrid.cases.events import NoticeRequested
from onegrid.notices.services.notify import notify


def tell(event: NoticeRequested) -> None:
    """In the transaction of the act that asks for it; the event's key makes a repeated act tell nobody twice."""
    to_role_unit = (event.to_role, event.to_unit_id) if event.to_role and event.to_unit_id else None
    notify(
        case_id=event.case_id,
        kind=event.kind,
        text_zh=event.text_zh,
        text_en=event.text_en,
        to_person_ids=event.to_person_ids,
        to_role_unit=to_role_unit,
        link=event.link,
        key=event.key,
        at=event.at,
    )
