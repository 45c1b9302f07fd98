"""The calls of JUEL expressions that need no bean: what they mean in FEEL. All others are named for replacement."""

from collections.abc import Callable

from onegrid.engine.dialects.feel_text import (
    ATOM,
    COMPARISON,
    SUM,
    Piece,
    called,
    empty,
    equal,
    joined,
    member,
    variable,
    whole,
)
from onegrid.engine.dialects.untranslatable import BEAN, Untranslatable

_EXECUTION = frozenset({"execution", "task", "delegateTask", "delegateExecution", "caseExecution"})
_VARIABLE_GETTERS = frozenset({"getVariable", "getVariableLocal", "getVariableTyped", "getTransientVariable"})
_VARIABLE_TESTS = frozenset({"hasVariable", "hasVariableLocal"})
_FACTS = {
    "processbusinesskey": "case.number", "businesskey": "case.number", "processinstanceid": "case.number",
    "id": "case.number",
}  # fmt: skip

_Made = Callable[..., Piece]


def _null_test(sign: str) -> _Made:
    return lambda one: Piece(f"{one.within(COMPARISON + 1)} {sign} null", COMPARISON)


_METHODS: dict[tuple[str, int], _Made] = {
    ("size", 0): lambda one: Piece(
        f"count(if {one.within(SUM)} instance of context then get entries({one.text}) else {one.text})"
    ),
    ("isEmpty", 0): empty,
    ("length", 0): lambda one: called("string length", one),
    ("equals", 1): lambda one, two: joined("=", COMPARISON, one, two),  # of Java: no text is a number
    ("equalsIgnoreCase", 1): lambda one, two: equal(called("lower case", one), called("lower case", two)),
    ("startsWith", 1): lambda one, two: called("starts with", one, two),
    ("endsWith", 1): lambda one, two: called("ends with", one, two),
    ("contains", 1): lambda one, two: Piece(
        f"if {one.within(COMPARISON + 1)} instance of string then contains({one.text}, {two.text}) "
        f"else list contains({one.text}, {two.text})", 0
    ),
    ("toUpperCase", 0): lambda one: called("upper case", one),
    ("toLowerCase", 0): lambda one: called("lower case", one),
    ("toString", 0): lambda one: called("string", one),
    ("trim", 0): lambda one: called("trim", one),
    ("booleanValue", 0): lambda one: one,
    ("intValue", 0): whole,
    ("longValue", 0): whole,
    ("doubleValue", 0): lambda one: one,
    ("compareTo", 1): lambda one, two: Piece(
        f"if {one.text} < {two.text} then -1 else if {one.text} > {two.text} then 1 else 0", 0
    ),
}  # fmt: skip
_OPERATORS: dict[str, _Made] = {
    "equals": equal,
    "eq": equal,
    "notEquals": lambda one, two: joined("!=", COMPARISON, one, two),
    "ne": lambda one, two: joined("!=", COMPARISON, one, two),
    "greaterThan": lambda one, two: joined(">", COMPARISON, one, two),
    "gt": lambda one, two: joined(">", COMPARISON, one, two),
    "greaterThanOrEquals": lambda one, two: joined(">=", COMPARISON, one, two),
    "gte": lambda one, two: joined(">=", COMPARISON, one, two),
    "lowerThan": lambda one, two: joined("<", COMPARISON, one, two),
    "lessThan": lambda one, two: joined("<", COMPARISON, one, two),
    "lt": lambda one, two: joined("<", COMPARISON, one, two),
    "lowerThanOrEquals": lambda one, two: joined("<=", COMPARISON, one, two),
    "lessThanOrEquals": lambda one, two: joined("<=", COMPARISON, one, two),
    "lte": lambda one, two: joined("<=", COMPARISON, one, two),
    "contains": lambda one, two: called("list contains", one, two),
    "get": lambda one: one,
    "exists": _null_test("!="),
    "isEmpty": empty,
    "isNotEmpty": lambda one: called("not", empty(one)),
    "getOrDefault": lambda one, two: Piece(f"if {one.text} = null then {two.text} else {one.text}", 0),
}
PREFIXES = frozenset({"variables", "vars", "var"})


def function(name: str, arguments: list[Piece]) -> Piece:
    """`variables:equals(x, 3)` of Flowable, `now()` and `dateTime()` of Camunda."""
    prefix, _, local = name.rpartition(":")
    if prefix in PREFIXES and local in _OPERATORS and arguments:
        first = arguments[0]
        named = variable(first.literal) if first.literal is not None else first
        try:
            return _OPERATORS[local](named, *arguments[1:])
        except TypeError:
            raise _bean(f"{name}(…)") from None
    if not prefix and local in ("now", "dateTime") and not arguments:
        return called("now")
    raise _bean(f"{name}(…)")


def method(owner: Piece, name: str, arguments: list[Piece]) -> Piece:
    """`x.size()`, `execution.getVariable('x')` and the like."""
    if owner.text in _EXECUTION:
        return _of_execution(owner, name, arguments)
    if owner.text == "variables" and name in _OPERATORS:
        return function(f"variables:{name}", arguments)
    known = _METHODS.get((name, len(arguments)))
    if known is None or not (owner.is_path or owner.literal is not None or owner.holds == ATOM):
        raise _bean(f"{owner.text}.{name}(…)")
    return known(owner, *arguments)


def attribute(owner: Piece, name: str) -> Piece:
    """`execution.processBusinessKey`; a member of a variable stays one."""
    return _of_execution(owner, name, []) if owner.text in _EXECUTION else member(owner, name)


def _of_execution(owner: Piece, name: str, arguments: list[Piece]) -> Piece:
    said = arguments[0].literal if len(arguments) == 1 else None
    if said is not None and name in _VARIABLE_GETTERS:
        return variable(said)
    if said is not None and name in _VARIABLE_TESTS:
        return Piece(f"{variable(said).text} != null", COMPARISON)
    if not arguments and (fact := _FACTS.get(name.removeprefix("get").lower())):
        return Piece(fact)
    raise _bean(f"{owner.text}.{name}(…)")


def _bean(call: str) -> Untranslatable:
    return Untranslatable(
        f"it calls {call}, which only that engine's programs have", f"调用了该引擎程序中的 {call}", BEAN
    )
