"""A supervisor goes from the city's late figure down to the cases of one township, and takes them along."""

import datetime as dt
import time
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.cases import Cases
from tests.browser.visitor import People

LATE_AFTER = 14  # days
FORMULA = '=HYPERLINK("http://elsewhere.invalid")'


@pytest.fixture
def late(cases: Cases) -> dt.datetime:
    """A case that a department never took up; the moment from which it is late."""
    cases.waiting_at("accept", title=f"{FORMULA} 豫新街道占道")
    # Longer than the longest holiday, whatever day it is today.
    cases.pass_time(days=LATE_AFTER)
    return dt.datetime.fromisoformat(cases.api("city.operator").get("demo/clock/")["now"])


def test_from_the_citys_late_figure_to_the_cases_of_one_township(
    people: People, late: dt.datetime, tmp_path: Path
) -> None:
    registered = late.date() - dt.timedelta(days=LATE_AFTER)
    with people.visitor("city.supervisor") as supervisor:
        page = supervisor.page
        supervisor.open("/")
        page.locator("main").get_by_role("link", name="督导").first.click()
        page.get_by_role("link", name="自选日期").click()
        page.get_by_label("开始日期").fill(str(registered - dt.timedelta(days=1)))
        page.get_by_label("结束日期").fill(str(registered + dt.timedelta(days=1)))
        page.get_by_role("button", name="查看", exact=True).click()
        _until_counted(page, late)
        table = page.locator(".sv-table")
        table.get_by_role("link", name="宿豫区").click()
        table.get_by_role("link", name="豫新街道").click()
        figure = _late(page)
        count = figure.inner_text().split()[0]
        figure.click()
        expect(page.locator("h1 .sv-count")).to_have_text(count)
        expect(page.get_by_text("豫新街道占道").first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="导出").click()
        file = tmp_path / "cases.xlsx"
        download.value.save_as(file)
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(FORMULA in str(cell.value) and cell.data_type == "s" for cell in cells), "it stands there as text"
    assert not any(cell.data_type == "f" for cell in cells)
    assert sum("SQ20" in str(cell.value) for cell in cells) == int(count)


def _late(page: Page) -> Locator:
    """The door from the first figure of all to its cases; where there are none there is no door."""
    card = page.locator(".sv-card", has_text="超期未结数")
    return card.locator("a", has_text="查看案件")


def _until_counted(page: Page, moment: dt.datetime) -> None:
    """Figures are counted by the worker, every few seconds; those of before the moment tell of other cases alone."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        told = page.locator(".sv-whose time")
        as_of = told.get_attribute("datetime") if told.count() else None
        if as_of and dt.datetime.fromisoformat(as_of) >= moment and _late(page).count():
            return
        time.sleep(2)
        page.reload()
    pytest.fail("the figures never told of the late case")
