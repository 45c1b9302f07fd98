"""The designer's story through the pages, on a real database and engine."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from onegrid.cases.models import Case
from onegrid.cases.services.complete_work_item import complete_work_item
from onegrid.catalog import selectors
from onegrid.catalog.models import DesignDraft, Form, FormVersion, Workflow, WorkflowVersion
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions import policy
from tests.factories.cases import CITY, COUNTY, City, make_city, new_case, open_item
from tests.factories.catalog import NOTE_FORM, make_code_set
from tests.web.studio_parts import BETWEEN, ONE, TWO, browser_of, files, publish, upload, without_limit, zipped

NOTE = "new step wanted by the night shift"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    from onegrid.cases import directory

    for remembered in (selectors, policy, directory):
        remembered.forget()
    yield
    for remembered in (selectors, policy, directory):
        remembered.forget()


@pytest.fixture
def city(db: None) -> City:
    """People, a designer among them, and a published process of two steps."""
    made = make_city()
    make_code_set()
    made.hire("designer", ("designer", CITY))
    made.hire("designer2", ("designer", CITY))
    publish()
    return made


@pytest.fixture
def wu(city: City) -> Client:
    """The designer at the browser, in Chinese."""
    return browser_of(city.people["designer"])


def page(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    """The page's text, htmx not involved."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status, (name, answer.status_code)
    return answer.content.decode()


def revision() -> int:
    """Of the one draft."""
    return DesignDraft.objects.get().revision


def finish_first(city: City, case: Case) -> None:
    """Complete step one."""
    item = open_item(case, "one")
    complete_work_item(
        actor=city.actor("leader"), work_item_id=item.pk, revision=item.revision, answers={"note": "好"}, outcome=None
    )


def test_a_fault_is_read_mended_published_and_the_next_case_takes_the_new_step(city: City, wu: Client) -> None:
    old = new_case(city, slug="small")
    wanted = files("small", ONE, BETWEEN, TWO)
    faulty = without_limit(wanted["process.bpmn"], "between")

    sent = [upload("my drawing.bpmn", faulty), upload("examples.yaml", wanted["examples.yaml"])]
    answer = wu.post(reverse("studio_upload", args=["small"]), {"files": sent})
    assert answer.status_code == 302
    report = page(wu, "studio_draft", "small", check="1")
    assert "human.no_limit" in report
    assert "复核一下" in report, "the element is named as people call it"
    assert 'data-og-element="between"' in report
    assert re.search(r'href="[^"]*edit/process.bpmn#L\d+"', report), "and its line leads into the file"
    assert "用户任务" in report

    refused = page(wu, "studio_publish", "small")
    assert 'id="cannot-publish"' in refused
    assert 'id="publish-send"' not in refused
    forced = wu.post(reverse("studio_publish", args=["small"]), {"note": NOTE, "revision": revision()})
    assert forced.status_code == 422
    assert selectors.current_version("small").number == 1

    text = faulty.decode().replace(
        '<onegrid:form ref="note"/>\n        \n',
        '<onegrid:form ref="note"/>\n<onegrid:limit value="2" unit="work_hour"/>\n',
    )
    assert text != faulty.decode()
    edited = {"text": text.replace("\n", "\r\n"), "revision": revision()}
    assert wu.post(reverse("studio_edit", args=["small", "process.bpmn"]), edited).status_code == 302
    assert "og-verdict-good" in page(wu, "studio_draft", "small", check="1")

    preview = page(wu, "studio_publish", "small")
    assert "复核一下" in preview, "the added element stands in the difference"
    assert "1 件办理中的案件保持原版本" in preview
    assert wu.post(reverse("studio_publish", args=["small"]), {"note": " ", "revision": revision()}).status_code == 422
    done = wu.post(reverse("studio_publish", args=["small"]), {"note": NOTE, "revision": revision()})
    assert done.headers["Location"] == reverse("studio_workflow", args=["small"])

    version = selectors.current_version("small")
    assert (version.number, version.origin, version.note) == (2, "studio", NOTE)
    assert b"\r\n" not in selectors.draft_of(version).files["process.bpmn"], "line ends are the file's own"
    assert AuditRecord.objects.get(action="catalog.version_published", reason=NOTE).person_id
    assert not DesignDraft.objects.exists()
    shown = page(wu, "studio_workflow", "small")
    assert NOTE in shown
    assert "第 2 版已发布" in shown

    new = new_case(city, slug="small")
    for case in (old, new):
        finish_first(city, case)
    assert open_item(new, "between").name == "复核一下"
    assert open_item(old, "two").name == "第二步"


