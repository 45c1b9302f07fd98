"""The form in Chromium: conditions as one types, drafts, uploads, rows, pickers, errors of the server."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onegrid.cases.models import Attachment
from onegrid.web.forms import read
from tests.catalog.test_answers import form
from tests.factories.catalog import ROOT
from tests.web.forms.address import SHOWN
from tests.web.forms.every_kind import EVERY_KIND

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop of its own beside us
pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f0300"
    "08fc02fe5b2c5b1e0000000049454e44ae426082"
)


def test_conditions_follow_the_answers(opened: Opened) -> None:
    page = opened(
        form(
            "{type: number, key: n, label: 数}",
            "{type: textfield, key: why, label: 因, conditional: {hide: '=n = null or n <= 10'},"
            " validate: {requiredWhen: '=n > 100'}}",
            "{type: textfield, key: reply, label: 复, conditional: {hide: '=outcome != \"reject\"'}}",
            "{type: textfield, key: copy, label: 抄, defaultValue: '=if n > 1 then case.level else null'}",
            "{type: expression, key: twice, label: 倍, expression: '=n * 2.1'}",
            "{type: textfield, key: fixed, label: 定, readonly: '=n > 50'}",
        ),
        scope={"case": {"level": "city", "secret": "s"}},
    )
    assert "secret" not in page.content(), "only what the form's FEEL reads goes into the page"
    why, must = page.locator("#f-why-field"), page.locator("#f-why-field [data-og-must]")
    assert not why.is_visible()
    page.fill("#f-n", "20")
    assert why.is_visible()
    assert not must.is_visible()
    assert page.input_value("#f-copy") == "city"
    assert page.text_content("#f-twice") == "42"
    page.fill("#f-n", "100.1")
    assert must.is_visible()
    assert page.text_content("#f-twice") == "210.21", "decimals, not binary fractions"
    assert page.is_disabled("#f-fixed")
    page.fill("#f-copy", "own")
    page.fill("#f-n", "1")
    assert page.input_value("#f-copy") == "own", "what somebody typed stays"
    assert not page.is_visible("#f-reply-field")
    page.check("input[name=outcome][value=reject]")
    assert page.is_visible("#f-reply-field")


def test_a_draft_is_kept_by_itself(opened: Opened) -> None:
    note = form("{type: textarea, key: note, label: 记}", "{type: photo, key: p, label: 照}")
    page = opened(note)
    page.fill("#f-note", "半句")
    page.wait_for_selector("[data-og-draft-said]:has-text('草稿已于 08:05')")
    assert read(note, SHOWN["drafts"][-1])["note"] == "半句"
    page.fill("#f-note", "一句")
    page.goto("about:blank")
    for _ in range(50):
        if read(note, SHOWN["drafts"][-1])["note"] == "一句":
            break
        page.wait_for_timeout(100)
    assert read(note, SHOWN["drafts"][-1])["note"] == "一句", "leaving sends what was not kept yet"


def test_photos_go_up_at_once(opened: Opened) -> None:
    shots = form("{type: photo, key: p, label: 照, source: camera, validate: {required: true, maxCount: 2}}")
    page = opened(shots)
    assert page.get_attribute("#f-p-new", "capture") == "environment"
    page.set_input_files("#f-p-new", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.wait_for_selector("[data-og-held] img")
    page.set_input_files("#f-p-new", {"name": "b.txt", "mimeType": "text/plain", "buffer": b"no picture"})
    page.wait_for_selector(".og-form-progress .og-field-error")
    assert "不支持" in page.inner_text(".og-form-progress")
    key = str(Attachment.objects.get().key)
    page.click("button[name=go]")
    page.wait_for_selector("text=taken")
    assert SHOWN["taken"] == {"p": [key]}


def test_without_scripts_the_form_still_works(opened: Opened, browser: Any, live_server: Any) -> None:
    shots = form(
        "{type: photo, key: p, label: 照, validate: {required: true}}",
        "{type: textfield, key: r, label: 复, conditional: {hide: '=outcome != \"reject\"'},"
        " validate: {required: true}}",
    )
    page = opened(shots)
    cookies = page.context.cookies()
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(f"{live_server.url}/try/")
    assert page.is_visible("#f-r-field"), "what scripts would show must be reachable"
    page.set_input_files("#f-p-new", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    page.check("input[name=outcome][value=done]")
    page.click("button[name=go]")
    assert "taken" in page.content()
    assert SHOWN["taken"]["p"] == [str(Attachment.objects.get().key)]
    plain.close()


def test_errors_stand_beside_the_field_and_on_top(opened: Opened, tmp_path: Path) -> None:
    page = opened(
        form(
            "{type: textfield, key: a, label: 甲, validate: {required: true}}",
            "{type: dynamiclist, path: rows, label: 行, components:"
            " [{type: number, key: n, label: 数, validate: {max: 5}}]}",
        )
    )
    page.click("[data-og-add]")
    assert page.locator("[data-og-row]").count() == 2
    page.locator("[data-og-row] input[type=text]").nth(1).fill("7")
    page.click("button[name=go]")
    page.wait_for_selector("[data-og-summary]")
    assert page.locator("[data-og-summary] li").count() == 2
    assert page.evaluate("document.activeElement.hasAttribute('data-og-summary')")
    assert "必填" in page.inner_text("#f-a-error")
    assert page.input_value("#f-rows-0-n") == "7", "blank rows are left out, what was typed is there"
    assert "大于" in page.inner_text("#f-rows-0-n-error")
    page.locator("[data-og-drop]").first.click()
    assert page.locator("[data-og-row]").count() == 0


def test_a_field_that_the_server_finds_required_is_shown(opened: Opened) -> None:
    hidden = form(
        "{type: textfield, key: a, label: 甲, conditional: {hide: '=case.level = \"city\" and b = null'},"
        " validate: {required: true}}",
        "{type: textfield, key: b, label: 乙}",
    )
    page = opened(hidden, scope={"case": {"level": "city"}})
    assert not page.is_visible("#f-a-field")
    SHOWN["scope"] = {"case": {"level": "county"}}  # the case changed meanwhile
    page.click("button[name=go]")
    page.wait_for_selector("#f-a-error")
    assert page.is_visible("#f-a-field")


def test_pickers_follow_other_answers_and_search(opened: Opened) -> None:
    page = opened(
        form(
            "{type: category, key: category, label: 类}",
            "{type: standard, key: standard, label: 准, category: '=category',"
            ' defaultValue: \'=if category = "event-01-02" then "t-01-02-1" else null\'}',
            "{type: unit, key: units, label: 单, multiple: true}",
        )
    )
    assert page.locator("#f-standard-field input[type=radio]").count() == 0
    page.select_option("#f-category", "event-01-02")
    page.wait_for_selector("#f-standard-field input[type=radio]:checked")
    assert "成堆垃圾" in page.inner_text("#f-standard-field")
    page.check("#f-units-field input[value=D1]")
    page.click("button[name=go]")
    page.wait_for_selector("text=taken")
    assert SHOWN["taken"] == {"category": "event-01-02", "standard": "t-01-02-1", "units": ["D1"]}


def test_pages_and_signature(opened: Opened) -> None:
    page = opened(
        form(
            "{type: group, label: 一, properties: {page: true}, components: [{type: textfield, key: a, label: 甲}]}",
            "{type: group, label: 二, properties: {page: true}, components: [{type: signature, key: s, label: 签}]}",
        )
    )
    assert page.is_visible("#f-a")
    assert not page.is_visible("#f-s-field")
    page.click("[data-og-step=on]")
    assert not page.is_visible("#f-a")
    pad = page.locator("canvas").bounding_box()
    page.mouse.move(pad["x"] + 20, pad["y"] + 20)
    page.mouse.down()
    page.mouse.move(pad["x"] + 90, pad["y"] + 60, steps=5)
    page.mouse.up()
    page.click("[data-og-sign=keep]")
    page.wait_for_selector("#f-s-field [data-og-held] img")
    page.click("button[name=go]")
    page.wait_for_selector("text=taken")
    assert SHOWN["taken"]["s"] == str(Attachment.objects.get().key)


AXE = ROOT / "platform" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_is_accessible_and_fits(opened: Opened, width: int, tmp_path: Path) -> None:
    page = opened(form(*EVERY_KIND), width=width, scope={"case": {"sources": [{"source": "热线"}]}})
    page.click("button[name=go]")
    page.wait_for_selector("[data-og-summary]")
    page.screenshot(path=tmp_path / f"form-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing scrolls sideways"
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document)")["violations"]
    grave = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert not grave


def test_what_hangs_on_a_read_only_answer_is_as_the_server_has_it(opened: Opened) -> None:
    schema = form(
        "{type: checkbox, key: lock, label: 锁}",
        "{type: textfield, key: b, label: 乙, readonly: '=lock'}",
        "{type: textfield, key: c, label: 丙, conditional: {hide: '=b != \"x\"'}}",
        "{type: number, key: amount, label: 数, conditional: {hide: '=lock'}}",
        "{type: expression, key: total, label: 计, expression: '=amount * 2'}",
    )
    page = opened(schema, scope={"case": {}, "amount": 5})
    page.fill("#f-b", "x")
    page.fill("#f-c", "typed")
    page.fill("#f-amount", "7")
    assert page.text_content("#f-total") == "14"
    page.check("input[type=checkbox][name='f.lock']")
    assert page.is_disabled("#f-b")
    assert not page.is_visible("#f-c"), "what the server would drop does not look as if it counted"
    assert page.text_content("#f-total") == "—"
    page.uncheck("input[type=checkbox][name='f.lock']")
    assert page.input_value("#f-c") == "typed", "nothing typed is lost"
    page.check("input[type=checkbox][name='f.lock']")
    page.click("button[name=go]")
    page.wait_for_selector("text=taken")
    assert SHOWN["taken"] == {"lock": True, "total": None}
