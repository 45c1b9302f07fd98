"""Files: uploaded first, bound by the act that names them."""

import base64
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from rest_framework.test import APIClient

from onegrid.cases import selectors
from onegrid.cases.models import Attachment
from onegrid.cases.services.add_attachment import LARGEST, add_attachment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.wipe_unbound_attachments import wipe_unbound_attachments
from onegrid.common import clock
from onegrid.common.errors import Invalid
from onegrid.jurisdictions import tokens
from tests.cases.models import PHOTO
from tests.cases.together import together
from tests.factories.cases import City, new_case, open_item, publish

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    return


def upload(city: City, name: str, content: bytes = PNG, called: str = "现场.png") -> Attachment:
    return add_attachment(actor=city.actor(name), upload=SimpleUploadedFile(called, content))


def test_known_by_its_content_and_once(city: City) -> None:
    row = upload(city, "leader", called="../../evil.exe")
    assert (row.media_type, row.size) == ("image/png", len(PNG))
    assert row.file.name.endswith(f"{row.key}.png")
    assert upload(city, "leader").pk == row.pk
    assert upload(city, "handler").pk != row.pk


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachments.size"),
        (b"#!/bin/sh\nrm -rf /\n", "attachments.type"),
        (b"<html><script>alert(1)</script></html>", "attachments.type"),
        (PNG + b"\0" * LARGEST, "attachments.size"),
    ],
)
def test_what_is_not_taken(city: City, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        upload(city, "leader", content)
    assert refused.value.code == code
    assert not Attachment.objects.exists()


def test_bound_by_completion_and_seen_as_the_case(city: City) -> None:
    publish("picturing", bpmn=PHOTO)
    case = new_case(city, slug="picturing")
    item = open_item(case, "first")
    row, loose = upload(city, "leader"), upload(city, "handler", called="b.png")
    assert set(selectors.attachments_for(city.actor("leader"), [row.key, loose.key])) == {row.key}
    complete_work_item(
        actor=city.actor("leader"),
        work_item_id=item.pk,
        answers={"handling_result": "x", "photos": [str(row.key)]},
    )
    row.refresh_from_db()
    assert (row.case_id, row.task) == (case.pk, item.task)
    for name, status in (("leader2", 200), ("neighbour", 404)):
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people[name].pk, 0)[0]}")
        answer = client.get(f"/api/v1/attachments/{row.key}/content/")
        assert answer.status_code == status
        together = selectors.attachments_for(city.actor(name), [row.key, loose.key])
        assert set(together) == ({row.key} if status == 200 else set()), "many at once are seen as one by one"
        if status == 200:
            assert b"".join(answer.streaming_content) == PNG
        assert client.get(f"/api/v1/attachments/{row.key}/").status_code == status


def test_a_photo_is_required_must_be_a_picture_and_the_senders(city: City) -> None:
    publish("picturing", bpmn=PHOTO)
    item = open_item(new_case(city, slug="picturing"), "first")
    leader = city.actor("leader")
    with pytest.raises(Invalid) as refused:
        complete_work_item(actor=leader, work_item_id=item.pk, answers={"handling_result": "x"})
    assert refused.value.field == "photo"
    for row, code in (
        (upload(city, "handler"), "attachments.unknown"),
        (upload(city, "leader", PDF, "a.pdf"), "attachments.not_a_picture"),
    ):
        with pytest.raises(Invalid) as refused:
            complete_work_item(
                actor=leader, work_item_id=item.pk, answers={"handling_result": "x", "photos": [str(row.key)]}
            )
        assert [(one.code, one.field) for one in refused.value.details] == [(code, "photos[0]")]
    assert not Attachment.objects.exclude(case=None).exists()


def test_what_is_missing_is_told_in_one_round(city: City) -> None:
    outcomes = "".join(f'<onegrid:outcome id="{name}" label="{name}"/>' for name in ("done", "more"))
    publish("picturing", bpmn=PHOTO)
    publish("choosing", bpmn=PHOTO.replace("picturing", "choosing").replace("</bpmn:ext", f"{outcomes}</bpmn:ext"))
    for slug, wanted in (("picturing", []), ("choosing", ["outcome"])):
        item = open_item(new_case(city, slug=slug), "first")
        with pytest.raises(Invalid) as refused:
            complete_work_item(actor=city.actor("leader"), work_item_id=item.pk, answers={})
        told = [one.field for one in refused.value.details]
        assert told == [*wanted, "handling_result", "photo"]
        assert "`" not in refused.value.mend_en, "a person has no `details`"


def test_unbound_is_the_uploaders_alone_and_wiped_after_a_day(
    city: City, django_capture_on_commit_callbacks: Any
) -> None:
    row = upload(city, "leader")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people['leader2'].pk, 0)[0]}")
    assert client.get(f"/api/v1/attachments/{row.key}/").status_code == 404
    assert wipe_unbound_attachments() == 0
    Attachment.objects.update(expires_at=clock.real_now() - timedelta(seconds=1))
    path = Path(row.file.path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert wipe_unbound_attachments() == 1
    assert not path.exists()
    assert not Attachment.objects.exists()


def test_uploaded_again_it_is_kept_for_another_day(city: City) -> None:
    row = upload(city, "leader")
    Attachment.objects.update(expires_at=clock.real_now() + timedelta(seconds=1))
    assert upload(city, "leader").pk == row.pk
    row.refresh_from_db()
    assert row.expires_at > clock.real_now() + timedelta(hours=23)


def test_one_that_is_uploaded_again_is_not_wiped_meanwhile(committed_city: City) -> None:
    row = upload(committed_city, "leader")
    until = clock.real_now() + timedelta(seconds=0.5)
    Attachment.objects.update(expires_at=until)
    answered, swept = Event(), Event()

    def upload_again() -> Attachment:
        with transaction.atomic():
            found = upload(committed_city, "leader")
            answered.set()
            assert swept.wait(10)
        return found

    def wipe() -> int:
        assert answered.wait(10)
        sleep(max(0, (until - clock.real_now()).total_seconds()) + 0.1)
        gone = wipe_unbound_attachments()
        swept.set()
        return gone

    again, gone = together(upload_again, wipe)
    assert (again.pk, gone) == (row.pk, 0)
    assert Attachment.objects.filter(pk=row.pk).exists()


def test_one_that_was_renewed_since_the_wiper_looked_stays(city: City) -> None:
    upload(city, "leader")
    Attachment.objects.update(expires_at=clock.real_now() - timedelta(seconds=1))
    looks: list[str] = []

    def renew_after_the_look(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        found = execute(sql, *more)
        looks.append(sql)
        if len(looks) == 1:
            Attachment.objects.update(expires_at=clock.real_now() + timedelta(hours=24))
        return found

    with connection.execute_wrapper(renew_after_the_look):
        assert wipe_unbound_attachments() == 0
    assert Attachment.objects.exists()


def test_uploaded_over_http(city: City) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people['leader'].pk, 0)[0]}")
    answer = client.post("/api/v1/attachments/", {"file": SimpleUploadedFile("a.png", PNG)}, format="multipart")
    assert answer.status_code == 201, answer.content
    assert answer.json()["media_type"] == "image/png"
