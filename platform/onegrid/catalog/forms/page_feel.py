"""The part of FEEL that a page evaluates too, and how an expression of it is written down for the page.

The page counts in binary fractions and its FEEL compares kinds more loosely, so comparisons, sums and roundings are
handed to functions of ours (`og_…`, platform/frontend/src/forms/feel.ts) that answer as onegrid.feel does.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from onegrid import feel
from onegrid.catalog import expressions
from onegrid.feel import syntax

_NAME = re.compile(r"[^\W\d]\w*")
_DIGITS = 15  # what a binary fraction of 64 bits holds exactly
_FUNCTIONS: Mapping[str, tuple[int, int]] = {
    "count": (1, 1),
    "contains": (2, 2),
    "starts with": (2, 2),
    "ends with": (2, 2),
    "string length": (1, 1),
    "upper case": (1, 1),
    "lower case": (1, 1),
    "list contains": (2, 2),
    "not": (1, 1),
    "abs": (1, 1),
    "floor": (1, 1),
    "ceiling": (1, 1),
}
_ROUNDING = {"decimal": "even", "round half up": "half up", "round half down": "half down", "round up": "up"}
_ROUNDING["round down"] = "down"
_LISTS = {"sum": "og_sum", "min": "og_min", "max": "og_max"}
FUNCTIONS = tuple(sorted({*_FUNCTIONS, *_ROUNDING, *_LISTS, "today"}))


class NotInPage(Exception):
    """A part of an expression that only the server evaluates; `what` as it stands in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh


@lru_cache(maxsize=4096)
def in_page(text: str) -> str:
    """The expression as the page evaluates it; raises NotInPage, or FeelError where it is no FEEL."""
    node = feel.compile_expression(expressions.without_sign(text)).node
    return "og_today()" if _is_today(node) else _write(node)


def names(text: str) -> frozenset[str]:
    """What it takes from its scope; none where it is no FEEL."""
    try:
        return feel.free_names(feel.compile_expression(expressions.without_sign(text)))
    except feel.FeelError:
        return frozenset()


def _is_today(node: syntax.Node) -> bool:
    """Only alone: what a page gets of it is text."""
    return _call_name(node) == "today" and not node.arguments  # type: ignore[attr-defined]


def _call_name(node: syntax.Node) -> str:
    found = isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name) and not node.names
    return node.function.name if found else ""  # type: ignore[attr-defined]


def _write(node: syntax.Node) -> str:
    writer = _WRITERS.get(type(node))
    if writer is None:
        raise NotInPage(f"`{type(node).__name__}`", f"“{type(node).__name__}”")
    return writer(node)


def _literal(node: Any) -> str:
    value = node.value
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (int, Decimal)):
        digits = Decimal(value).as_tuple().digits
        if len(digits) <= _DIGITS and -_DIGITS <= Decimal(value).adjusted() <= _DIGITS:
            return f"{value:f}" if isinstance(value, Decimal) else str(value)
    raise NotInPage(f"the number {value}", f"数字 {value}")


def _name(node: Any) -> str:
    if not _NAME.fullmatch(node.name) or node.name in FUNCTIONS or node.name.startswith("og_"):
        raise NotInPage(f"the name `{node.name}`", f"名称“{node.name}”")
    return str(node.name)


def _path(node: Any) -> str:
    if not isinstance(node.base, (syntax.Name, syntax.Path)) or not _NAME.fullmatch(node.name):
        raise NotInPage(f"`.{node.name}` of a computed value", f"计算值的“.{node.name}”")
    return f"{_write(node.base)}.{node.name}"


def _arithmetic(node: Any) -> str:
    operation = {"+": "og_plus", "-": "og_minus", "*": "og_times"}.get(node.operator)
    if operation is None:
        raise NotInPage(
            f"`{node.operator}` outside of rounding (write `decimal(a / b, 2)`)",
            f"未取整的“{node.operator}”（请写 decimal(a / b, 2)）",
        )
    return f"{operation}({_write(node.left)}, {_write(node.right)})"


def _comparison(node: Any) -> str:
    left, right = _write(node.left), _write(node.right)
    return {
        "=": f"og_same({left}, {right})",
        "!=": f"not(og_same({left}, {right}))",
        "<": f"og_less({left}, {right})",
        ">": f"og_less({right}, {left})",
        "<=": f"not(og_less({right}, {left}))",
        ">=": f"not(og_less({left}, {right}))",
    }[node.operator]


def _logic(node: Any) -> str:
    return "(" + f" {node.operator} ".join(_write(one) for one in node.operands) + ")"


