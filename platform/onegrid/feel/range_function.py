"""`range("[1..5]")`: apart from the other built-ins, because it needs the parser that knows them all."""

import re

from onegrid.feel import syntax
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.compiler import Build
from onegrid.feel.compiler.collections import ENDS
from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.names import NameTable
from onegrid.feel.parser import Parser
from onegrid.feel.values import RANGE, Range, Value, kind_of

_FROM = re.compile(r"\s*([\[(\]])(.+)\.\.\s*[)\[]\s*", re.DOTALL)
_UP_TO = re.compile(r"\s*[(\]]\s*\.\.(.+)([\])\[])\s*", re.DOTALL)
_MAKERS = NameTable(("date and time",))
_FUNCTIONS = frozenset({"date", "time", "date and time", "duration"})


@builtin("range", "from:s")
def range_from_text(ev: Evaluation, text: str) -> Value:
    """The range that a literal text means; its ends are literals or made by date, time and duration functions."""
    ev.spend(1 + len(text))
    try:
        if found := _FROM.fullmatch(text):
            return _half(ev, text, _parsed(found[2]), included=found[1] == "[", is_start=True)
        if found := _UP_TO.fullmatch(text):
            return _half(ev, text, _parsed(found[1]), included=found[2] == "]", is_start=False)
        node = _parsed(text)
    except FeelSyntaxError:
        return ev.fail("feel.temporal", text=text, kind="range")
    if not isinstance(node, syntax.RangeLiteral) or not (_is_plain(node.start) and _is_plain(node.end)):
        return ev.fail("feel.temporal", text=text, kind="range")
    value = Build().run(node)({}, ev)
    return value if kind_of(value) == RANGE else None


def _parsed(text: str) -> syntax.Node:
    return Parser(text, NameTable(), NameTable(), _MAKERS, {}).expression_to_end()


def _half(ev: Evaluation, text: str, end: syntax.Node, *, included: bool, is_start: bool) -> Value:
    """The range with one end: `[2..)` is `>= 2`, `(..2]` is `<= 2` (DMN 1.5, table 76)."""
    value = Build().run(end)({}, ev) if _is_plain(end) else None
    if kind_of(value) not in ENDS:
        return ev.fail("feel.temporal", text=text, kind="range")
    return Range(value, None, included, False) if is_start else Range(None, value, False, included)


def _is_plain(node: syntax.Node) -> bool:
    if isinstance(node, syntax.Call):
        return (
            isinstance(node.function, syntax.Name)
            and node.function.name in _FUNCTIONS
            and all(_is_plain(argument) for argument in node.arguments)
        )
    return isinstance(node, syntax.Literal | syntax.Temporal)
