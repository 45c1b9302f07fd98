"""The pages' words: gather msgids from templates and code, keep the Chinese beside them, compile.

python scripts/messages.py            gather into the .po (new ones stand without Chinese), sorted, and compile
python scripts/messages.py compile    only compile, where the .po is newer
python scripts/messages.py check      exit 1 where a msgid has no Chinese, or the .po holds one that nobody says
python scripts/messages.py join FILE  take over translations of another .po (after a merge)
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
ONEGRID = ROOT / "platform" / "onegrid"
WEB = ONEGRID / "web"
PO = WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# What the tables of the administration say stands with the tables.
_ADMIN = ("admin.py", "apps.py", "look_only.py")
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def said() -> set[tuple[str | None, str, str]]:
    """(context, msgid, plural) of everything that the pages say."""
    code = [*WEB.rglob("*.py"), *(path for name in _ADMIN for path in ONEGRID.glob(f"*/{name}"))]
    pages = [*WEB.rglob("*.html"), *(ONEGRID / "config" / "templates").rglob("*.html")]
    found = {one for path in code for one in in_code(path.read_text(encoding="utf-8"))}
    return found | {one for path in pages for one in in_template(path.read_text(encoding="utf-8"))}


def in_code(text: str) -> Iterator[tuple[str | None, str, str]]:
    """Calls of gettext and its kin with plain texts."""
    for node in ast.walk(ast.parse(text)):
        name = getattr(getattr(node, "func", None), "id", "")
        if name not in _CALLS or not isinstance(node, ast.Call):
            continue
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name.startswith("pgettext"):
            yield words[0], words[1], ""
        elif words:
            yield None, words[0], words[1] if name.startswith("ngettext") else ""


def in_template(text: str) -> Iterator[tuple[str | None, str, str]]:
    """{% translate %} and {% blocktranslate %}, as Django itself reads them."""
    from django.utils.translation.template import templatize

    quoted = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''.*?'''|\"\"\".*?\"\"\")"""
    written = templatize(text)
    for call in re.finditer(rf"\b(p?n?p?gettext|_)\(\s*{quoted}(?:\s*,\s*{quoted})?", written, re.DOTALL):
        first = ast.literal_eval(call[2])
        second = ast.literal_eval(call[3]) if call[3] else ""
        if call[1] == "pgettext":
            yield first, second, ""
        else:
            yield None, first, second if call[1] == "ngettext" else ""


def read() -> polib.POFile:
    """What is translated already."""
    if PO.exists():
        return polib.pofile(str(PO))
    fresh = polib.POFile()
    fresh.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "zh_Hans",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return fresh


def gather(*others: Path) -> polib.POFile:
    """The catalog of exactly what is said now, with the Chinese that is known."""
    old = read()
    known = {(one.msgctxt, one.msgid): one for path in others for one in polib.pofile(str(path))}
    known |= {(one.msgctxt, one.msgid): one for one in old if one.msgstr or one.msgstr_plural.get(0)}
    fresh = polib.POFile()
    fresh.metadata = old.metadata
    for context, msgid, plural in sorted(said(), key=lambda one: (one[1], one[0] or "", one[2])):
        was = known.get((context, msgid))
        if any(one.msgid == msgid and one.msgctxt == context for one in fresh):
            continue
        word = (was.msgstr or was.msgstr_plural.get(0, "")) if was else ""
        entry = polib.POEntry(msgctxt=context, msgid=msgid)
        if plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: word}
        else:
            entry.msgstr = word
        if "%(" in msgid:
            entry.flags.append("python-format")
        fresh.append(entry)
    return fresh


def untranslated(catalog: polib.POFile) -> list[str]:
    """Msgids without Chinese."""
    return [one.msgid for one in catalog if not (one.msgstr or one.msgstr_plural.get(0))]


def compile_if_stale() -> None:
    """Write the .mo beside the .po."""
    mo = PO.with_suffix(".mo")
    if PO.exists() and (not mo.exists() or mo.stat().st_mtime < PO.stat().st_mtime):
        part = mo.with_suffix(".part")
        polib.pofile(str(PO)).save_as_mofile(str(part))
        part.replace(mo)


def main() -> int:
    """As the module says."""
    sys.path.insert(0, str(ROOT / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onegrid.config.settings.test")
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "compile":
        compile_if_stale()
        return 0
    import django

    django.setup()
    catalog = gather(*map(Path, sys.argv[2:] if what == "join" else ()))
    missing = untranslated(catalog)
    if what == "check":
        unsaid = {one.msgid for one in read()} - {one.msgid for one in catalog}
        for msgid in missing:
            print(f"no Chinese for / 缺少中文: {msgid}")
        for msgid in sorted(unsaid):
            print(f"nobody says / 无人使用: {msgid}")
        return 1 if missing or unsaid else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalog.save(str(PO))
    compile_if_stale()
    print(f"{len(catalog)} msgids, {len(missing)} without Chinese")
    for msgid in missing:
        print(f"  {msgid}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
