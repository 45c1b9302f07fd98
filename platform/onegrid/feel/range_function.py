"""`range("[1..5]")`: apart from the other built-ins, because it needs the parser that knows them all."""

from onegrid.feel import syntax
from onegrid.feel.builtins.registry import builtin
from onegrid.feel.compiler import Build
from onegrid.feel.errors import FeelSyntaxError
from onegrid.feel.evaluation import Evaluation
from onegrid.feel.names import NameTable
from onegrid.feel.parser import Parser
from onegrid.feel.values import RANGE, Value, kind_of

_MAKERS = NameTable(("date and time",))
_FUNCTIONS = frozenset({"date", "time", "date and time", "duration"})


@builtin("range", "from:s")
def range_from_text(ev: Evaluation, text: str) -> Value:
    """The range that a literal text means; its ends are literals or made by date, time and duration functions."""
    ev.spend(1 + len(text))
    try:
        node = Parser(text, NameTable(), NameTable(), _MAKERS, {}).expression_to_end()
    except FeelSyntaxError:
        return ev.fail("feel.temporal", text=text, kind="range")
    if not isinstance(node, syntax.RangeLiteral) or not (_is_plain(node.start) and _is_plain(node.end)):
        return ev.fail("feel.temporal", text=text, kind="range")
    value = Build().run(node)({}, ev)
    return value if kind_of(value) == RANGE else None


def _is_plain(node: syntax.Node) -> bool:
    if isinstance(node, syntax.Call):
        return (
            isinstance(node.function, syntax.Name)
            and node.function.name in _FUNCTIONS
            and all(_is_plain(argument) for argument in node.arguments)
        )
    return isinstance(node, syntax.Literal | syntax.Temporal)
