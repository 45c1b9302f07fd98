"""The pictures of docs/guide/: of which page, as whom, how wide. Each is taken in both languages.

Beside them lie the words that stood on the page then, so that a page which says something else since is noticed.
"""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.pages import DESIGNER, SHOWN, SUPERVISOR, Parameters, Prepared, Shown
from tests.browser.visitor import DESK, PHONE

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "guide" / "images"
WORDS = IMAGES / "pictures.json"
TAKES_PICTURES = os.environ.get("ONEGRID_PICTURES") == "1"


@dataclass(frozen=True)
class Picture:
    """`name`: of the file, before the language."""

    name: str
    page: Shown
    width: int = DESK


def _row(name: str, account: str, part: str = "") -> Shown:
    """The crawl's own row: a picture can only be of a page that is looked at."""
    return next(one for one in SHOWN if (one.name, one.account) == (name, account) and part in one.query)


def _with_work(page: Shown) -> Shown:
    """The start page tells what waits: something does, whoever was here before."""

    def parameters(prepared: Prepared) -> Parameters:
        prepared.task("verify_on_site")
        return page.parameters(prepared)

    return replace(page, parameters=parameters)


PICTURES: tuple[Picture, ...] = (
    Picture("start", _with_work(_row("start", "yuxin.grid")), PHONE),
    Picture("task", _row("work_task", "yuxin.grid", "verify_on_site"), PHONE),
    Picture("work", _row("work_task", "suyu.intake", "file")),
    Picture("register", _row("register", "yuxin.grid"), PHONE),
    Picture("case", _row("cases_case", "suyu.urban.handler")),
    Picture("transfer", _row("work_transfer", "suyu.urban.handler"), PHONE),
    Picture("studio-draft", _row("studio_draft", DESIGNER)),
    Picture("studio-form", _row("studio_form", DESIGNER)),
    Picture("studio-import", _row("studio_import", DESIGNER), PHONE),
    Picture("studio-import-report", _row("studio_import_report", DESIGNER)),
    Picture("supervision", _row("supervision", SUPERVISOR)),
    Picture("supervision-cases", _row("supervision_cases", SUPERVISOR)),
    Picture("screen", _row("screen", "city.supervisor")),
)
# Words that the page says whatever the city's day has brought: no stored texts, no times, no figures.
_SAID = r"""(fleeting) => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element.closest(fleeting) || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (/\d:\d\d|星期|\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/.test(node.nodeValue)) continue;
    const line = node.nodeValue.replace(/[\d.,:/%+\u2212-]*\d[\d.,:/%+\u2212-]*/g, '').replace(/\s+/g, ' ').trim();
    if (/\p{L}/u.test(line)) found.add(line);
  }
  return [...found].sort();
}"""
_FLEETING = "script, style, noscript, template, time, tbody, .light, .og-count, [data-stored]"


def said_on(page: Page) -> list[str]:
    """The page's own words, each line once."""
    found: list[str] = page.evaluate(_SAID, _FLEETING)
    return found


def kept() -> dict[str, list[str]]:
    """What was said on each page when its picture was taken: by the picture's name and language, as `case.en`."""
    found: dict[str, list[str]] = json.loads(WORDS.read_text(encoding="utf-8")) if WORDS.exists() else {}
    return found


def take(page: Page, name: str) -> None:
    """`docs/guide/images/<name>.jpg` and what was said."""
    page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=50, animations="disabled")
    words = dict(sorted({**kept(), name: said_on(page)}.items()))
    WORDS.write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def changed(page: Page, name: str) -> str:
    """What came and what went since the picture was taken; empty where nothing did."""
    now, then = set(said_on(page)), set(kept().get(name, ()))
    lines = [f"+ {line}" for line in sorted(now - then)] + [f"- {line}" for line in sorted(then - now)]
    return "\n".join(lines)
