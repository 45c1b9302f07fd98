"""What a keystroke costs in a form of 60 fields with 20 conditions, in Chromium: from the key to the painted page."""

import datetime as dt
import os
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onegrid.catalog.forms.parse import parse

CHROMIUM = Path("/usr/bin/chromium")
FIELDS, CONDITIONS, KEYS, GOAL = 60, 20, 60, 50
_CHOICES = ("select", "radio", "checklist")
_THIRDS = ("textarea", *_CHOICES)
_NOW = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
_ADDRESS = "http://forms.invalid"
_MEASURE = """() => {
  window.spent = [];
  document.addEventListener('keydown', (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.spent.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(null);
  }), true);
}"""


def yaml() -> bytes:
    """Texts, numbers, and choices of every kind; every third is hidden, read-only or required by the others."""
    lines = ["id: f", "title: t", "owner: o", "components:"]
    for at in range(FIELDS):
        kind = ("textfield", "number", _THIRDS[at // 3 % len(_THIRDS)])[at % 3]
        rule = ", values: [{value: a, label: 甲}, {value: b, label: 乙}]" if kind in _CHOICES else ""
        if at % 3 == 2:
            texts = (
                f"conditional: {{hide: '=n1 > {at} and (t0 = \"x\" or n4 + n7 * 2 < {at})'}}",
                f"readonly: '=string length(t{at - 2}) > {at}'",
                f"validate: {{requiredWhen: '=case.level = \"city\" and t0 != null and n1 in [1..{at}]'}}",
            )
            rule += f", {texts[at // 3 % 3]}"
        key = f"{'tnl'[at % 3]}{at}"
        lines.append(f"  - {{type: {kind}, key: {key}, label: 字段{at}, layout: {{row: r{at // 3}}}{rule}}}")
    return "\n".join(lines).encode()


def page() -> str:
    """As the server draws it, with the built script."""
    from django.template import engines

    from onegrid.web.forms import render

    schema, problems = parse(yaml(), slug="f")
    assert schema is not None, problems  # noqa: S101  the bench's own form
    scope = {"case": {"level": "city"}}
    fields = render(schema, answers={}, scope=scope, outcome=None, now=_NOW, actor=None)
    around = (
        "{% load onegrid %}<!doctype html><meta charset=utf-8>{% assets_of 'page' %}{% assets_of 'forms' %}"
        "<form method=post>{{ fields }}</form>"
    )
    return str(engines["django"].from_string(around).render({"fields": fields}))


def measure(text: str) -> list[float]:
    """Milliseconds of each key."""
    from playwright.sync_api import Route, sync_playwright

    from onegrid.web import assets

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(_ADDRESS)
        file = assets.DIST / path.removeprefix("/static/web/dist/")
        if path == "/":
            route.fulfill(body=text, content_type="text/html")
        elif file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 360, "height": 800})
        opened.route("**/*", answer)
        opened.goto(f"{_ADDRESS}/")
        opened.wait_for_selector("[data-og-started]")
        opened.evaluate(_MEASURE)
        opened.focus("[name='f.n1']")
        opened.keyboard.type("12" * (KEYS // 4), delay=30)
        opened.focus("[name='f.t0']")
        opened.keyboard.type("x路" * (KEYS // 4), delay=30)
        opened.wait_for_timeout(200)
        spent: list[float] = opened.evaluate("window.spent")
        browser.close()
    return spent


def _p95(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=20)[18]


def rows() -> Iterator[dict[str, Any]]:
    """The 95th percentile; nothing where there is no browser."""
    from onegrid.web import assets

    if not CHROMIUM.exists() or not (assets.DIST / "manifest.json").exists():
        return
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.dev")  # nothing of a city is asked
    django.setup()
    text = page()
    # The median of three: what the machine does besides is not the form's, luck is not either.
    spent = statistics.median(_p95(measure(text)) for _ in range(3))
    yield {
        "name": f"form: a keystroke, {FIELDS} fields, {CONDITIONS} conditions",
        "ours": round(spent, 1),
        "unit": "ms (p95)",
        "goal": GOAL,
        "better": "less",
        "baseline": None,
        "ratio": None,
    }
