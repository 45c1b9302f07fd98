"""One Python expression to FEEL, by its syntax tree."""

import ast
from collections.abc import Callable

from onegrid.engine.dialects.feel_text import (
    AND,
    ATOM,
    COMPARISON,
    LOWEST,
    OR,
    PRODUCT,
    SUM,
    UNARY,
    Piece,
    added,
    called,
    joined,
    member,
    picked,
    text_literal,
    variable,
)
from onegrid.engine.dialects.python.calls import as_text, call_to_feel
from onegrid.engine.dialects.truth import LOGIC, MAX_LENGTH, PYTHON_FALSY, chosen, is_truth, truth
from onegrid.engine.dialects.untranslatable import Untranslatable

MAX_DEPTH = 60
_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], tuple[str, int]] = {
    ast.Sub: ("-", SUM), ast.Mult: ("*", PRODUCT), ast.Div: ("/", PRODUCT),
    ast.Pow: ("**", UNARY),
}  # fmt: skip
_LOGIC: dict[type[ast.boolop], str] = {ast.And: "and", ast.Or: "or"}
_LISTS = ("[", "concatenate(", "split(", "for ")


def python_to_feel(text: str) -> str:
    """The FEEL of a Python expression; raises Untranslatable."""
    return translate(parsed(text.strip(), "eval").body).text  # type: ignore[attr-defined]


def condition_to_feel(text: str) -> str:
    """The same where truth is asked for: a number, text or list counts as Python has it."""
    return asked(parsed(text.strip(), "eval").body).text  # type: ignore[attr-defined]


def parsed(text: str, mode: str) -> ast.AST:
    """The syntax tree; nothing of it is run."""
    if len(text) > MAX_LENGTH:
        raise Untranslatable("it is too long", "表达式过长")
    try:
        return ast.parse(text, mode=mode)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Untranslatable("it is no Python either", "也不是有效的 Python") from None


def translate(node: ast.expr, depth: int = 0) -> Piece:
    """The FEEL of a node. A call may need its argument twice: what grows so is given up before it costs anything."""
    found = _translated(node, depth)
    if len(found.text) > MAX_LENGTH:
        raise Untranslatable("it is too long", "表达式过长")
    return found


def asked(node: ast.expr, depth: int = 0) -> Piece:
    """The FEEL of a node where truth is asked for."""
    if isinstance(node, ast.BoolOp):
        word = _LOGIC[type(node.op)]
        return joined(word, LOGIC[word], *(asked(value, depth + 1) for value in node.values))
    return truth(translate(node, depth), PYTHON_FALSY)


def _translated(node: ast.expr, depth: int) -> Piece:  # noqa: C901, PLR0911 - one line for each form
    if depth > MAX_DEPTH:
        raise Untranslatable("it is nested too deep", "嵌套过深")

    def down(inner: ast.expr) -> Piece:
        return translate(inner, depth + 1)

    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return variable(node.id)
    if isinstance(node, ast.Attribute):
        return member(_owner(node.value, down), node.attr)
    if isinstance(node, ast.Subscript):
        return _subscript(node, down)
    if isinstance(node, ast.BoolOp):
        return chosen(_LOGIC[type(node.op)], [down(value) for value in node.values], PYTHON_FALSY)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, down, depth)
    if isinstance(node, ast.BinOp):
        return _binary(node.op, down(node.left), down(node.right))
    if isinstance(node, ast.Compare):
        return _comparison(node, down)
    if isinstance(node, ast.IfExp):
        parts = asked(node.test, depth + 1).text, down(node.body).text, down(node.orelse).text
        return Piece(f"if {parts[0]} then {parts[1]} else {parts[2]}", LOWEST)
    if isinstance(node, ast.List | ast.Tuple):
        return Piece(f"[{', '.join(down(item).text for item in node.elts)}]")
    if isinstance(node, ast.Dict):
        return _dict(node, down)
    if isinstance(node, ast.JoinedStr):
        return _joined(node, down)
    if isinstance(node, ast.Call):
        return call_to_feel(node, down)
    if isinstance(node, ast.ListComp | ast.GeneratorExp):
        return _comprehension(node, down)
    raise Untranslatable(f"FEEL has no {type(node).__name__}", f"FEEL 没有 {type(node).__name__}")


def _constant(value: object) -> Piece:
    if value is None:
        return Piece("null")
    if isinstance(value, bool):
        return Piece("true" if value else "false", is_truth=True)
    if isinstance(value, int | float):
        return Piece(repr(value)) if value == value and abs(value) < 1e300 else _no("this number", "该数字")
    if isinstance(value, str):
        return text_literal(value)
    return _no("this value", "该值")


def _owner(node: ast.expr, down: Callable[[ast.expr], Piece]) -> Piece:
    """What has members is no text: an item of it is one of a list."""
    if isinstance(node, ast.Subscript) and (at := _place(node.slice)) is not None:
        owner = _owner(node.value, down)
        return Piece(f"{owner.within(ATOM)}[{at}]", is_path=owner.is_path)
    return down(node)


