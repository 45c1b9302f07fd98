"""Every page in both languages, on a phone and on a desk: whole, readable by all, in one language, from here alone."""

from http import HTTPStatus

import pytest
from django.urls import get_resolver

from tests.browser.looking import foreign_words, judged, serious, too_wide, weight_of_first_visit
from tests.browser.pages import NO_PAGES, ROOT, SHOWN, Prepared, Shown, names
from tests.browser.visitor import DESK, PHONE, People


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


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: row.label)
def test_page(row: Shown, people: People, prepared: Prepared) -> None:
    address = row.address(prepared)
    found = {}
    # Each language is one load; the other width comes by making the window narrower or wider.
    with people.visitor(row.account, width=DESK) as visitor:
        assert visitor.open(address) == row.status
        visitor.page.wait_for_selector(row.settled)
        found["中文, desk"] = judged(visitor.page, language="zh-hans", axe=serious, wide=too_wide)
        visitor.wide(PHONE)
        found["中文, phone"] = judged(visitor.page, language="zh-hans", axe=serious, wide=too_wide)
        visitor.speak("en")
        assert visitor.open(address) == row.status
        visitor.page.wait_for_selector(row.settled)
        assert visitor.page.locator("html").get_attribute("lang") == "en"
        found["English, phone"] = judged(visitor.page, language="en", wide=too_wide)
        visitor.wide(DESK)
        found["English, desk"] = judged(visitor.page, language="en", axe=serious, wide=too_wide)
    assert {name: said for name, said in found.items() if said} == {}


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
