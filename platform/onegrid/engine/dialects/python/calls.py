"""The calls of Python that FEEL has a word for. All others are named for replacement."""

import ast
import re
from collections.abc import Callable

from onegrid.engine.dialects.feel_text import (
    ATOM,
    LOWEST,
    PRODUCT,
    SUM,
    UNARY,
    Piece,
    called,
    counted,
    member,
    text_literal,
)
from onegrid.engine.dialects.truth import is_truth
from onegrid.engine.dialects.untranslatable import BEAN, Untranslatable

Down = Callable[[ast.expr], Piece]
_FUNCTIONS: dict[str, Callable[[Piece], Piece]] = {
    "str": lambda one: as_text(one),
    "float": lambda one: Piece(f"number(string({one.text}))"),
    "len": counted,
    "sum": lambda one: Piece(f"if count({one.text}) = 0 then 0 else sum({one.text})", LOWEST),
    "min": lambda one: called("min", one),
    "max": lambda one: called("max", one),
    "abs": lambda one: called("abs", one),
    "any": lambda one: called("any", one),
    "all": lambda one: called("all", one),
    "list": lambda one: one,
    "set": lambda one: called("distinct values", one),
    "timedelta": lambda one: one,
}
_METHODS: dict[tuple[str, int], Callable[..., Piece]] = {
    ("lower", 0): lambda one: called("lower case", one),
    ("upper", 0): lambda one: called("upper case", one),
    ("strip", 0): lambda one: called("trim", one),
    ("startswith", 1): lambda one, two: called("starts with", one, two),
    ("endswith", 1): lambda one, two: called("ends with", one, two),
    ("replace", 2): lambda one, two, three: called("replace", one, two, three),
    ("split", 1): lambda one, two: called("split", one, two),
    ("isoformat", 0): lambda one: called("string", one),
}
_SPECIAL = re.compile(r"[.\[\]{}()*+\-?^$|\\]")
_PARTS = {"weeks": "W", "days": "D", "hours": "H", "minutes": "M", "seconds": "S"}


def as_text(piece: Piece) -> Piece:
    """Python writes its truth values with a capital."""
    if piece.literal is not None or piece.holds in (SUM, PRODUCT, UNARY) or piece.text[:1].isdigit():
        return called("string", piece)
    truth = Piece(f'if {piece.text} then "True" else "False"', LOWEST)
    if is_truth(piece):
        return truth
    return Piece(f"if {piece.within(SUM)} instance of boolean then {truth.text} else string({piece.text})", LOWEST)


def call_to_feel(node: ast.Call, down: Down) -> Piece:
    """A call as FEEL; raises Untranslatable, naming what is called."""
    name = ast.unparse(node.func)
    if name in ("timedelta", "datetime.timedelta"):
        return _duration(node)
    if name in ("datetime.now", "datetime.datetime.now", "datetime.utcnow") and not node.args:
        return called("now")
    if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
        raise _unknown(name)
    if isinstance(node.func, ast.Attribute):
        return _method(node.func, node.args, down)
    if name in _FUNCTIONS and len(node.args) == 1:
        return _FUNCTIONS[name](down(node.args[0]))
    if name in ("min", "max") and len(node.args) > 1:
        return called(name, *(down(each) for each in node.args))
    if name == "round" and node.args:
        digits = down(node.args[1]) if len(node.args) > 1 else Piece("0")
        return called("decimal", down(node.args[0]), digits)  # both: half goes to the even neighbour
    raise _unknown(name)


def _method(found: ast.Attribute, arguments: list[ast.expr], down: Down) -> Piece:
    if found.attr == "get" and arguments and isinstance(arguments[0], ast.Constant):
        taken = member(down(found.value), str(arguments[0].value))
        if len(arguments) == 1:
            return taken
        return Piece(f"if {taken.text} = null then {down(arguments[1]).text} else {taken.text}", LOWEST)
    known = _METHODS.get((found.attr, len(arguments)))
    if known is None:
        raise _unknown(ast.unparse(found))
    owner = down(found.value)
    if found.attr == "replace" and not (owner.holds == ATOM and all(_is_plain(each) for each in arguments)):
        raise _unknown(ast.unparse(found))
    if found.attr == "split":
        return known(owner, _pattern(arguments[0]))
    return known(owner, *(down(each) for each in arguments))


def _pattern(node: ast.expr) -> Piece:
    """Python splits at a text, FEEL at a pattern."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise _unknown("split")
    return text_literal(_SPECIAL.sub(r"\\\g<0>", node.value))


def _is_plain(node: ast.expr) -> bool:
    """FEEL's `replace` reads a pattern; only plain words mean the same there."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.replace(" ", "a").isalnum()


def _duration(node: ast.Call) -> Piece:
    days, times = "", ""
    for keyword in node.keywords:
        part = _PARTS.get(keyword.arg or "")
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if part is None or not isinstance(value, int) or value < 0:
            raise _unknown("timedelta")
        if part == "W":
            days += f"{value * 7}D"
        elif part == "D":
            days += f"{value}D"
        else:
            times += f"{value}{part}"
    if node.args or not (days or times):
        raise _unknown("timedelta")
    return Piece(f'duration("P{days}{f"T{times}" if times else ""}")')


def _unknown(name: str) -> Untranslatable:
    shown = name if len(name) <= 60 else f"{name[:59]}…"
    return Untranslatable(f"it calls {shown}, for which FEEL has no word", f"调用了 {shown}，FEEL 没有对应的写法", BEAN)