def _place(at: ast.expr) -> int | None:
    """A literal index, counted as FEEL does."""
    if isinstance(at, ast.UnaryOp) and isinstance(at.op, ast.USub) and isinstance(at.operand, ast.Constant):
        value = at.operand.value
        return -value if type(value) is int and value > 0 else None
    return at.value + 1 if isinstance(at, ast.Constant) and type(at.value) is int else None


def _subscript(node: ast.Subscript, down: Callable[[ast.expr], Piece]) -> Piece:
    if (place := _place(node.slice)) is not None:
        return picked(down(node.value), place)
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return member(_owner(node.value, down), node.slice.value)
    return _no("a computed key", "计算出的键")


def _unary(node: ast.UnaryOp, down: Callable[[ast.expr], Piece], depth: int) -> Piece:
    if isinstance(node.op, ast.Not):
        is_logic = isinstance(node.operand, ast.BoolOp)
        inner = asked(node.operand, depth + 1) if is_logic else down(node.operand)
        if inner.holds in (OR, AND, COMPARISON) and not inner.is_truth:
            return _untrue(inner)
        return called("not", inner) if is_truth(inner) else Piece(f"list contains({PYTHON_FALSY}, {inner.text})")
    if isinstance(node.op, ast.USub):
        return Piece(f"-{down(node.operand).within(ATOM)}", UNARY)  # FEEL takes the sign before the power
    return _no("this operator", "该运算符")


def _untrue(piece: Piece) -> Piece:
    """Values of two kinds are unequal in Python; FEEL's `=` gives null for them, which `not` would keep."""
    return Piece(f"({piece.text}) != true", COMPARISON, is_truth=True)


def _binary(operator: ast.operator, left: Piece, right: Piece) -> Piece:
    if isinstance(operator, ast.Mod) and left.literal is None:
        return called("modulo", left, right)
    if isinstance(operator, ast.FloorDiv):
        return Piece(f"floor({joined('/', PRODUCT, left, right).text})")
    lists = [piece for piece in (left, right) if piece.text.startswith(_LISTS)]
    if isinstance(operator, ast.Add):
        return called("concatenate", left, right) if lists else added(left, right)
    if isinstance(operator, ast.Mult) and (lists or left.literal is not None or right.literal is not None):
        return _no("a repetition", "重复")
    if type(operator) in _COMPUTED:
        sign, holds = _COMPUTED[type(operator)]
        return joined(sign, holds, left, right)
    return _no("this operator", "该运算符")


def _comparison(node: ast.Compare, down: Callable[[ast.expr], Piece]) -> Piece:
    operands = [down(node.left), *(down(each) for each in node.comparators)]
    found = [_compared(op, operands[at], operands[at + 1]) for at, op in enumerate(node.ops)]
    return found[0] if len(found) == 1 else joined("and", AND, *found)


def _compared(operator: ast.cmpop, left: Piece, right: Piece) -> Piece:
    if isinstance(operator, ast.In | ast.NotIn):
        held = (
            called("list contains", right, left)
            if right.text.startswith("[")
            else Piece(
                f"if {right.within(SUM)} instance of string then contains({right.text}, {left.text}) "
                f"else if {right.within(SUM)} instance of context "
                f"then list contains(get entries({right.text}).key, {left.text}) "
                f"else list contains({right.text}, {left.text})",
                LOWEST,
                is_truth=True,
            )
        )
        return held if isinstance(operator, ast.In) else called("not", held)
    if isinstance(operator, ast.NotEq | ast.IsNot):
        if "null" in (left.text, right.text):
            return joined("!=", COMPARISON, left, right)
        return _untrue(joined("=", COMPARISON, left, right))
    if isinstance(operator, ast.Is):
        return joined("=", COMPARISON, left, right)
    return joined(_COMPARED[type(operator)], COMPARISON, left, right)


def _dict(node: ast.Dict, down: Callable[[ast.expr], Piece]) -> Piece:
    entries = []
    for key, value in zip(node.keys, node.values, strict=True):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return _no("a computed key", "计算出的键")
        entries.append(f"{text_literal(key.value).text}: {down(value).text}")
    return Piece(f"{{{', '.join(entries)}}}")


def _joined(node: ast.JoinedStr, down: Callable[[ast.expr], Piece]) -> Piece:
    parts = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            if part.format_spec is not None:
                return _no("a format", "格式说明")
            parts.append(as_text(down(part.value)))
        else:
            parts.append(down(part))
    return joined("+", SUM, *parts) if parts else text_literal("")


def _comprehension(node: ast.ListComp | ast.GeneratorExp, down: Callable[[ast.expr], Piece]) -> Piece:
    first = node.generators[0]
    if len(node.generators) > 1 or first.ifs or not isinstance(first.target, ast.Name):
        return _no("a loop with conditions", "带条件的循环")
    found = down(first.iter)
    over = found.text
    if found.is_path:  # of a dict Python gives the keys
        over = f"(if {over} instance of context then get entries({over}).key else {over})"
    return Piece(f"for {variable(first.target.id).text} in {over} return {down(node.elt).text}", LOWEST)


def _no(english: str, chinese: str) -> Piece:
    raise Untranslatable(f"FEEL can't say {english}", f"FEEL 无法表达{chinese}")
