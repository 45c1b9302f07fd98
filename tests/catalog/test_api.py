"""The catalog over HTTP: read by everybody who is signed in, checked and published by who may."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from rest_framework.test import APIClient

from onegrid.catalog.models import WorkflowVersion
from onegrid.jurisdictions.models import Person
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import NOTE_FORM, Step, draft, published, straight

THREE = (Step("one", "第一步"), Step("between", "中间一步"), Step("two", "第二步"))


def client_of(actor: Actor) -> APIClient:
    """Signed in as the person."""
    client = APIClient()
    client.force_authenticate(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def wu(designer: Actor) -> APIClient:
    """May publish."""
    return client_of(designer)


@pytest.fixture
def li(handler: Actor) -> APIClient:
    """May not."""
    return client_of(handler)


def body(*steps: Step, **more: Any) -> dict[str, Any]:
    """A whole folder as JSON."""
    made = draft("small", *steps)
    return {
        "files": {name: content.decode() for name, content in made.files.items()},
        "forms": {name: content.decode() for name, content in made.forms.items()},
        **more,
    }


def test_strangers_see_nothing(db: None) -> None:
    for address in ("workflows/", "forms/", "categories/", "standards/", "stages/", "versions/1/"):
        assert APIClient().get(f"/api/v1/{address}").status_code == 401, address


def test_publish_by_json_and_read_back(wu: APIClient, li: APIClient) -> None:
    answer = wu.post("/api/v1/workflows/small/publish/", body(note="第一版"), format="json")
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert (made["number"], made["is_current"], made["note"], made["published_by"]) == (1, True, "第一版", "wu")
    assert made["dependents"] == []
    again = wu.post("/api/v1/workflows/small/publish/", body(), format="json")
    assert (again.status_code, again.json()["id"]) == (201, made["id"])

    shown = li.get("/api/v1/workflows/small/").json()
    assert (shown["title"], shown["kind"], shown["current"]["id"]) == ("测试流程", "part", made["id"])
    assert [one["slug"] for one in li.get("/api/v1/workflows/").json()["results"]] == ["small"]
    assert [one["number"] for one in li.get("/api/v1/workflows/small/versions/").json()["results"]] == [1]
    diagram = li.get(f"/api/v1/versions/{made['id']}/bpmn/")
    assert (diagram.content, diagram["Content-Type"]) == (draft().files["process.bpmn"], "application/xml")
    form = li.get(f"/api/v1/versions/{made['id']}/forms/note/").json()
    assert form["definition"]["components"][0]["key"] == "note"
    assert li.get("/api/v1/forms/note/").json()["source"] == NOTE_FORM
    assert [one["slug"] for one in li.get("/api/v1/forms/").json()["results"]] == ["note"]


def test_only_what_changed_need_be_sent(wu: APIClient) -> None:
    wu.post("/api/v1/workflows/small/publish/", body(), format="json")
    sent = {"files": {"workflow.yaml": draft().files["workflow.yaml"].decode().replace("测试流程", "改名")}, "base": 1}
    answer = wu.post("/api/v1/workflows/small/publish/", sent, format="json")
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
    assert wu.get("/api/v1/workflows/small/").json()["title"] == "改名"
    stale = wu.post("/api/v1/workflows/small/publish/", body(*THREE, base=1), format="json")
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "catalog.stale_base")


def test_publish_by_upload_keeps_bytes(wu: APIClient) -> None:
    gbk = straight("small", Step("one", "第一步"), Step("two", "第二步")).decode().replace("UTF-8", "GBK").encode("gbk")
    parts: dict[str, Any] = {
        name: SimpleUploadedFile(name.split("/")[-1], content)
        for name, content in draft(process_bpmn=gbk).files.items()
    }
    parts["forms/note.yaml"] = SimpleUploadedFile("note.yaml", NOTE_FORM.encode())
    parts["note"] = "上传"
    answer = wu.post("/api/v1/workflows/small/publish/", parts, format="multipart")
    assert answer.status_code == 201, answer.json()
    assert wu.get(f"/api/v1/versions/{answer.json()['id']}/bpmn/").content == gbk
    assert answer.json()["note"] == "上传"


@pytest.mark.parametrize("cut", [60, 200, -30])
def test_an_upload_that_broke_off_publishes_nothing(wu: APIClient, designer: Actor, cut: int) -> None:
    """The file in which it ended was dropped, and the rest published."""
    published(designer, "small", Step("one", "第一步"))
    changed = SimpleUploadedFile("process.bpmn", straight("small", *THREE))
    parts = encode_multipart(BOUNDARY, {"process.bpmn": changed, "note": "上传"})
    answer = wu.generic("POST", "/api/v1/workflows/small/publish/", parts[:cut], content_type=MULTIPART_CONTENT)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "common.bad_request")
    assert WorkflowVersion.objects.count() == 1


def test_refused_with_problems_by_element(wu: APIClient) -> None:
    broken = body(Step("one", role="wizard"), Step("two"))
    answer = wu.post("/api/v1/workflows/small/publish/", broken, format="json")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "catalog.not_publishable"
    found = next(one for one in error["details"] if one["code"] == "lint.role_unknown")
    assert found["element"] == "one"
    assert found["line"]
    assert found["mend"]["zh"]
    assert not WorkflowVersion.objects.exists()


def test_check_says_all_and_changes_nothing(wu: APIClient) -> None:
    answer = wu.post("/api/v1/workflows/small/check/", body(Step("one", role="wizard"), Step("two")), format="json")
    assert answer.status_code == 200
    assert answer.json()["state"] == "rehearsable"
    assert "lint.role_unknown" in [one["code"] for one in answer.json()["problems"]]
    assert wu.post("/api/v1/workflows/small/check/", body(), format="json").json()["state"] == "publishable"
    assert not WorkflowVersion.objects.exists()


@pytest.mark.parametrize("act", ["check", "publish"])
def test_who_may_not_is_refused(li: APIClient, act: str) -> None:
    answer = li.post(f"/api/v1/workflows/small/{act}/", body(), format="json")
    assert answer.status_code == 404
    assert not WorkflowVersion.objects.exists()


def test_publishing_a_callee_or_form_names_dependents(wu: APIClient, designer: Actor) -> None:
    from tests.factories.catalog import examples

    published(designer, "inner", Step("deep", "里面"))
    steps = (Step("ask", "询问", call="inner"),)
    published(designer, "caller", *steps, examples_yaml=examples(*steps, inner=("deep",)))
    files = {"process.bpmn": straight("inner", Step("deep", "里面深处")).decode()}
    answer = wu.post("/api/v1/workflows/inner/publish/", {"files": files}, format="json")
    assert answer.json()["dependents"] == ["caller"]
    sent = {"yaml": NOTE_FORM.replace("情况", "经过")}
    form = wu.post("/api/v1/forms/note/publish/", sent, format="json")
    assert (form.status_code, form.json()["dependents"]) == (201, ["caller", "inner"])
    again = wu.post("/api/v1/forms/note/publish/", {**sent, "republish": ["inner", "caller"]}, format="json")
    assert again.json()["dependents"] == []


def test_a_faulty_form_is_refused(wu: APIClient) -> None:
    answer = wu.post("/api/v1/forms/note/publish/", {"yaml": NOTE_FORM.replace("textarea", "textaera")}, format="json")
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["line"] == 5


@pytest.mark.parametrize(
    "address", ["workflows/none/", "versions/999/", "versions/999/bpmn/", "forms/none/", "categories/none/"]
)
def test_what_is_not_there(wu: APIClient, address: str) -> None:
    answer = wu.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.json()["error"]["message"]["zh"] != "") == (404, True)


def test_categories_and_standards(li: APIClient) -> None:
    assert [one["code"] for one in li.get("/api/v1/categories/?kind=event&search=垃圾").json()["results"]] == [
        "event-01-02"
    ]
    assert li.get("/api/v1/categories/?kind=service").json()["results"] == []
    assert li.get("/api/v1/categories/event-01-02/").json()["sector"] == "urban_management"
    rows = li.get("/api/v1/standards/?category=event-01-02").json()["results"]
    assert {(one["stage"], one["limit_value"], one["limit_unit"]) for one in rows} == {
        ("handling", 2, "work_day"),
        ("check", 4, "work_hour"),
    }
    assert all(one["is_invented"] for one in rows)
    assert li.get("/api/v1/standards/?on=2023-01-01").json()["results"] == []
    assert [one["slug"] for one in li.get("/api/v1/stages/").json()] == ["handling", "check", "dispatch"]


def test_a_body_that_is_no_folder(wu: APIClient) -> None:
    answer = wu.post("/api/v1/workflows/small/publish/", {"files": {"README.md": "x"}}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "catalog.no_diagram")
    answer = wu.post("/api/v1/workflows/small/publish/", {"files": "x"}, format="json")
    assert answer.status_code in (400, 422)
    answer = wu.post("/api/v1/workflows/small/publish/", json.dumps([1]), content_type="application/json")
    assert answer.status_code in (400, 422)


def test_diagrams_of_other_tools_are_imported(wu: APIClient, li: APIClient) -> None:
    sent = [SimpleUploadedFile("a.bpmn", straight("imported_one")), SimpleUploadedFile("b.bpmn", b"<oops")]
    answer = wu.post("/api/v1/workflow-imports/", {"files": sent}, format="multipart")
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert [(one["name"], one["state"]) for one in made["files"]] == [
        ("a.bpmn", "publishable"),
        ("b.bpmn", "unreadable"),
    ]
    (process,) = made["files"][0]["processes"]
    assert (process["slug"], process["became"]) == ("imported_one", "new")
    assert all(one["message"]["zh"] and one["mend"]["en"] for file in made["files"] for one in file["problems"])
    assert wu.get(f"/api/v1/workflow-imports/{made['id']}/").json() == made
    assert li.get(f"/api/v1/workflow-imports/{made['id']}/").status_code == 404
    assert li.post("/api/v1/workflow-imports/", {"files": sent}, format="multipart").status_code in (403, 404)
    assert wu.post("/api/v1/workflow-imports/", {}, format="multipart").status_code == 422
