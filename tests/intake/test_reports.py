"""Reports over HTTP: one report is one case, whatever is repeated, reused or sent twice at once."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from onegrid.cases.models import Case, CaseSource
from onegrid.common import clock
from onegrid.intake.models import Report, SourceSystem
from onegrid.intake.services.receive_report import receive_report
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.throttling import ByCaller
from tests.cases.together import together
from tests.factories.cases import COUNTY, PLACE, City
from tests.intake.conftest import MakeSource, caller

BODY = {
    "external_id": "H-1",
    "title": "井盖缺失",
    "description": "路口井盖不见了",
    "category": "event-01-02",
    "division": PLACE,
    "place": "幸福路 1 号",
    "latitude": "33.961234",
    "longitude": "118.275678",
    "reporter": {"name": "王某", "phone": "13800000000"},
    "reply_address": "http://127.0.0.1:9/reply",
}


def send(body: dict[str, Any], key: uuid.UUID | str | None = None, client: APIClient | None = None) -> Any:
    """The answer; a new key where none is given."""
    headers = {} if key == "" else {"Idempotency-Key": str(key or uuid.uuid4())}
    content = json.dumps(body)  # escaped, so that also what is no character reaches the server
    return (client or caller()).post("/api/v1/reports/", content, content_type="application/json", headers=headers)


def test_a_report_becomes_a_case_with_its_source(city: City, make_source: MakeSource) -> None:
    make_source(reply_connector="webhook")
    answer = send(BODY)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    case = Case.objects.get(number=told["case_number"])
    assert told["external_id"] == "H-1"
    assert (told["status"], case.title, case.division_id, case.category) == ("open", "井盖缺失", PLACE, "event-01-02")
    assert (case.registered_by_id, case.trusted) == (COUNTY, False)
    source = CaseSource.objects.get(case=case)
    assert (source.source, source.channel, source.external_id) == ("hotline", "hotline", "H-1")
    assert (source.reporter_name, source.reporter_phone) == ("王某", "13800000000")
    assert (source.reply_connector, source.reply_address) == ("webhook", "http://127.0.0.1:9/reply")
    assert Report.objects.get(case=case).body["title"] == "井盖缺失"
    shown = caller().get(f"/api/v1/reports/{told['id']}/")
    assert shown.json() == told


def test_the_same_key_and_body_answers_the_first_report(city: City, make_source: MakeSource) -> None:
    make_source()
    key = uuid.uuid4()
    first, again = send(BODY, key), send(BODY, key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_refused_naming_the_case(city: City, make_source: MakeSource) -> None:
    make_source()
    key = uuid.uuid4()
    number = send(BODY, key).json()["case_number"]
    answer = send({**BODY, "title": "别的事"}, key)
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert (error["code"], error["field"], error["extra"]) == (
        *("report.key_reused", "Idempotency-Key", {"case_number": number}),
    )
    assert error["mend"]["zh"]
    assert error["mend"]["en"]


def test_the_sources_number_under_another_key_is_refused_naming_the_case(city: City, make_source: MakeSource) -> None:
    make_source()
    number = send(BODY).json()["case_number"]
    answer = send(BODY)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "report.number_known"
    assert answer.json()["error"]["extra"] == {"case_number": number}
    assert Case.objects.count() == 1


def test_another_source_may_have_the_same_number_and_key(city: City, make_source: MakeSource) -> None:
    make_source()
    make_source("urban")
    key = uuid.uuid4()
    assert send(BODY, key).status_code == 201
    assert send(BODY, key, caller("urban")).status_code == 201
    assert Case.objects.count() == 2


def test_reports_without_a_number_are_told_apart_by_key(city: City, make_source: MakeSource) -> None:
    make_source()
    assert [send({"title": "路灯不亮"}).status_code for _ in range(2)] == [201, 201]
    assert Case.objects.count() == 2


@pytest.mark.parametrize("external_id", ["H-1", ""])
def test_the_same_key_twice_at_once_is_one_case(
    committed_city: City, make_source: MakeSource, external_id: str
) -> None:
    source, key = make_source(), uuid.uuid4()
    body = {**BODY, "external_id": external_id}

    def act() -> tuple[Report, bool]:
        return receive_report(source=SourceSystem.objects.select_related("unit").get(pk=source.pk), key=key, body=body)

    results = together(act, act, act)
    assert sorted(created for _, created in results) == [False, False, True], results
    assert len({report.pk for report, _ in results}) == 1
    assert Case.objects.count() == CaseSource.objects.count() == 1


def test_the_same_number_twice_at_once_under_two_keys_is_one_case(
    committed_city: City, make_source: MakeSource
) -> None:
    make_source()
    answers = together(*[lambda: send(BODY)] * 3)
    assert sorted(one.status_code for one in answers) == [201, 409, 409], [one.content for one in answers]
    number = next(one.json()["case_number"] for one in answers if one.status_code == 201)
    refused = [one.json()["error"] for one in answers if one.status_code == 409]
    assert {one["code"] for one in refused} == {"report.number_known"}
    assert [one["extra"]["case_number"] for one in refused] == [number] * 2
    assert Case.objects.count() == 1


def test_a_trusted_source_and_what_the_case_knows_of_it(city: City, make_source: MakeSource) -> None:
    make_source("collector", is_trusted=True, channel="collector")
    case = Case.objects.get(number=send(BODY, client=caller("collector")).json()["case_number"])
    assert case.trusted
    assert CaseSource.objects.get(case=case).is_trusted


def test_a_report_of_the_future_was_made_now(city: City, make_source: MakeSource) -> None:
    make_source()
    now = clock.now()
    send({**BODY, "reported_at": (now + dt.timedelta(days=2)).isoformat()})
    assert now <= Case.objects.get().reported_at <= clock.now()


def test_a_report_of_yesterday_keeps_its_moment(city: City, make_source: MakeSource) -> None:
    make_source()
    moment = clock.now() - dt.timedelta(days=1)
    send({**BODY, "reported_at": moment.isoformat()})
    assert Case.objects.get().reported_at == moment


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"division": "999999"}, "division", "report.division_unknown"),
        ({"category": "event-99-99"}, "category", "report.category_unknown"),
        ({"division": "3213"}, "division", "common.invalid"),
        ({"title": ""}, "title", "common.invalid"),
        ({"latitude": "91"}, "latitude", "common.invalid"),
        ({"reported_at": "1900-01-01T00:00:00+08:00"}, "reported_at", "report.too_old"),
        ({"reported_at": "0001-01-01T00:00:00+14:00"}, "reported_at", "common.invalid"),
        ({"reporter": "王某"}, "reporter.non_field_errors", "common.invalid"),
    ],
)
def test_what_does_not_hold_is_named_with_its_mend(
    city: City, make_source: MakeSource, change: dict[str, Any], field: str, code: str
) -> None:
    make_source()
    answer = send({**BODY, **change})
    assert answer.status_code == 422, answer.content
    error = answer.json()["error"]
    assert (error["code"], error["field"]) == (code, field)
    assert error["mend"]["zh"]
    assert error["mend"]["en"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_half_a_position_is_none(city: City, make_source: MakeSource, missing: str) -> None:
    make_source()
    answer = send({name: value for name, value in BODY.items() if name != missing})
    assert answer.status_code == 422
    assert (answer.json()["error"]["code"], answer.json()["error"]["field"]) == ("report.half_position", missing)


@pytest.mark.parametrize("title", ["井\u0000盖", "井\ud800盖"])
def test_what_is_no_text_is_not_read_at_all(city: City, make_source: MakeSource, title: str) -> None:
    make_source()
    answer = send({**BODY, "title": title})
    assert answer.status_code == 400, answer.content
    error = answer.json()["error"]
    assert error["code"] == "common.bad_request"
    assert error["mend"]["zh"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("key", ["", "abc"])
def test_a_report_without_a_key_is_told_to_make_one(city: City, make_source: MakeSource, key: str) -> None:
    make_source()
    answer = send(BODY, key)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "report.key_missing"


@pytest.mark.parametrize(
    ("slug", "secret", "active"),
    [("hotline", "wrong", True), ("nobody", "x", True), ("hotline", "", True), ("hotline", "", False)],
)
def test_a_wrong_key_is_401(city: City, make_source: MakeSource, slug: str, secret: str, active: bool) -> None:
    make_source(is_active=active)
    client = caller(slug, secret) if secret or active else caller()
    answer = send(BODY, client=client)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "common.not_signed_in"
    assert answer.headers["WWW-Authenticate"] == "Source"
    require_told_of_keys(answer)


def require_told_of_keys(answer: Any) -> None:
    mend = answer.json()["error"]["mend"]
    for language in ("en", "zh"):
        assert "register_source" in mend[language] and "tokens" not in mend[language]


def test_a_person_s_token_is_told_that_a_key_is_asked_for(city: City, make_source: MakeSource) -> None:
    make_source()
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(city.people['leader'].pk, 0)[0]}")
    answer = send(BODY, client=client)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Source")
    require_told_of_keys(answer)


def test_a_source_sees_its_own_reports_only(city: City, make_source: MakeSource) -> None:
    make_source()
    make_source("urban")
    report = send(BODY).json()["id"]
    assert caller("urban").get(f"/api/v1/reports/{report}/").status_code == 404


def test_each_source_has_its_own_limit(city: City, make_source: MakeSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByCaller, "THROTTLE_RATES", {"reports": "2/min"})
    make_source()
    make_source("urban")
    answers = [send({"title": "路灯不亮"}) for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert send({"title": "路灯不亮"}, client=caller("urban")).status_code == 201
    assert Case.objects.count() == 3