def test_a_label_is_changed_and_published_with_its_dependents(city: City, wu: Client) -> None:
    publish("other")
    old = new_case(city, slug="small")
    form = page(wu, "studio_form", "note")
    assert "第一步" in form, "where it is shown"
    draft = reverse("studio_form_draft", args=["note"])
    changed = NOTE_FORM.replace("情况", "现场情况")
    assert wu.post(draft, {"text": changed, "revision": 0, "then": "publish"}).status_code == 302
    preview = page(wu, "studio_form_publish", "note")
    assert "+  - {type: textarea, key: note, label: 现场情况" in preview
    assert 'value="small" checked' in preview
    assert 'value="other" checked' in preview
    sent = {"note": "clearer words", "revision": revision(), "republish": ["small"]}
    assert wu.post(reverse("studio_form_publish", args=["note"]), sent).status_code == 302

    assert FormVersion.objects.get(form__slug="note", number=2).origin == "studio"
    new = new_case(city, slug="small")
    labels = [next(selectors.form_of(case.version_id, "note").walk()).label for case in (old, new)]
    assert labels == ["情况", "现场情况"]
    assert selectors.current_version("other").number == 1, "who was not asked for keeps the older form"
    assert "不是现行版本" in page(wu, "studio_form", "note")


def test_a_faulty_form_stays_a_draft_with_its_line(city: City, wu: Client) -> None:
    typed = NOTE_FORM.replace("textarea", "textaera")
    answer = wu.post(reverse("studio_form_draft", args=["note"]), {"text": typed, "revision": 0}, follow=True)
    shown = answer.content.decode()
    assert "textaera" in shown, "what was typed is kept"
    assert "form.type_unknown" in shown
    assert "第 5 行" in shown
    assert 'id="cannot-publish"' in page(wu, "studio_form_publish", "note")
    sent = {"note": "x", "revision": revision()}
    assert wu.post(reverse("studio_form_publish", args=["note"]), sent).status_code == 422
    assert Form.objects.get(slug="note").current_version.number == 1  # type: ignore[union-attr]


def test_two_designers_at_once(city: City, wu: Client) -> None:
    other = browser_of(city.people["designer2"], "en")
    address, act = reverse("studio_upload", args=["small"]), reverse("studio_publish", args=["small"])
    for client, steps in ((wu, (ONE, BETWEEN)), (other, (ONE, BETWEEN, TWO))):
        made = files("small", *steps)
        packed = zipped({name: made[name] for name in ("process.bpmn", "examples.yaml")})
        assert client.post(address, {"files": [upload("changed.zip", packed)]}).status_code == 302
    assert wu.post(act, {"note": "a", "revision": 1}).status_code == 302
    late = other.post(act, {"note": "why I did it", "revision": 1})
    assert late.status_code == 409
    assert "version 2 is current" in late.content.decode()
    assert "why I did it" in late.content.decode(), "nothing typed is lost"
    assert 'id="draft-rebase"' in page(other, "studio_draft", "small")

    other.post(reverse("studio_rebase", args=["small"]))
    assert DesignDraft.objects.get().base == 2
    assert other.post(act, {"note": "b", "revision": 2}).status_code == 302
    tasks = selectors.spec_of(selectors.current_version("small").pk).human_tasks
    assert list(tasks) == ["one", "between", "two"]


def test_the_same_form_changed_by_two(city: City, wu: Client) -> None:
    other = browser_of(city.people["designer2"])
    address, act = reverse("studio_form_draft", args=["note"]), reverse("studio_form_publish", args=["note"])
    for client, word in ((wu, "甲"), (other, "乙")):
        client.post(address, {"text": NOTE_FORM.replace("情况", word), "revision": 0})
    assert wu.post(act, {"note": "a", "revision": 1}).status_code == 302
    assert other.post(act, {"note": "b", "revision": 1}).status_code == 409
    assert FormVersion.objects.filter(form__slug="note").count() == 2


