"""The guides name only words, pages and pictures that there are; `make pictures` takes the pictures."""

import re
from pathlib import Path

import polib
import pytest

from tests.browser.pages import Prepared, names
from tests.browser.pictures import IMAGES, PICTURES, TAKES_PICTURES, WORDS, Picture, changed, kept, said_on, take
from tests.browser.visitor import PHONE, People

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
PO = ROOT / "platform" / "onegrid" / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TEXTS = sorted(GUIDE.glob("*/*.md"))
LARGEST = 120_000
_TRIES = 20  # what comes a moment after the page


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_every_guide_is_there_in_both_languages_and_listed() -> None:
    found = {language: {path.name for path in (GUIDE / language).glob("*.md")} for language in LANGUAGES}
    assert found["zh"] == found["en"] != set()
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [path for path in TEXTS if f"(guide/{path.parent.name}/{path.name})" not in index] == []


@pytest.mark.parametrize("path", TEXTS, ids=_named)
def test_pages_and_words_that_a_guide_names_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pages = re.search(r"<!-- pages: (.+) -->", text)
    assert pages, "say of which pages it tells: <!-- pages: work, work_task -->"
    assert set(pages[1].split(", ")) - names() == set(), "no page has this name"
    catalog = polib.pofile(str(PO))
    said = {one.msgid if path.parent.name == "en" else one.msgstr for one in catalog}
    # Words in bold are those that stand on the page.
    assert set(re.findall(r"\*\*(.+?)\*\*", text)) - said == set(), "no page says this"


def test_pictures_are_those_that_the_browser_takes() -> None:
    taken = {f"{one.name}.{language}.jpg" for one in PICTURES for language in LANGUAGES}
    for language in LANGUAGES:
        texts = "".join(path.read_text(encoding="utf-8") for path in TEXTS if path.parent.name == language)
        used = set(re.findall(r"\(\.\./images/([^)]+)\)", texts))
        assert used == {name for name in taken if name.endswith(f".{language}.jpg")}
    assert {path.name for path in IMAGES.iterdir()} == {*taken, WORDS.name}, "make pictures"
    assert {f"{name}.jpg" for name in kept()} == taken, "make pictures"
    assert [path.name for path in IMAGES.glob("*.jpg") if path.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_take(picture: Picture, language: str, people: People, prepared: Prepared) -> None:
    """`make pictures` takes it; every other run looks whether the page still says what it said then."""
    prepared.task("handle")  # no page is of an empty city, whatever else runs
    address, name = picture.page.address(prepared), f"{picture.name}.{language}"
    with people.visitor(picture.page.account, width=picture.width, language=LANGUAGES[language]) as visitor:
        assert visitor.open(address) == picture.page.status
        visitor.page.wait_for_selector(picture.page.settled)
        if TAKES_PICTURES:
            visitor.page.wait_for_timeout(1500)
            take(visitor.page, name)
        difference = changed(visitor.page, name)
        for _ in range(_TRIES):
            if not difference:
                break
            visitor.page.wait_for_timeout(300)
            difference = changed(visitor.page, name)
    if difference:
        pytest.fail(f"{name}.jpg shows a page that says other words now; mend: make pictures\n{difference}", False)


def test_a_page_that_says_something_else_is_noticed(people: People) -> None:
    with people.visitor(width=PHONE) as visitor:
        visitor.open("/")
        page, before = visitor.page, set(said_on(visitor.page))
        page.evaluate(
            """() => document.querySelector('main').insertAdjacentHTML('beforeend', `
              <p>案件 12 件</p><p>案件 7 件</p><time>刚刚</time><p data-stored>永安路</p><p hidden>不见</p>
              <p>12:30</p><button>办结
              吧</button>`)"""
        )
        assert set(said_on(page)) - before == {"案件 件", "办结 吧"}
