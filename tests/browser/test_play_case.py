"""One case through the pages, from the hotline's call to the evaluation.

Eight people: of the city, of the county, of its department, of the township and of the grid.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import claim, fill, find_task, photo_file, report_by_phone, send
from tests.browser.cases import Cases
from tests.browser.looking import too_wide
from tests.browser.visitor import DESK, PHONE, People

MILESTONES = (
    *("registered", "verified", "filed", "dispatched", "accepted"),
    *("handled", "checked", "closed", "replied", "evaluated"),
)
TITLE = "永安路北侧工地裸土扬尘"


@dataclass(frozen=True)
class Turn:
    """Somebody's task. `claims`: it lay in the pool."""

    account: str
    outcome: str
    answers: dict[str, object] = field(default_factory=dict)
    width: int = DESK
    claims: bool = True
    button: str = "提交"


def turns(folder: Path) -> tuple[Turn, ...]:
    """In the order of the process, with the level at which each sits."""
    before, after, seen, checked = (photo_file(folder, number) for number in range(801, 805))
    return (
        # Grid: looks whether it is true.
        Turn("yuxin.grid", "属实", {"现场照片": seen, "现场情况": "裸土未覆盖，情况属实"}, width=PHONE),
        # County: files, dispatches.
        Turn("suyu.intake", "立案", {"裸土未覆盖、未喷淋": True, "立案意见": "符合立案条件"}),
        Turn("suyu.dispatch", "派遣", {"牵头单位": "宿豫区城市管理局", "派遣要求": "请当日到场"}),
        # The county's department: accepts, assigns, handles.
        Turn("suyu.urban.lead", "签收"),
        Turn("suyu.urban.lead", "", {"处置人员": "龚大川", "处置要求": "请督促施工单位覆盖"}, button="指派"),
        Turn(
            "suyu.urban.handler",
            "处置完成",
            {"处置前照片": before, "处置后照片": after, "处置情况": "裸土已全部覆盖"},
            width=PHONE,
            claims=False,
        ),
        # Grid again: is it done?
        Turn("yuxin.grid", "核查通过", {"现场照片": checked, "核查情况": "已覆盖，无扬尘"}, width=PHONE),
        Turn("suyu.intake", "结案", {"已达到": True, "给诉求人的答复": "工地裸土已覆盖，感谢您的监督。"}),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where photos lie before they are sent."""
    return tmp_path_factory.mktemp("photos")


def test_a_case_goes_from_call_to_score_through_the_pages(people: People, cases: Cases, folder: Path) -> None:
    with people.visitor("city.intake", width=DESK) as desk:
        number = report_by_phone(
            desk, title=TITLE, description="刮风时扬尘很大", township="豫新街道", village="中通社区居委会"
        )
    for turn in turns(folder):
        with people.visitor(turn.account, width=turn.width) as visitor:
            find_task(visitor, TITLE, box="pool" if turn.claims else "mine")
            if turn.claims:
                claim(visitor)
            fill(visitor.page, turn.outcome, turn.answers)
            assert too_wide(visitor.page) == []
            send(visitor, button=turn.button)
    with people.visitor("yuxin.desk", width=DESK) as township:
        # The township's desk, whose grid went there, follows the case and adds what it knows.
        township.open(f"/cases/{number}/")
        township.page.locator("#comment-text").fill("已提醒工地每日洒水")
        township.page.locator("button[name=is_instruction][value=no]").click()
        expect(township.page.locator("main").get_by_text("已提醒工地每日洒水").first).to_be_visible()
    with people.visitor("city.intake", width=DESK) as desk:
        _wait_for_call_back(cases, number)
        find_task(desk, TITLE)
        claim(desk)
        fill(desk.page, "满意", {"诉求人意见": "来电人表示满意"})
        send(desk)
        desk.open(f"/cases/{number}/")
        expect(desk.page.locator("h1")).to_have_text(TITLE)
        expect(desk.page.locator(".og-case-signs").get_by_text("已结案")).to_be_visible()
        for name in ("任雨田", "孟小满", "秦霜白", "夏立秋", "龚大川", "周晓棠"):
            expect(desk.page.locator("main").get_by_text(name).first).to_be_attached()
    with people.visitor("city.supervisor", width=DESK) as supervisor:
        supervisor.open(f"/cases/{number}/")
        facts = supervisor.page.locator("#case-facts")
        expect(facts.get_by_text("100", exact=True)).to_be_visible()
        expect(facts.get_by_text("满意", exact=True)).to_be_visible()
    told = cases.api("city.intake").get(f"cases/{number}/")
    assert (told["status"], told["satisfaction"]) == ("closed", "satisfied")
    assert float(told["score"]) == 100
    log = cases.api("city.intake").get(f"cases/{number}/events/", page_size=200)["results"]
    assert [one["milestone"] for one in log if one["milestone"]] == [*MILESTONES]


def _wait_for_call_back(cases: Cases, number: str) -> None:
    """The reply goes out by the worker first."""
    import time

    until = time.monotonic() + 60
    while time.monotonic() < until:
        if cases.api("city.intake").get("work-items/", box="pool", case=number)["results"]:
            return
        time.sleep(0.5)
    pytest.fail("nobody was asked to call back")
