"""What a drawing is told, and who is told it."""

import pytest
from django.conf import settings
from django.test import Client

from onegrid.cases import directory
from onegrid.cases.models import Case
from onegrid.cases.services.return_to import return_to
from onegrid.catalog import selectors as catalog
from onegrid.engine.problems import Problem, Severity
from onegrid.jurisdictions import policy
from onegrid.web.layers.check_layer import check_diagram
from tests.cases.test_complete_work_item import filed
from tests.factories.cases import FOLDER, City, make_city, new_case, open_item, publish


@pytest.fixture
def city(db: None) -> City:
    for forget in (catalog.forget, policy.forget, directory.forget):
        forget()
    made = make_city()
    publish()
    return made


def signed_in(city: City, name: str, client: Client) -> Client:
    client.force_login(city.people[name], backend="onegrid.jurisdictions.signed_in.PersonBackend")
    return client


def returned(city: City) -> Case:
    case = filed(city)
    item = open_item(case, "handle")
    return_to(actor=city.actor("handler"), work_item_id=item.pk, target="file", reason="非本单位职责")
    case.refresh_from_db()
    return case


def test_the_data_say_where_it_stands_who_did_what_and_what_came_back(city: City, client: Client) -> None:
    case = returned(city)
    found = signed_in(city, "mayor", client).get(f"/cases/{case.number}/diagram.json").json()
    assert (found["process"], found["layer"]) == ("three_tasks", "case")
    own, end = (FOLDER / "process.bpmn").read_text(encoding="utf-8").rsplit("</bpmn:definitions>", 1)
    assert found["bpmn"].startswith(own.rstrip()), "the designer's own text"
    assert found["bpmn"].endswith("</bpmn:definitions>" + end)
    assert "<bpmndi:BPMNDiagram" in found["bpmn"], "laid out, since the file has no drawing"
    nodes = found["nodes"]
    assert (nodes["file"]["sign"], nodes["file"]["count"]) == ("here", 2)
    assert (nodes["handle"]["sign"], nodes["handle"]["lines"]) == ("back", [])
    assert nodes["filed_or_not"]["sign"] == "passed"
    assert "end_closed" not in nodes
    assert found["flows"] == {"f1": 1, "f2": 1, "f_file": 1, "f3": 1, "f4": 1}
    visit = nodes["file"]["visits"][0]
    told = {one["label"]: one["value"] for one in visit["facts"]}
    assert visit["title"] == "已办"
    assert told["办理人"] == "leader"
    assert told["岗位"] == "C321302 · 值班长"
    back = {one["label"]: one["value"] for one in nodes["handle"]["visits"][0]["facts"]}
    assert (back["退回至"], back["理由"]) == ("立案", "非本单位职责")
    assert {one["sign"]: one["word"] for one in found["legend"]}["here"] == "当前所在"


def test_english_words_for_who_reads_english(city: City, client: Client) -> None:
    case = filed(city)
    signed_in(city, "mayor", client)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    found = client.get(f"/cases/{case.number}/diagram.json").json()
    assert {one["word"] for one in found["legend"]} == {"Stands here now", "Passed"}


@pytest.mark.parametrize("address", ["diagram.json", "diagram/"])
def test_another_county_finds_no_such_case(city: City, client: Client, address: str) -> None:
    case = filed(city)
    page = f"/cases/{case.number}/{address}"
    assert signed_in(city, "neighbour", client).get(page).status_code == 404
    assert signed_in(city, "stranger", client).get(page).status_code == 404
    assert signed_in(city, "handler", client).get(page).status_code == 200
    client.logout()
    assert client.get(page).status_code == 302


def test_a_process_that_the_version_has_not_is_not_found(city: City, client: Client) -> None:
    case = filed(city)
    assert signed_in(city, "mayor", client).get(f"/cases/{case.number}/diagram.json?process=other").status_code == 404


def test_the_page_tells_the_steps_in_words_and_alone_allows_inline_style(city: City, client: Client) -> None:
    case = filed(city)
    answer = signed_in(city, "mayor", client).get(f"/cases/{case.number}/diagram/")
    assert "style-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert f'data-url="/cases/{case.number}/diagram.json"' in page
    assert page.count("<span data-stored>立案</span>") == 1
    assert "unsafe-inline" not in client.get(f"/cases/{case.number}/diagram.json").headers["Content-Security-Policy"]


def test_a_version_shows_only_counts_of_cases_that_one_sees(city: City, client: Client) -> None:
    filed(city)
    new_case(city)
    page = "/studio/three_tasks/versions/1/diagram.json"
    found = signed_in(city, "mayor", client).get(page).json()
    assert {element: node["count"] for element, node in found["nodes"].items()} == {"file": 1, "handle": 1}
    assert signed_in(city, "neighbour", client).get(page).json()["nodes"] == {}
    assert client.get("/studio/three_tasks/versions/9/diagram.json").status_code == 404


def test_findings_stand_at_their_elements_and_worst_first() -> None:
    found = check_diagram(
        (FOLDER / "process.bpmn").read_bytes(),
        "three_tasks",
        [
            Problem("a.warn", Severity.WARNING, "look", "请看", "mend", "改", element="file"),
            Problem("a.err", Severity.ERROR, "wrong", "错了", "mend it", "请改", element="file", line=7),
            Problem("b.file", Severity.ERROR, "no such", "没有", "add", "加", file="decisions/x.dmn"),
        ],
    )
    assert (found["nodes"]["file"]["sign"], found["nodes"]["file"]["count"]) == ("error", 2)
    assert [(one["severity"], one["element"], one["line"]) for one in found["problems"]] == [
        ("error", "file", 7),
        ("error", "", None),
        ("warning", "file", None),
    ]
    assert found["problems"][1]["name"] == "decisions/x.dmn"


def test_a_file_that_cannot_be_read_has_findings_and_no_picture() -> None:
    problem = Problem("read.xml", Severity.ERROR, "broken", "坏了", "mend", "改", line=1)
    found = check_diagram(b"<nonsense", "p", [problem])
    assert (found["bpmn"], [one["message"] for one in found["problems"]]) == ("", ["坏了"])
