"""People of a small city who do the tasks of the shipped processes through the real services and forms."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import Case, EventRecord, WorkItem
from onegrid.cases.services.add_attachment import add_attachment
from onegrid.cases.services.claim import claim
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.start_case import start_case
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor, actor_of
from onegrid.jurisdictions.selectors import holders_of
from tests.factories.cases import COUNTY, PLACE, City

PHOTO = "(photo)"
_numbers = iter(range(1, 1_000_000))
Given = tuple[str, Mapping[str, Any]]

VERIFIED: Given = ("genuine", {"verification_photos": PHOTO, "verification_note": "与诉求一致"})
ACCEPTED: Given = ("accept", {})
DONE: Given = ("done", {"photos_before": PHOTO, "photos_after": PHOTO, "handling_note": "已处理"})
PASSED: Given = ("passed", {"check_photos": PHOTO, "check_note": "已恢复"})
FAILED: Given = ("failed", {"check_photos": PHOTO, "check_note": "仍有问题"})
CLOSED: Given = ("close", {"condition_met": True, "closing_note": "问题已经处理完毕。"})
SATISFIED: Given = ("satisfied", {"call_back_note": "满意"})


def register(city: City, **facts: Any) -> Case:
    """A report of the county's own staff or, untrusted, of the hotline; `reply_address`: where it wants its reply."""
    number, trusted, address = next(_numbers), facts.pop("trusted", True), facts.pop("reply_address", "")
    source = NewSource(
        source="patrol",
        channel="collector",
        external_id=f"P{number}",
        is_trusted=trusted,
        reply_connector="webhook" if address else "",
        reply_address=address,
    )
    return start_case(
        actor=city.actor("intake"),
        workflow_slug="event_dispatch",
        unit_id=city.unit(COUNTY).pk,
        facts={"place": "幸福中路", "division": PLACE, "trusted": trusted, **facts},
        sources=[source],
    )


def do(case: Case, element: str, given: Given, *, person: Person | None = None, item: WorkItem | None = None) -> Person:
    """Somebody whose pool lists the task claims it and completes it; who it was."""
    item = item or WorkItem.objects.get(case=case, element=element, status=WorkItem.Status.OPEN)
    assert not item.is_on_duty_desk, f"nobody could take {element} at {item.unit.code}"
    person = person or item.owner or candidates(item)[0]
    actor = actor_of(person.pk)
    if item.owner_id is None:
        claim(actor=actor, work_item_id=item.pk)
    outcome, answers = given
    complete_work_item(
        actor=actor, work_item_id=item.pk, outcome=outcome, answers=_filled(actor, answers), reason="依据现场情况"
    )
    case.refresh_from_db()
    return person


def do_all(case: Case, steps: Sequence[tuple[str, Given]]) -> None:
    """One task after the other."""
    for element, given in steps:
        do(case, element, given)


def candidates(item: WorkItem) -> list[Person]:
    """Who may claim the task."""
    found = holders_of(item.role, item.unit_id, area=item.area or None)
    return [person for person in found if person.pk not in item.excluded]


def milestones(case: Case) -> list[str]:
    """As the log has them."""
    rows = EventRecord.objects.filter(case_id=case.pk, kind="milestone").order_by("seq")
    return [str(row.milestone) for row in rows]


def _filled(actor: Actor, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: [new_photo(actor)] if value == PHOTO else value for key, value in answers.items()}


def new_photo(actor: Actor) -> str:
    """A picture of one pixel, each of its own colour."""
    pixel = zlib.compress(b"\0" + struct.pack(">I", next(_numbers))[1:])
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", pixel), (b"IEND", b""))
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    upload = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks), content_type="image/png")
    return str(add_attachment(actor=actor, upload=upload).key)