def test_the_draft_survives_and_is_the_designers_own(city: City, wu: Client) -> None:
    wu.post(reverse("studio_upload", args=["small"]), {"files": [upload("README.md", b"# kept\n")]})
    again = browser_of(city.people["designer"])
    assert "# kept" in page(again, "studio_edit", "small", "README.md")
    assert reverse("studio_draft", args=["small"]) in page(again, "studio")
    other = browser_of(city.people["designer2"])
    assert "# kept" not in page(other, "studio_edit", "small", "README.md")
    assert other.post(reverse("studio_discard", args=["small"])).status_code == 404
    assert wu.post(reverse("studio_discard", args=["small"])).status_code == 302
    assert not DesignDraft.objects.exists()


def test_a_stale_window_loses_nothing(city: City, wu: Client) -> None:
    address = reverse("studio_edit", args=["small", "README.md"])
    assert wu.post(address, {"text": "first", "revision": 0}).status_code == 302
    late = wu.post(address, {"text": "typed for an hour", "revision": 0})
    assert late.status_code == 409
    assert "typed for an hour" in late.content.decode()
    assert "first" in page(wu, "studio_edit", "small", "README.md")


def test_put_back_and_take_out(city: City, wu: Client) -> None:
    wu.post(reverse("studio_edit", args=["small", "README.md"]), {"text": "x", "revision": 0})
    assert DesignDraft.objects.get().files == {"README.md": "x"}
    wu.post(reverse("studio_put_back", args=["small"]), {"name": "README.md", "act": "back"})
    assert DesignDraft.objects.get().files == {}
    refused = wu.post(reverse("studio_put_back", args=["small"]), {"name": "../../etc/passwd", "act": "remove"})
    assert refused.status_code == 422


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", ("不能接收", "cannot be taken")),
        ("all.zip", b"no zip", ("无法打开压缩包", "cannot be opened as a zip")),
        ("all.zip", zipped({"evil.sh": b"x", "process.bpmn": b"<a/>"}), ("evil.sh", "evil.sh")),
        ("bomb.zip", zipped({"process.bpmn": b"0" * (17 * 1024 * 1024)}), ("过大", "too large")),
        ("big.bpmn", b"0" * (17 * 1024 * 1024), ("过大", "too large")),
    ],
    ids=["foreign", "no zip", "foreign inside", "bomb", "large"],
)
def test_what_cannot_be_taken_is_said(
    city: City, language: str, name: str, content: bytes, said: tuple[str, str]
) -> None:
    client = browser_of(city.people["designer"], language)
    answer = client.post(reverse("studio_upload", args=["small"]), {"files": [upload(name, content)]})
    assert answer.status_code == 422
    assert said[language == "en"] in answer.content.decode()
    assert not DesignDraft.objects.exists()


def test_a_new_process_begins_by_its_files(city: City, wu: Client) -> None:
    made = files("fresh", ONE, TWO)
    answer = wu.post(
        reverse("studio_new"), {"files": [upload("fresh.zip", zipped({f"fresh/{n}": c for n, c in made.items()}))]}
    )
    assert answer.status_code == 302
    assert "og-verdict-good" in page(wu, "studio_draft", "fresh", check="1")
    sent = {"note": "begun", "revision": revision()}
    assert wu.post(reverse("studio_publish", args=["fresh"]), sent).status_code == 302
    assert Workflow.objects.get(slug="fresh").current_version.number == 1  # type: ignore[union-attr]


PAGES = [
    ("studio", ()),
    ("studio_new", ()),
    ("studio_workflow", ("small",)),
    ("studio_version", ("small", 1)),
    ("studio_archive", ("small", 1)),
    ("studio_file", ("small", 1, "process.bpmn")),
    ("studio_draft", ("small",)),
    ("studio_check", ("small",)),
    ("studio_edit", ("small", "README.md")),
    ("studio_draft_file", ("small", "process.bpmn")),
    ("studio_draft_archive", ("small",)),
    ("studio_publish", ("small",)),
    ("studio_discard", ("small",)),
    ("studio_form", ("note",)),
    ("studio_form_version", ("note", 1)),
    ("studio_form_file", ("note", 1)),
    ("studio_form_draft", ("note",)),
    ("studio_form_publish", ("note",)),
    ("studio_form_discard", ("note",)),
]
ACTS = [
    ("studio_upload", ("small",)),
    ("studio_put_back", ("small",)),
    ("studio_rebase", ("small",)),
    ("studio_publish", ("small",)),
    ("studio_discard", ("small",)),
    ("studio_form_draft", ("note",)),
    ("studio_form_upload", ("note",)),
    ("studio_form_rebase", ("note",)),
    ("studio_form_publish", ("note",)),
]


