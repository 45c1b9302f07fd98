"""What is looked at on every page: words of the other language, sideways scrolling, what axe finds."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "platform" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Names of formats, which no dictionary has; units after a figure. A letter alone is a key of the keyboard.
_NAMES = ("BPMN", "DMN", "FEEL", "YAML", "XML", "GeoJSON", "API", "WGS", "xlsx", "zip")
_UNITS = ("km", "m", "cm", "kB", "KB", "MB", "GB", "ms", "s")
_WORDS = """([chinese, names, units]) => {
  const foreign = chinese
    ? (text) => text
        .replace(new RegExp(`\\\\d\\\\s*(${units.join('|')})(?![A-Za-z])`, 'g'), '')
        .replace(new RegExp(`(?<![A-Za-z])(${names.join('|')})(?![A-Za-z])`, 'g'), '')
        .match(/[A-Za-zÀ-ÖØ-öø-ɏ]{2,}(?:[ '-]+[A-Za-z]+)*/)
    : (text) => text.match(/[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f]+/);
  const found = [];
  const look = (text, element, where) => {
    const word = text && foreign(text);
    if (word) found.push(`"${word[0]}" in ${where} of <${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">: ${text.trim().slice(0, 80)}`);
  };
  // A title can hold no marks: what the page itself marks as stored may stand in it.
  const kept = [...document.querySelectorAll('[data-stored]')]
    .flatMap((one) => [one.textContent.trim(), String(one.value ?? '').trim()])
    .filter((text) => text.length > 1)
    .sort((a, b) => b.length - a.length);
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || element.closest('script, style, noscript, template, [data-stored]')) continue;
    if (element.tagName === 'TITLE') look(kept.reduce((rest, text) => rest.replaceAll(text, ''), node.nodeValue), element, 'the text');
    else look(node.nodeValue, element, 'the text');
  }
  for (const element of document.querySelectorAll('[title], [aria-label], [aria-description], [placeholder], [alt], [label], [aria-roledescription], [aria-valuetext], input[value]')) {
    if (element.closest('[data-stored]')) continue;
    for (const name of ['title', 'aria-label', 'aria-description', 'placeholder', 'alt', 'label', 'aria-roledescription', 'aria-valuetext'])
      look(element.getAttribute(name), element, name);
    // Of a value only what people see; a hidden one, and that of a box to tick, is for programs.
    if (element.tagName === 'INPUT' && !['hidden', 'radio', 'checkbox', 'password'].includes(element.type))
      look(element.value, element, 'value');
  }
  return [...new Set(found)];
}"""
_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'], preload: false });
  return found.violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).slice(0, 3).join('; ')}`);
}"""
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one))
    .map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute('class') ?? ''}">`);
  return [`${document.documentElement.scrollWidth} px wide on ${width}: ${wide.slice(0, 4).join(' ')}`];
}"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def foreign_words(page: Page, *, language: str) -> list[str]:
    """Words of the other language that nothing marks as stored."""
    found: list[str] = page.evaluate(_WORDS, [language == "zh-hans", list(_NAMES), list(_UNITS)])
    return found


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical."""
    if page.evaluate("() => typeof axe === 'undefined'"):  # half a megabyte, once a load
        page.evaluate(_axe())
    found: list[str] = page.evaluate(_AXE)
    return found


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


def cut(page: Page) -> list[str]:
    """Rows of tabs of which some stand outside; on a desk there is room for all."""
    script = """() => [...document.querySelectorAll('nav')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `<nav class="${one.className}">: ${one.scrollWidth} px in ${one.clientWidth}`)"""
    found: list[str] = page.evaluate(script)
    return found


def weight_of_first_visit(page: Page, address: str) -> int:
    """Bytes over the wire until the page is there."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    return sum(sizes)


Judged = dict[str, list[str]]


def judged(page: Page, *, language: str, **looks: Any) -> Judged:
    """Findings by kind; only the kinds that found something."""
    found: Judged = {"words": foreign_words(page, language=language)}
    found |= {name: look(page) for name, look in looks.items()}
    return {name: said for name, said in found.items() if said}
