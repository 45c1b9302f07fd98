"""A Python script that only assigns, to a FEEL context. Loops, calls for their effect and imports stay Python."""

import ast

from onegrid.engine.dialects.assigned import INSTEAD, Assigned
from onegrid.engine.dialects.feel_text import Piece, called, text_literal, variable
from onegrid.engine.dialects.python.expressions import asked, parsed, translate
from onegrid.engine.dialects.untranslatable import Untranslatable

_HARMLESS_MODULES = frozenset({"datetime", "time", "json", "math", "decimal"})
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def python_script_to_feel(text: str) -> str:
    """The FEEL context of the script; raises Untranslatable."""
    assigned = Assigned()
    for statement in parsed(_dedented(text), "exec").body:  # type: ignore[attr-defined]
        _statement(statement, assigned)
    return assigned.text()


def _dedented(text: str) -> str:
    lines = text.expandtabs(4).splitlines()
    written = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in written), default=0)
    return "\n".join(line[indent:] for line in lines)


def _statement(statement: ast.stmt, assigned: Assigned) -> None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        _assign(statement.targets[0], translate(statement.value), assigned)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        _assign(statement.target, translate(statement.value), assigned)
    elif isinstance(statement, ast.AugAssign) and type(statement.op) in _SIGNS:
        value = ast.BinOp(statement.target, statement.op, statement.value)
        _assign(statement.target, translate(value), assigned)
    elif isinstance(statement, ast.If):
        _branch(statement, assigned)
    elif isinstance(statement, ast.Delete) and all(isinstance(each, ast.Name) for each in statement.targets):
        for each in statement.targets:
            assigned.put(each.id, "null")  # type: ignore[attr-defined]
    elif isinstance(statement, ast.Expr) and _is_append(statement.value):
        _append(statement.value, assigned)
    elif not _is_idle(statement):
        raise Untranslatable("it does more than assign values", "不只是赋值", INSTEAD)


def _assign(target: ast.expr, value: Piece, assigned: Assigned) -> None:
    if isinstance(target, ast.Name):
        assigned.put(target.id, value.text)
        return
    owner, key = _member_of(target)
    if owner is None:
        raise Untranslatable("it assigns to parts of a value", "对值的部分赋值", INSTEAD)
    _alone(owner, assigned)
    put = f"context put(if {owner} = null then {{}} else {owner}, {text_literal(key).text}, {value.text})"
    assigned.put(owner, put)


def _alone(name: str, assigned: Assigned) -> None:
    if assigned.shared(name):
        raise Untranslatable("it changes a value that two variables hold", "修改了两个变量共有的值", INSTEAD)


def _member_of(target: ast.expr) -> tuple[str | None, str]:
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return target.value.id, target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        at = target.slice
        if isinstance(at, ast.Constant) and isinstance(at.value, str):
            return target.value.id, at.value
    return None, ""


def _branch(statement: ast.If, assigned: Assigned) -> None:
    """`if c: x = 1 else: x = 2` is `x: if c then 1 else 2`; without an else the variable keeps its value."""
    yes, no = Assigned(), Assigned()
    for each in statement.body:
        _statement(each, yes)
    for each in statement.orelse:
        _statement(each, no)
    condition = asked(statement.test).text
    touched = list(dict.fromkeys((*yes.entries, *no.entries)))
    if len(touched) > 1 and any(name in condition for name in touched):
        raise Untranslatable("it changes what it asks for", "修改了所判断的变量", INSTEAD)
    for name in touched:
        assigned.put(name, f"if {condition} then {yes.entries.get(name, name)} else {no.entries.get(name, name)}")


def _is_append(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr == "append"
        and isinstance(value.func.value, ast.Name)
        and len(value.args) == 1
    )


def _append(value: ast.expr, assigned: Assigned) -> None:
    owner, item = value.func.value.id, value.args[0]  # type: ignore[attr-defined]
    _alone(owner, assigned)
    assigned.put(owner, called("append", variable(owner), translate(item)).text)


def _is_idle(statement: ast.stmt) -> bool:
    """What changes no variable: pass, remarks, prints, imports of modules that only compute."""
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Import):
        return all(alias.name in _HARMLESS_MODULES for alias in statement.names)
    if isinstance(statement, ast.ImportFrom):
        return statement.module in _HARMLESS_MODULES
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Constant):
        return True
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"
