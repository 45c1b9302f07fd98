"""The page of one case: what it shows to whom, its acts, and how many statements it takes."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onegrid.cases.models import Attachment, Case, CaseSource, Comment, Copy, EventRecord, Incident
from onegrid.cases.services.claim import claim
from onegrid.cases.services.comment import comment
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.cases.services.copy_to import copy_to
from onegrid.cases.services.save_draft import save_draft
from onegrid.common import clock
from tests.factories.cases import DEPARTMENT, City, new_case, open_item
from tests.web.cases.conftest import signed_in

# Session and person, rights, the frame, and what the page says; no more for a case with a long story.
MOST_STATEMENTS = 34
SECRET = "暗渠塌陷甲"


def address(case: Case, more: str = "") -> str:
    """Of the case's page, or of what stands below it."""
    return f"/cases/{case.number}/{more}"


def test_facts_tasks_limits_and_reports_stand_there_in_words(city: City) -> None:
    case = new_case(city, sector="urban_management", urgency="urgent", latitude="33.961234", longitude="118.275678")
    CaseSource.objects.update(reporter_name="张三丰", reporter_phone="13812345678")
    text = signed_in(city, "leader").get(address(case)).content.decode()
    for word in (
        "井盖缺失",
        case.number,
        "大城管",
        "紧急",
        "立案",
        "值班长",
        "12345热线",
        "张**",
        "138****5678",
        "33.961234",
    ):
        assert word in text, word
    for hidden in ("张三丰", "13812345678", "urban_management<", ">urgent<", "task.opened", "shift_leader"):
        assert hidden not in text, hidden


def test_a_long_story_takes_no_more_statements_than_a_short_one(city: City) -> None:
    case = new_case(city)
    client = signed_in(city, "mayor")
    client.get(address(case))
    with CaptureQueriesContext(connection) as short:
        assert client.get(address(case)).status_code == 200
    item = open_item(case, "file")
    claim(actor=city.actor("leader"), work_item_id=item.pk)
    for n in range(5):
        save_draft(actor=city.actor("leader"), work_item_id=item.pk, draft={"amount": n})
        comment(actor=city.actor("leader"), case_id=case.pk, text=f"第{n}句")
    copy_to(actor=city.actor("leader"), case_id=case.pk, person_ids=[city.people["stranger"].pk])
    complete_work_item(
        actor=city.actor("leader"), work_item_id=item.pk, outcome="file", answers={"lead": DEPARTMENT, "amount": 1}
    )
    client.get(address(case))
    with CaptureQueriesContext(connection) as long:
        assert client.get(address(case)).status_code == 200
    assert len(long) <= len(short) + 1
    assert len(long) <= MOST_STATEMENTS, "\n".join(one["sql"][:150] for one in long.captured_queries)


def test_neighbours_find_nothing_at_any_address(city: City) -> None:
    case = new_case(city, title=SECRET)
    file = picture(city, case)
    comment(actor=city.actor("leader"), case_id=case.pk, text="秘密的一句")
    neighbour = signed_in(city, "neighbour")
    for path in (address(case), address(case, "copy/"), f"/cases/files/{file.key}/", address(case, "?log=all")):
        answer = neighbour.get(path)
        assert answer.status_code == 404, path
        assert SECRET not in answer.content.decode()
        assert "秘密" not in answer.content.decode()
    for path in ("comment/", "withdraw/", "unmask/", "copy/", "incidents/1/retry/", "incidents/1/skip/"):
        before = EventRecord.objects.count()
        answer = neighbour.post(address(case, path), {"text": "x", "reason": "x", "person": city.people["leader"].pk})
        assert answer.status_code == 404, path
        assert EventRecord.objects.count() == before
    for path in ("/cases/", f"/cases/?search={SECRET}", "/cases/figures/", f"/cases/?search={case.number}"):
        text = neighbour.get(path).content.decode()
        assert f'href="/cases/{case.number}/"' not in text
        assert f'og-case-title"><span data-stored>{SECRET}' not in text
    assert SECRET.encode() not in neighbour.get("/cases/export.xlsx").content
    assert signed_in(city, "leader").get(address(case)).status_code == 200


def test_a_comment_sent_twice_stands_there_once(city: City) -> None:
    case, client = new_case(city), signed_in(city, "leader")
    key = re.search(
        r'name="act" value="comment"><input type="hidden" name="key" value="([^"]+)"',
        client.get(address(case)).content.decode(),
    )
    assert key is not None
    for _ in range(2):
        client.post(address(case, "comment/"), {"text": "已联系", "is_instruction": "no", "key": key[1]})
    assert Comment.objects.get().text == "已联系"
    again = client.post(address(case, "comment/"), {"text": "另一句", "is_instruction": "no", "key": key[1]})
    assert again.status_code == 409
    assert "如需再发" in again.content.decode()


