"""Signing in with a second factor: the pages that stand only between two steps, looked at on the way."""

from base64 import b32decode

import pytest
from django_otp.oath import totp

from tests.browser.looking import judged, serious, too_wide
from tests.browser.visitor import PASSWORD, PHONE, People

ACCOUNT = "hubin.dispatch"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_with_a_second_factor(people: People, language: str) -> None:
    with people.visitor(width=PHONE, language=language) as visitor:
        page = visitor.page

        def whole() -> None:
            assert judged(page, language=language, axe=serious, wide=too_wide) == {}

        def prove_password() -> None:
            visitor.open("/sign-in/")
            page.fill("#username", ACCOUNT)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_load_state()

        prove_password()
        visitor.open("/me/second-factor/")
        whole()
        page.locator("main form button.btn-primary").click()
        page.wait_for_selector(".og-key", state="attached")
        whole()
        key = "".join((page.locator(".og-key").text_content() or "").split())
        page.fill("#otp", f"{totp(b32decode(key + '=' * (-len(key) % 8))):06d}")
        page.locator("main form button.btn-primary").click()
        page.wait_for_selector("#otp", state="detached")
        whole()
        codes = page.locator(".og-codes code").all_inner_texts()
        assert codes
        page.context.clear_cookies(name="sessionid")
        prove_password()
        assert page.url.endswith("/sign-in/code/")
        whole()
        page.fill("#otp", "000000")
        page.press("#otp", "Enter")
        page.wait_for_selector("[role=alert]")
        whole()
        page.wait_for_timeout(2000)  # who typed a wrong one waits a moment
        page.fill("#otp", codes[0])
        page.press("#otp", "Enter")
        page.wait_for_url(f"{people.city}/")
        # As before, for whoever signs in here next.
        visitor.open("/me/second-factor/")
        page.fill("#password", PASSWORD)
        page.fill("#otp", codes[1])
        page.locator("main form button.btn-outline-danger").click()
        page.wait_for_load_state()
        whole()
