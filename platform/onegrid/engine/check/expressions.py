"""Expressions parse, are FEEL, and ask the case only for what it has."""

from collections.abc import Iterator

from onegrid.engine.check.model import Model
from onegrid.engine.check.written import Written, written
from onegrid.engine.extension.vocabulary import CASE_NAMES, RESERVED
from onegrid.engine.findings import problem
from onegrid.engine.problems import Problem
from onegrid.feel import Expression, FeelSyntaxError, compile_expression, free_calls, free_paths
from onegrid.feel.syntax import ContextLiteral

_UNITS = frozenset({"city", "county", "township"})
_LEVELS = frozenset({"city", "county"})
_INSIDE = {"units": _UNITS, "departments": _LEVELS}


def expressions(model: Model) -> Iterator[Problem]:
    """One finding per expression at most for its text, and one for each wrong name of the case."""
    for found in written(model):
        yield from _expression(found)


def _expression(found: Written) -> Iterator[Problem]:
    element, what, text = found.element, found.what, found.text
    if text.startswith(("${", "#{")):
        yield problem("expression.template", element, what=what, text=text)
    elif found.language and "feel" not in found.language.lower():
        yield problem("expression.language", element, what=what, language=found.language)
    else:
        try:
            compiled = compile_expression(text)
        except FeelSyntaxError as fault:
            reason = (fault.message_en, fault.message_zh)
            yield problem("expression.syntax", element, what=what, reason=reason, text=text)
            return
        if found.is_script:
            yield from _script(found, compiled)
        for name in sorted(free_calls(compiled)):
            yield problem("expression.unknown_function", element, what=what, name=name)
        yield from _case_names(found, compiled)


def _script(found: Written, compiled: Expression) -> Iterator[Problem]:
    """A variable under a reserved name would be there and never be seen."""
    if not isinstance(compiled.node, ContextLiteral):
        yield problem("script.not_context", found.element)
        return
    for name in sorted({name for name, _ in compiled.node.entries} & RESERVED):
        yield problem("extension.reserved_name", found.element, name=name, known=", ".join(sorted(RESERVED)))


def _case_names(found: Written, compiled: Expression) -> Iterator[Problem]:
    for path in sorted(free_paths(compiled)):
        if path[0] != "case" or len(path) < 2:
            continue
        known, wrong = CASE_NAMES, path[1]
        if path[1] in _INSIDE and len(path) > 2:
            known, wrong = _INSIDE[path[1]], ".".join(path[1:3])
        if path[2 if known is not CASE_NAMES else 1] not in known:
            words = ", ".join(sorted(known))
            yield problem("expression.case_name", found.element, what=found.what, name=wrong, known=words)
