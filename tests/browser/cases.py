"""Cases brought where a page needs them, through the API, as the README's walk does it."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulation.api import Api, new_key
from simulation.pictures import photo

from tests.browser.visitor import PASSWORD

DEPARTMENT = "D-C321311-urban_management"
_REPORT = {
    "title": "永安路工地扬尘",
    "description": "工地裸土没有覆盖，刮风时扬尘很大",
    "category": "event-03-02",
    "division": "321311002002001",
    "place": "永安路北侧工地",
    "reporter": {"name": "王女士", "phone": "13900000000"},
}


@dataclass(frozen=True)
class Step:
    """Who does which task with which outcome; `answers` from the cases at hand."""

    element: str
    account: str
    outcome: str
    answers: Callable[["Cases"], dict[str, Any]]
    box: str = "pool"


STEPS = (
    Step(
        "verify_on_site",
        "yuxin.grid",
        "genuine",
        lambda at: {"verification_photos": [at.photo("yuxin.grid")], "verification_note": "现场裸土未覆盖，情况属实"},
    ),
    Step(
        "file",
        "suyu.intake",
        "file",
        lambda at: {"standard": at.standard, "filing_note": "符合立案条件"},
    ),
    Step("dispatch", "suyu.dispatch", "dispatch", lambda _: {"lead_unit": DEPARTMENT, "dispatch_note": "请当日到场"}),
    Step("accept", "suyu.urban.lead", "accept", lambda _: {}),
    Step("assign", "suyu.urban.lead", "assign", lambda at: {"handler": at.handler, "assignment_note": "请督促覆盖"}),
    Step(
        "handle",
        "suyu.urban.handler",
        "done",
        lambda at: {
            "photos_before": [at.photo("suyu.urban.handler")],
            "photos_after": [at.photo("suyu.urban.handler")],
            "handling_note": "裸土已全部覆盖",
        },
        box="mine",
    ),
    Step(
        "check_by_grid",
        "yuxin.grid",
        "passed",
        lambda at: {"check_photos": [at.photo("yuxin.grid")], "check_note": "已覆盖，无扬尘"},
    ),
    Step(
        "close",
        "suyu.intake",
        "close",
        lambda _: {"condition_met": True, "closing_note": "工地裸土已覆盖，感谢您的监督。"},
    ),
)


@dataclass
class Cases:
    """Makes cases in the city at this address; each demo account gets one token."""

    city: str
    _apis: dict[str, Api] = field(default_factory=dict)
    _photos: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def api(self, account: str) -> Api:
        """The API as a demo account sees it."""
        if account not in self._apis:
            told = Api(self.city, "").post("tokens/", {"username": account, "password": PASSWORD})
            self._apis[account] = Api(self.city, f"Bearer {told['token']}")
        return self._apis[account]

    def reported(self, **facts: Any) -> str:
        """The number of a case that the hotline has just brought."""
        hotline = Api(self.city, "Source hotline-12345.demo-hotline")
        return str(hotline.post("reports/", {**_REPORT, **facts}, key=new_key())["case_number"])

    def waiting_at(self, element: str, **facts: Any) -> str:
        """The number of a case whose open task is this one."""
        number = self.reported(**facts)
        for step in itertools.takewhile(lambda one: one.element != element, STEPS):
            self.do(number, step)
        return number

    def closed(self, **facts: Any) -> str:
        """The number of a case that was played to its closing."""
        return self.waiting_at("", **facts)

    def do(self, number: str, step: Step) -> None:
        """One task of a case."""
        task = self.task(number, step.element, step.account, step.box)
        body = {"outcome": step.outcome, "answers": step.answers(self)}
        self.api(step.account).post(f"work-items/{task}/complete/", body)

    def task(self, number: str, element: str, account: str, box: str = "pool") -> int:
        """The id of a case's open task before a person."""
        found = self.api(account).get("work-items/", box=box, case=number, element=element)["results"]
        assert found, f"{account} has no {element} of {number} in {box}"
        return int(found[0]["id"])

    def photo(self, account: str) -> str:
        """The key of a picture that this account has just uploaded."""
        number = next(self._photos)
        return str(self.api(account).upload("attachments/", f"{number}.png", photo(number), "image/png")["key"])

    @property
    def standard(self) -> str:
        """A closing standard of the report's category."""
        found = self.api("suyu.intake").get("standards/", category=_REPORT["category"])
        return str(found["results"][0]["code"])

    @property
    def handler(self) -> int:
        """The person who handles."""
        return int(self.api("suyu.urban.handler").get("me/")["person"]["id"])

    def pass_time(self, **much: float) -> None:
        """Move the demo's clock forward; what falls due meanwhile has happened afterwards."""
        clock = self.api("city.operator").get("demo/clock/")
        later = dt.datetime.fromisoformat(clock["now"]) + dt.timedelta(**much)
        self.api("city.operator").post("demo/clock/", {"to": later.isoformat()})
