"""Every page with somebody who may open it. A room adds its pages here; a name without a row fails the crawl."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from playwright.sync_api import Page, expect

from onegrid.web.urls import urlpatterns
from tests.browser.acts import report_by_phone
from tests.browser.cases import STEPS, Cases
from tests.browser.foreign import bring
from tests.browser.visitor import People

ROOT = "onegrid.web.urls"
DESIGNER, SUPERVISOR, ADMINISTRATOR = "city.designer", "suyu.supervisor", "city.admin"
_HANDLER, _LEAD = "suyu.urban.handler", "suyu.urban.lead"
WORKFLOW, FORM, FILE = "handling", "site_check", "process.bpmn"


@dataclass
class Prepared:
    """What pages are about, made when first asked for."""

    cases: Cases
    people: People
    _tasks: dict[str, int] = field(default_factory=dict)

    @cached_property
    def handling(self) -> str:
        """A case on the way, with photos: its handler has it."""
        return self.cases.waiting_at("handle", title="永安路井盖破损")

    @cached_property
    def closed(self) -> str:
        """A case that was closed."""
        return self.cases.closed(title="永安路占道经营")

    def task(self, element: str) -> int:
        """An open task that lies with the account that does this step."""
        if element not in self._tasks:
            step = next(one for one in STEPS if one.element == element)
            number = self.handling if element == "handle" else self.cases.waiting_at(element, title="永安路路灯不亮")
            self._tasks[element] = self.cases.task(number, element, step.account, step.box)
            if step.box == "pool":
                self.cases.api(step.account).post(f"work-items/{self._tasks[element]}/claim/")
        return self._tasks[element]

    @cached_property
    def copied(self) -> str:
        """A case that was copied to the desk, and to who administers the installation."""
        persons = [self.cases.api(account).get("me/")["person"]["id"] for account in ("suyu.intake", ADMINISTRATOR)]
        number = self.cases.waiting_at("accept", title="永安路护栏松动")  # its own: pictures are taken of the others
        self.cases.api("suyu.dispatch").post(f"cases/{number}/copies/", {"persons": persons, "note": "请知悉"})
        return number

    @cached_property
    def pool(self) -> tuple[str, ...]:
        """Cases of which several wait in one pool."""
        return tuple(self.cases.reported(title=f"永安路垃圾堆放{number}") for number in range(3))

    @cached_property
    def own(self) -> int:
        """A task that lies with who registered its case: withdrawing it is theirs."""
        with self.people.visitor("suyu.intake") as desk:
            number = report_by_phone(
                desk, title="永安路重复上报", description="已有", township="豫新街道", village="中通社区居委会"
            )
        self.cases.do(number, STEPS[0])
        item = self.cases.task(number, "file", "suyu.intake")
        self.cases.api("suyu.intake").post(f"work-items/{item}/claim/")
        return item

    @cached_property
    def drafts(self) -> bool:
        """The designer has a draft of the process and of the form."""
        with self.people.visitor(DESIGNER) as designer:
            for name, parameters in (
                ("studio_edit", {"slug": WORKFLOW, "name": "README.md"}),
                ("studio_form_draft", {"slug": FORM}),
            ):
                designer.open(reverse(name, urlconf=ROOT, kwargs=parameters))
                text = designer.page.locator("main textarea[name=text]")
                text.fill(text.input_value() + "\n")
                text.locator("xpath=ancestor::form").locator("button.btn-primary").click()
                designer.page.wait_for_load_state()
        return True

    @cached_property
    def brought(self) -> int:
        """The designer has brought diagrams of three other tools."""
        with self.people.visitor(DESIGNER) as designer:
            bring(designer)
            return int(designer.page.url.rstrip("/").rpartition("/")[2])


Parameters = Mapping[str, object]


def _nothing(_page: Page) -> None:
    """The page as it opens."""


def _tick(page: Page) -> None:
    """Two rows of the list: the bar says so."""
    ticks = page.locator("[data-og-tick]")
    for number in (0, 1):
        ticks.nth(number).check()
    expect(page.locator(".og-ticked-some")).to_contain_text("2")


def _send_what_does_not_hold(page: Page) -> None:
    """An empty report of a category that there is not: told beside each field."""
    page.locator("#category").fill("无此类别")
    _sent(page, "() => document.querySelector('#title').form.submit()", 422)
    assert page.locator(".og-wrong").count() > 1


def _send_stale(page: Page) -> None:
    """The form of a page whose subject has moved meanwhile."""
    script = """() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.append(document.querySelector('[name=csrfmiddlewaretoken]').cloneNode());
      document.body.append(form);
      form.submit();
    }"""
    _sent(page, script, 409)


def _sent(page: Page, script: str, status: int) -> None:
    with page.expect_navigation() as going:
        page.evaluate(script)
    assert going.value is not None
    assert going.value.status == status


@dataclass(frozen=True)
class Shown:
    """One page as one account sees it; "" is a stranger. `name` of the address, `query` after it."""

    name: str
    account: str = ""
    parameters: Callable[[Prepared], Parameters] = field(default=lambda _: {})
    query: str = ""
    status: int = 200
    settled: str = "main"  # a selector that stands once the page is whole
    act: Callable[[Page], None] = _nothing  # what is done on it, before it is looked at
    path: str = ""  # an address that has no name

    def address(self, prepared: Prepared) -> str:
        """Where it is."""
        parameters = dict(self.parameters(prepared))
        return self.path or reverse(self.name, urlconf=ROOT, kwargs=parameters) + self.query

    @property
    def label(self) -> str:
        """How a failure tells it."""
        done = self.act.__name__.replace("_", " ") if self.act is not _nothing else ""
        return f"{self.name}{self.path}{self.query}{done} as {self.account or 'a stranger'}"


def _with(**parameters: object) -> Callable[[Prepared], Parameters]:
    return lambda _: parameters


def _task(element: str) -> Callable[[Prepared], Parameters]:
    return lambda prepared: {"work_item_id": prepared.task(element)}


def _drafted(**parameters: object) -> Callable[[Prepared], Parameters]:
    return lambda prepared: parameters if prepared.drafts else {}


def _after_import(prepared: Prepared) -> Parameters:
    """The page lists the latest imports."""
    assert prepared.brought
    return {}


def _copied(prepared: Prepared) -> Parameters:
    assert prepared.copied
    return {}


def _pooled(prepared: Prepared) -> Parameters:
    assert prepared.pool
    return {}


def _handling(prepared: Prepared) -> Parameters:
    return {"number": prepared.handling}


def _closed(prepared: Prepared) -> Parameters:
    return {"number": prepared.closed}


SHOWN: tuple[Shown, ...] = (
    Shown("start"),
    Shown("start", "yuxin.grid"),
    Shown("start", "city.supervisor"),
    Shown("sign_in"),
    Shown("browser"),
    Shown("me", "yuxin.desk"),
    Shown("me_password", "yuxin.desk"),
    Shown("me_second_factor", "yuxin.desk"),
    Shown("notices", _HANDLER),
    Shown("notices", "city.designer"),
    # Workspace: every task with its form.
    Shown("work", _HANDLER),
    Shown("work", "suyu.intake", query="?box=pool"),
    Shown("work", "suyu.intake", query="?box=done"),
    Shown("work", _LEAD, query="?box=unit"),
    Shown("work", "suyu.intake", _copied, "?box=copied"),
    Shown("work", _HANDLER, query="?box=mine&sector=urban_management&urgency=normal&sort=newest"),
    Shown("work", "yuxin.grid", _pooled, "?box=pool", act=_tick),
    *(Shown("work_task", step.account, _task(step.element), f"?box=mine&step={step.element}") for step in STEPS),
    Shown("work_release", "suyu.dispatch", _task("dispatch")),
    Shown("work_transfer", _HANDLER, _task("handle")),
    Shown("work_copy", _HANDLER, _task("handle")),
    Shown("work_return", _LEAD, _task("assign")),
    Shown("work_withdraw", "suyu.intake", lambda prepared: {"work_item_id": prepared.own}),
    Shown("register", "city.intake"),
    Shown("register", "yuxin.grid"),
    Shown("register", DESIGNER, status=403),
    Shown("register", "city.intake", act=_send_what_does_not_hold),
    Shown("register_done", "city.intake", lambda prepared: {"number": prepared.cases.reported(title="东湖路积水")}),
    # Cases.
    Shown("cases", "suyu.supervisor"),
    Shown("cases", "suyu.intake", query="?search=%E6%97%A0%E6%AD%A4%E4%BA%8B"),
    Shown("cases", "suyu.supervisor", query="?status=open&sector=urban_management&sort=due"),
    Shown("cases_case", _HANDLER, _handling),
    Shown("cases_case", "suyu.intake", _closed),
    Shown("cases_case", "suyu.intake", _with(number="SQ00000000000000"), status=404),
    Shown("cases_copy", "suyu.dispatch", _handling),
    Shown("cases_diagram_page", _HANDLER, _handling),
    # Supervision.
    Shown("supervision", SUPERVISOR),
    Shown("supervision", "city.supervisor", query="?by=category"),
    Shown("supervision", SUPERVISOR, query="?by=category&period=custom&since=2026-01-01&until=2020-01-01"),
    Shown("supervision_cases", SUPERVISOR, query="?figure=open"),
    Shown("screen", "city.supervisor"),
    # Studio.
    Shown("studio", DESIGNER),
    Shown("studio_new", DESIGNER),
    Shown("studio_import", DESIGNER, _after_import),
    Shown("studio_import_report", DESIGNER, lambda prepared: {"number": prepared.brought}),
    Shown("studio_workflow", DESIGNER, _with(slug="event_dispatch")),
    Shown("studio_version", DESIGNER, _with(slug=WORKFLOW, number=1)),
    Shown("studio_draft", DESIGNER, _drafted(slug=WORKFLOW), "?check=1"),
    Shown("studio_edit", DESIGNER, _drafted(slug=WORKFLOW, name=FILE)),
    Shown("studio_publish", DESIGNER, _drafted(slug=WORKFLOW)),
    Shown("studio_publish", DESIGNER, _drafted(slug=WORKFLOW), act=_send_stale),
    Shown("studio_discard", DESIGNER, _drafted(slug=WORKFLOW)),
    Shown("studio_form", DESIGNER, _with(slug=FORM)),
    Shown("studio_form_version", DESIGNER, _with(slug=FORM, number=1)),
    Shown("studio_form_draft", DESIGNER, _drafted(slug=FORM)),
    Shown("studio_form_publish", DESIGNER, _drafted(slug=FORM)),
    Shown("studio_form_discard", DESIGNER, _drafted(slug=FORM)),
)
# Pages that answer without a view of ours; of the administration the rest is looked at in one test.
BESIDE: tuple[Shown, ...] = (
    Shown("", "yuxin.grid", path="/nothing/", status=404),
    Shown("", "yuxin.grid", path="/admin/", status=403),
    Shown("", ADMINISTRATOR, path="/admin/"),
    Shown("", ADMINISTRATOR, path="/admin/cases/case/", parameters=_copied),
    Shown("", ADMINISTRATOR, path="/admin/sla/officehours/add/"),
)
# Names that answer no page to a GET: acts (405), files and data, parts that stand on a page which is looked at whole.
NO_PAGES: dict[str, str] = {
    **dict.fromkeys(
        (
            "language",
            "me_sign_out_everywhere",
            "notices_open",
            "notices_read_all",
            "cases_comment",
            "cases_unmask",
            "cases_retry",
            "cases_skip",
            "cases_withdraw",
            "sign_out",
            "work_draft",
            "work_claim",
            "work_claim_ticked",
            "work_comment",
            "supervision_export",
            "supervision_cases_export",
            "studio_upload",
            "studio_put_back",
            "studio_rebase",
            "studio_form_upload",
            "studio_form_rebase",
        ),
        "an act",
    ),
    **dict.fromkeys(
        (
            "cases_diagram",
            "cases_export",
            "cases_file",
            "changes",
            "studio_diagram",
            "studio_import_diagram",
            "studio_import_file",
            "studio_archive",
            "studio_file",
            "studio_draft_archive",
            "studio_draft_file",
            "studio_form_file",
        ),
        "a file",
    ),
    **dict.fromkeys(("studio_check", "register_places", "forms_options", "cases_figures"), "a part"),
    "sign_in_code": "stands only between two steps: test_sign_in.py goes there",
}


def names() -> set[str]:
    """Of all addresses of the pages."""
    return {str(one.name) for one in urlpatterns}