def _between(node: Any) -> str:
    value = _write(node.value)
    return f"(not(og_less({value}, {_write(node.low)})) and not(og_less({_write(node.high)}, {value})))"


def _in(node: Any) -> str:
    value = _write(node.value)
    return "(" + " or ".join(_test(value, one) for one in node.tests) + ")"


def _test(value: str, test: syntax.Node) -> str:
    if isinstance(test, syntax.Literal):
        return f"og_one({value}, {_write(test)})"
    if isinstance(test, syntax.ListLiteral) and all(isinstance(one, syntax.Literal) for one in test.items):
        return f"og_among({value}, {_write(test)})"
    if isinstance(test, syntax.RangeLiteral):
        low, high = _bound(test.start), _bound(test.end)
        above = f"not(og_less({value}, {low}))" if test.start_included else f"og_less({low}, {value})"
        below = f"not(og_less({high}, {value}))" if test.end_included else f"og_less({value}, {high})"
        return f"({above} and {below})"
    if isinstance(test, syntax.UnaryRange) and test.operator in ("<", "<=", ">", ">="):
        return _comparison(_Compared(test.operator, value, _bound(test.end)))
    raise NotInPage("`in` over what is not written out", "in 右侧未写明的内容")


class _Compared:
    """A comparison whose left side is written already."""

    def __init__(self, operator: str, left: str, right: str) -> None:
        self.operator, self.left, self.right = operator, _Written(left), _Written(right)


class _Written:
    def __init__(self, text: str) -> None:
        self.text = text


def _bound(node: syntax.Node) -> str:
    if isinstance(node, syntax.Literal) and isinstance(node.value, (int, Decimal)) and not isinstance(node.value, bool):
        return _literal(node)
    if isinstance(node, syntax.Negation):
        return f"-{_bound(node.operand)}"
    raise NotInPage("a range whose ends are not plain numbers", "端点不是数字的范围")


def _if(node: Any) -> str:
    return f"(if og_same({_write(node.condition)}, true) = true then {_write(node.then)} else {_write(node.otherwise)})"


def _list(node: Any) -> str:
    return "[" + ", ".join(_write(one) for one in node.items) + "]"


def _loop(node: Any, body: syntax.Node) -> str:
    if len(node.iterators) != 1 or node.iterators[0].end is not None:
        raise NotInPage("several loops in one", "一个表达式中的多重循环")
    one = node.iterators[0]
    if not isinstance(one.domain, (syntax.Name, syntax.Path)) or not _NAME.fullmatch(one.name):
        raise NotInPage("a loop over a computed list", "对计算所得列表的循环")
    return f"for {one.name} in og_list({_write(one.domain)}) return {_write(body)}"


def _for(node: Any) -> str:
    return f"({_loop(node, node.body)})"


def _quantified(node: Any) -> str:
    return f"{'og_every' if node.every else 'og_some'}({_loop(node, node.condition)})"


def _call(node: Any) -> str:
    name, arguments = _call_name(node), node.arguments
    if name in _ROUNDING and len(arguments) == 2:
        divided = isinstance(arguments[0], syntax.Arithmetic) and arguments[0].operator == "/"
        first = _division(arguments[0]) if divided else _write(arguments[0])
        return f"og_round({first}, {_write(arguments[1])}, {json.dumps(_ROUNDING[name])})"
    if name in _LISTS and arguments:
        listed = _write(arguments[0]) if len(arguments) == 1 else _list(syntax.ListLiteral(0, arguments))
        return f"{_LISTS[name]}({listed})"
    least, most = _FUNCTIONS.get(name, (1, 0))
    if not least <= len(arguments) <= most:
        said = name or "…"
        raise NotInPage(f"the function `{said}`", f"函数“{said}”")
    return f"{name}({', '.join(_write(one) for one in arguments)})"


def _division(node: Any) -> str:
    return f"og_over({_write(node.left)}, {_write(node.right)})"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    syntax.Literal: _literal,
    syntax.Name: _name,
    syntax.Path: _path,
    syntax.Negation: lambda node: f"og_minus(0, {_write(node.operand)})",
    syntax.Arithmetic: _arithmetic,
    syntax.Comparison: _comparison,
    syntax.Logic: _logic,
    syntax.Between: _between,
    syntax.In: _in,
    syntax.If: _if,
    syntax.ListLiteral: _list,
    syntax.For: _for,
    syntax.Quantified: _quantified,
    syntax.Call: _call,
    _Written: lambda node: str(node.text),
}
