"""Every page in both languages, on a phone and on a desk: whole, readable by all, in one language, from here alone."""

from http import HTTPStatus

import pytest
from django.test import RequestFactory
from django.urls import get_resolver
from playwright.sync_api import Route

from onegrid.config.faults import unforeseen
from tests.browser.looking import cut, foreign_words, judged, serious, too_wide, weight_of_first_visit
from tests.browser.pages import ADMINISTRATOR, BESIDE, NO_PAGES, ROOT, SHOWN, Prepared, Shown, names
from tests.browser.visitor import DESK, PHONE, People, Visitor


def test_every_page_has_a_prepared_row() -> None:
    rows = {one.name for one in SHOWN}
    assert names() - rows - set(NO_PAGES) == set(), "prepare a row in tests/browser/pages.py"
    assert (rows | set(NO_PAGES)) - names() == set(), "no page has this name"
    assert rows & set(NO_PAGES) == set()


def test_what_is_called_an_act_is_no_page(people: People, city: str) -> None:
    resolver = get_resolver(ROOT)
    with people.visitor("city.intake") as visitor:
        for name, what in NO_PAGES.items():
            if what == "an act":
                path, parameters = resolver.reverse_dict.getlist(name)[0][0][0]
                address = "/" + path % dict.fromkeys(parameters, 1)
                answer = visitor.page.request.get(city + address, max_redirects=0)
                assert answer.status in (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_FOUND), name


@pytest.mark.parametrize("row", [*SHOWN, *BESIDE], ids=lambda row: row.label)
def test_page(row: Shown, people: People, prepared: Prepared) -> None:
    address = row.address(prepared)
    found = {}
    # Each language is one load; the other width comes by making the window narrower or wider. axe judges each language
    # and each width once: what it finds hangs on one of the two, never on the pair.
    with people.visitor(row.account, width=DESK) as visitor:
        _come(visitor, row, address)
        found["中文, desk"] = judged(visitor.page, language="zh-hans", wide=too_wide, cut=cut)
        visitor.wide(PHONE)
        found["中文, phone"] = judged(visitor.page, language="zh-hans", axe=serious, wide=too_wide)
        visitor.speak("en")
        _come(visitor, row, address)
        assert visitor.page.locator("html").get_attribute("lang") == "en"
        found["English, phone"] = judged(visitor.page, language="en", wide=too_wide)
        visitor.wide(DESK)
        found["English, desk"] = judged(visitor.page, language="en", axe=serious, wide=too_wide, cut=cut)
    assert {name: said for name, said in found.items() if said} == {}


def _come(visitor: Visitor, row: Shown, address: str) -> None:
    assert visitor.open(address) == row.status
    visitor.page.wait_for_selector(row.settled)
    row.act(visitor.page)


def test_every_table_of_the_administration(people: People, prepared: Prepared) -> None:
    """Each group, list and row, and what asks before it deletes, on a phone in both languages. axe judges what the
    pages of BESIDE leave."""
    found = {}
    with people.visitor(ADMINISTRATOR, width=PHONE) as visitor:
        assert prepared.copied
        visitor.open("/admin/")
        groups, tables = _addresses(visitor, "#content-main caption a"), _addresses(visitor, "#content-main th a")
        rows = [row for table in tables for row in _first_row(visitor, table)]
        asking = [address for row in rows for address in _asks_before_deleting(visitor, row)]
        for language in ("zh-hans", "en"):
            visitor.speak(language)
            for address in [*groups, *tables, *rows, *asking]:
                looks = {"axe": serious} if address in {groups[0], *asking} else {}
                assert visitor.open(address) == HTTPStatus.OK, address
                found[address, language] = judged(visitor.page, language=language, wide=too_wide, **looks)
        assert visitor.open(rows[0].replace("/change/", "/history/")) == HTTPStatus.NOT_FOUND
    assert {name: said for name, said in found.items() if said} == {}
    kinds = {address.split("/")[3] for address in rows}
    assert {"case", "workitem", "clock", "report", "person", "auditrecord", "category"} <= kinds, "tables with rows"
    assert asking