def test_a_comment_and_an_instruction(city: City) -> None:
    case = new_case(city)
    answer = signed_in(city, "leader").post(address(case, "comment/"), {"text": "已联系", "is_instruction": "no"})
    assert (answer.status_code, answer["Location"]) == (302, address(case))
    signed_in(city, "mayor").post(address(case, "comment/"), {"text": "尽快办结", "is_instruction": "yes"})
    assert list(Comment.objects.values_list("text", "is_instruction")) == [("已联系", False), ("尽快办结", True)]
    refused = signed_in(city, "leader").post(
        address(case, "comment/"), {"act": "comment", "text": "我也批示", "is_instruction": "yes"}
    )
    assert refused.status_code == 403
    assert "我也批示</textarea>" in refused.content.decode(), "nothing typed is lost"
    assert "只有督导本案" in refused.content.decode()


def test_reporters_are_shown_in_full_once_with_a_reason(city: City) -> None:
    case = new_case(city)
    CaseSource.objects.update(reporter_name="张三丰", reporter_phone="13812345678")
    client = signed_in(city, "mayor")
    assert client.post(address(case, "unmask/"), {"reason": "  "}).status_code == 422
    assert not EventRecord.objects.filter(kind="case.unmasked").exists()
    shown = client.post(address(case, "unmask/"), {"reason": "回访"})
    assert "张三丰" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert EventRecord.objects.get(kind="case.unmasked").reason == "回访"
    assert "张三丰" not in client.get(address(case)).content.decode()
    assert signed_in(city, "leader").post(address(case, "unmask/"), {"reason": "回访"}).status_code == 403


def test_withdrawn_by_who_registered_it_and_offered_to_nobody_else(city: City) -> None:
    case = new_case(city)
    assert address(case, "withdraw/") not in signed_in(city, "mayor").get(address(case)).content.decode()
    client = signed_in(city, "intake")
    assert address(case, "withdraw/") in client.get(address(case)).content.decode()
    assert client.post(address(case, "withdraw/"), {"act": "withdraw", "reason": ""}).status_code == 422
    assert client.post(address(case, "withdraw/"), {"reason": "重复"}).status_code == 302
    case.refresh_from_db()
    assert case.status == "withdrawn"
    assert address(case, "withdraw/") not in client.get(address(case)).content.decode()


def test_copied_to_a_colleague_who_then_reads_it(city: City) -> None:
    case = new_case(city)
    client = signed_in(city, "leader")
    page = client.get(address(case, "copy/")).content.decode()
    ids = set(map(int, re.findall(r'name="person" value="(\d+)"', page)))
    assert city.people["leader2"].pk in ids
    assert city.people["neighbour"].pk not in ids
    chosen = {"person": [city.people["leader2"].pk], "note": "请阅"}
    assert client.post(address(case, "copy/"), chosen).status_code == 302
    signed_in(city, "leader2").get(address(case))
    assert Copy.objects.get().opened_at is not None
    assert client.post(address(case, "copy/"), {"note": "无人"}).status_code == 422


def picture(city: City, case: Case, media_type: str = "image/png", name: str = "p.png") -> Attachment:
    """A file of the case."""
    row = Attachment(
        key="00000000-0000-4000-8000-00000000000" + str(Attachment.objects.count()),
        case=case,
        name=name,
        media_type=media_type,
        size=3,
        sha256="",
        uploaded_by=city.people["leader"],
        uploaded_at=clock.now(),
        expires_at=clock.now(),
    )
    row.file.save(name, SimpleUploadedFile(name, b"abc"), save=True)
    return row


@pytest.mark.parametrize(("media_type", "is_shown"), [("image/png", True), ("image/heic", False), ("text/html", False)])
def test_files_are_shown_only_where_nothing_can_run(
    city: City, media_type: str, is_shown: bool, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    case = new_case(city)
    file = picture(city, case, media_type)
    answer = signed_in(city, "leader").get(f"/cases/files/{file.key}/")
    assert b"".join(answer.streaming_content) == b"abc"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("inline" if is_shown else "attachment")
    assert answer["Content-Type"] == (media_type if is_shown else "application/octet-stream")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_operators_see_incidents_and_settle_them(city: City) -> None:
    case = new_case(city)
    incident = Incident.objects.create(
        case=case,
        task=999,
        element="file",
        code="feel.unknown",
        message_en="`lead` is unknown",
        message_zh="变量未知",
        raised_at=clock.now(),
    )
    assert "变量未知" not in signed_in(city, "leader").get(address(case)).content.decode()
    client = signed_in(city, "operator")
    text = client.get(address(case)).content.decode()
    assert "变量未知" in text
    assert address(case, f"incidents/{incident.pk}/retry/") in text
    wrong = client.post(address(case, f"incidents/{incident.pk}/retry/"), {"data": "[1"})
    assert wrong.status_code == 422
    assert "JSON" in wrong.content.decode()
    other = new_case(city)
    assert client.post(address(other, f"incidents/{incident.pk}/retry/"), {}).status_code == 404
    missing = client.post(address(case, f"incidents/{incident.pk}/skip/"), {"reason": " "})
    assert missing.status_code == 422
    incident.refresh_from_db()
    assert incident.state == Incident.State.OPEN


def test_strangers_are_sent_to_the_sign_in(city: City, client: object) -> None:
    case = new_case(city)
    answer = client.get(address(case))  # type: ignore[attr-defined]
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next=%2Fcases%2F{case.number}%2F")
