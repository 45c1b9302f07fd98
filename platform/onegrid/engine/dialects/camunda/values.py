"""`inputParameter`, `outputParameter`, `field`: text, expressions, lists and maps as FEEL."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.dialects.expressions import juel, shown
from onegrid.engine.dialects.feel_text import text_literal, variable_name
from onegrid.engine.dialects.juel import Untranslatable
from onegrid.engine.dialects.words import Words, children_named


def parameter_value(words: Words, found: etree._Element, name: str) -> str:
    """The FEEL of a parameter; `null` where it can't be said, which is told."""
    what = (f"the parameter “{name}”", f"参数“{name}”")
    for inner in found.iterchildren(etree.Element):
        kind = etree.QName(str(inner.tag)).localname
        if kind == "list":
            items = [text_value(words, what, bpmn.text_of(each)) for each in children_named(inner, "value", "script")]
            return f"[{', '.join(items)}]"
        if kind == "map":
            entries = [
                f"{text_literal(each.get('key') or '').text}: {text_value(words, what, bpmn.text_of(each))}"
                for each in children_named(inner, "entry")
            ]
            return f"{{{', '.join(entries)}}}"
        if kind == "script":
            language = inner.get("scriptFormat") or "?"
            words.note(
                "vendor.replace",
                found,
                word=f"{name} ({language})",
                why=("a script of another engine gives it", "由其他引擎的脚本给出"),
                instead=("Write the value in FEEL.", "请用 FEEL 写出该值。"),
            )
            return "null"
        if kind in ("string", "expression"):
            return text_value(words, what, bpmn.text_of(inner))
    given = found.get("stringValue") or found.get("expression") or bpmn.text_of(found)
    return text_value(words, what, given)


def text_value(words: Words, what: tuple[str, str], text: str) -> str:
    """A text with or without `${…}`."""
    return juel(words, what, text) or "null" if text else '""'


def taken(words: Words, *names: str) -> str:
    """The words that stand there, each with its value."""
    return ", ".join(f"{name} {shown(value)}" for name in names if (value := words.take(name)))


def own_name(words: Words, name: str) -> str:
    """The variable under which a value is kept; empty, told, where the name can be none."""
    try:
        ours = variable_name(name.strip())
    except Untranslatable as fault:
        if name.strip():
            words.note(
                "vendor.replace",
                word=name,
                why=fault.reason,
                instead=("Choose a name of letters, digits and _.", "请使用由文字、数字和下划线组成的名称。"),
            )
        return ""
    if ours != name.strip():
        words.note("vendor.renamed", name=name.strip(), ours=ours)
    return ours