def _addresses(visitor: Visitor, selector: str) -> list[str]:
    return [str(one.get_attribute("href")) for one in visitor.page.locator(selector).all()]


def _first_row(visitor: Visitor, table: str) -> list[str]:
    visitor.open(table)
    return _addresses(visitor, "#result_list tbody tr:first-child th a")[:1]


def _asks_before_deleting(visitor: Visitor, row: str) -> list[str]:
    visitor.open(row)
    return _addresses(visitor, ".deletelink")


def test_a_fault_of_ours_is_a_whole_page_too(people: People) -> None:
    """The answer of the handler of faults, brought to the browser: nothing in a sound city can be made to fail."""
    with people.visitor("yuxin.grid") as visitor:
        page, language = visitor.page, "zh-hans"

        def answer(route: Route) -> None:
            request = RequestFactory().get("/broken/")
            request.COOKIES["django_language"] = language
            route.fulfill(body=unforeseen(request).content, content_type="text/html")

        page.route("**/broken/", answer)
        for language in ("zh-hans", "en"):
            visitor.open("/broken/")
            assert page.locator(".og-top").count() == 1
            for width in (DESK, PHONE):
                visitor.wide(width)
                assert judged(page, language=language, axe=serious, wide=too_wide) == {}


def test_several_ticked_tasks_are_claimed_at_once(people: People, prepared: Prepared) -> None:
    with people.visitor("yuxin.grid", width=PHONE) as visitor:
        numbers = prepared.pool
        visitor.open("/work/?box=pool")
        for number in numbers[:2]:
            visitor.page.locator(".og-item", has_text=number).locator("[data-og-tick]").check()
        bar = visitor.page.locator(".og-ticked-some")
        assert bar.get_by_role("status").inner_text() == "已选 2 项"
        bar.get_by_role("button").click()
        visitor.page.wait_for_load_state()
    mine = prepared.cases.api("yuxin.grid").get("work-items/", box="mine", page_size=100)["results"]
    assert set(numbers[:2]) <= {one["case"]["number"] for one in mine}
    assert numbers[2] not in {one["case"]["number"] for one in mine}


def test_the_crawl_sees_what_it_must_see(people: People) -> None:
    """A page made wrong on purpose: each look finds its fault, and leaves alone what is marked."""
    with people.visitor(width=PHONE) as visitor:
        visitor.open("/")
        page = visitor.page
        assert judged(page, language="zh-hans", axe=serious, wide=too_wide) == {}
        page.evaluate(
            """() => document.querySelector('main').insertAdjacentHTML('beforeend', `
              <p>Waiting 3 km, 5 MB</p><p data-stored>stored words</p><p>2 km BPMN</p>
              <button title="Close it"></button><input aria-label="名称" value="typed by nobody">
              <select aria-label="选择"><option>Open</option></select>
              <table class="og-made"><tr><td></td></tr></table>`)"""
        )
        assert [said.split('"')[1] for said in foreign_words(page, language="zh-hans")] == [
            "Waiting",
            "Open",
            "Close it",
            "typed by nobody",
        ]
        assert any("名称" in said for said in foreign_words(page, language="en"))
        page.evaluate("() => { document.querySelector('.og-made').setAttribute('width', '900') }")
        assert "og-made" in too_wide(page)[0]
        page.evaluate("() => document.querySelector('[title=\"Close it\"]').removeAttribute('title')")
        assert serious(page)[0].startswith("button-name")


def test_a_request_to_elsewhere_is_seen(people: People) -> None:
    with people.visitor() as visitor:
        visitor.open("/")
        visitor.page.evaluate("() => { new Image().src = 'https://elsewhere.invalid/x.png' }")
        visitor.page.wait_for_timeout(200)
        assert any("elsewhere.invalid" in fault for fault in visitor.faults)
        visitor.faults.clear()


@pytest.mark.parametrize("account", ["", "city.supervisor"])
def test_the_first_page_is_light(account: str, people: People, city: str) -> None:
    with people.visitor(account) as visitor:
        weight = weight_of_first_visit(visitor.page, f"{city}/")
        assert 10_000 < weight < 150_000