@pytest.mark.parametrize(("name", "args"), [*PAGES, *ACTS], ids=lambda one: one if isinstance(one, str) else "")
def test_others_find_no_studio(city: City, wu: Client, name: str, args: tuple[object, ...]) -> None:
    wu.post(reverse("studio_upload", args=["small"]), {"files": [upload("README.md", b"# kept\n")]})
    wu.post(reverse("studio_form_draft", args=["note"]), {"text": NOTE_FORM + "# more\n", "revision": 0})
    before = list(DesignDraft.objects.values())
    address = reverse(name, args=args)
    county = browser_of(city.people["leader"])
    operator = browser_of(city.people["operator"])
    for client, status in ((county, 404), (operator, 403)):
        answers = [client.post(address)] if (name, args) in ACTS else []
        answers += [client.get(address)] if (name, args) in PAGES else []
        for answer in answers:
            assert answer.status_code == status
            assert "og-error" in answer.content.decode(), "told in words"
    if (name, args) in PAGES:
        assert Client().get(address).headers["Location"].startswith(reverse("sign_in"))
        assert wu.get(address).status_code in (200, 302)
    assert list(DesignDraft.objects.values()) == before


def test_drafting_is_not_publishing(city: City, wu: Client) -> None:
    from onegrid.jurisdictions.models import Role
    from onegrid.jurisdictions.policy import SYSTEM
    from onegrid.jurisdictions.services.grant_roles import grant_roles

    Role.objects.create(
        slug="draftsman",
        label_zh="绘图员",
        label_en="Draftsman",
        stands_at=["centre:city"],
        permissions=["design_workflow"],
    )
    grant_roles(actor=SYSTEM)
    city.hire("draftsman", ("draftsman", CITY))
    client = browser_of(city.people["draftsman"])
    manifest = files("small", ONE, TWO)["workflow.yaml"].replace("测试流程".encode(), "改名".encode())
    client.post(reverse("studio_upload", args=["small"]), {"files": [upload("workflow.yaml", manifest)]})
    shown = page(client, "studio_publish", "small")
    assert "没有发布权限" in shown
    assert 'id="publish-send"' not in shown
    assert client.post(reverse("studio_publish", args=["small"]), {"note": "x", "revision": 1}).status_code == 403
    assert WorkflowVersion.objects.count() == 1


def test_counts_are_for_who_designs(city: City, wu: Client) -> None:
    new_case(city, slug="small")
    assert '<td class="og-number" data-label="办理中案件">1</td>' in page(wu, "studio")
    assert city.unit(COUNTY)
    neighbour = browser_of(city.people["neighbour"])
    seen = neighbour.get(reverse("studio_diagram", args=["small", 1])).json()
    assert sum(node["count"] for node in seen["nodes"].values()) == 0
    drawn = wu.get(reverse("studio_diagram", args=["small", 1])).json()
    assert {name: node["count"] for name, node in drawn["nodes"].items()} == {"one": 1}


def test_what_is_downloaded_is_no_page(city: City, wu: Client) -> None:
    answer = wu.get(reverse("studio_file", args=["small", 1, "process.bpmn"]))
    assert answer.content == files("small", ONE, TWO)["process.bpmn"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_notes_of_designers_are_no_markup(city: City, wu: Client) -> None:
    evil = b"# Title\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://example.org/z.png)\n"
    wu.post(reverse("studio_upload", args=["small"]), {"files": [upload("README.md", evil)]})
    wu.post(
        reverse("studio_edit", args=["small", "workflow.yaml"]),
        {"text": files("small", ONE, TWO)["workflow.yaml"].decode() + "descriptionEn: more\n", "revision": 1},
    )
    assert wu.post(reverse("studio_publish", args=["small"]), {"note": "x", "revision": 2}).status_code == 302
    shown = page(wu, "studio_workflow", "small")
    assert "<script>alert" not in shown
    assert "javascript:" not in shown.split("og-notes")[1].split("</section>")[0].replace("(javascript:", "")
    assert "example.org" not in re.findall(r'src="([^"]*)"', shown)
    assert "<h3>Title</h3>" in shown
