"""Units, people, divisions, categories, standards: only what exists today and what the field offers."""

from collections.abc import Callable
from typing import Any

from onegrid.catalog.forms.checking import REFUSED, Nothing, Question
from onegrid.catalog.forms.values import offered
from onegrid.catalog.forms.values.counted import check_count


def check_unit(ask: Question, value: Any) -> Any:
    """The unit's code, or codes."""

    def among(codes: list[Any]) -> set[Any]:
        return offered.units(
            [code for code in codes if isinstance(code, str)],
            kind=ask.component.own.get("kind"),
            level=ask.component.own.get("level"),
            sector=_given(ask, "sector"),
            within=_given(ask, "within"),
            role=ask.component.own.get("role"),
        )

    return _one_or_several(ask, value, "no_such_unit", among)


def check_person(ask: Question, value: Any) -> Any:
    """The person's id, or ids."""

    def among(ids: list[Any]) -> set[Any]:
        return offered.people(
            [one for one in ids if isinstance(one, int) and not isinstance(one, bool) and 0 < one < 2**63],
            role=ask.component.own.get("role"),
            unit=_given(ask, "unit"),
            today=ask.today(),
        )

    return _one_or_several(ask, value, "no_such_person", among)


def check_division(ask: Question, value: Any) -> Any:
    """The division's code."""
    within = _given(ask, "within")
    if isinstance(value, str) and offered.has_division(value, level=ask.component.own.get("level"), within=within):
        return value
    return ask.refuse("no_such_division", value=str(value)[:60])


def check_category(ask: Question, value: Any) -> Any:
    """The full code."""
    if isinstance(value, str) and offered.has_category(
        value, kind=ask.component.own.get("kind"), sector=ask.component.own.get("sector")
    ):
        return value
    return ask.refuse("no_such_category", value=str(value)[:60])


def check_standard(ask: Question, value: Any) -> Any:
    """The standard's code, in force today for the category that the field names."""
    text = ask.component.own.get("category", "=case.category")
    category = ask.feel(text).value if text.startswith("=") else text
    known = offered.standards_of(category, on=ask.today()) if isinstance(category, str) else []
    if isinstance(value, str) and value in known:
        return value
    return ask.refuse("no_such_standard", value=str(value)[:60], known=", ".join(known[:20]) or "-")


def _given(ask: Question, name: str) -> str | None:
    """The own key's value, computed where it is FEEL; None where the key is absent."""
    text = ask.component.own.get(name)
    if not isinstance(text, str):
        return None
    if name == "sector" and not text.startswith("="):
        return text
    return codes(ask.feel(text).value)


def codes(found: Any) -> str:
    """A code, or several with spaces between them; asked for, but unknown: none, so that nothing is offered."""
    several = found if isinstance(found, list) else [found]
    return " ".join(one for one in several if isinstance(one, str))


def _one_or_several(ask: Question, value: Any, code: str, among: Callable[[list[Any]], set[Any]]) -> Any:
    several = bool(ask.component.own.get("multiple"))
    if several and not isinstance(value, list):
        return ask.refuse("not_list")
    chosen: list[Any] = value if several else [value]
    if several and not check_count(ask, len(chosen)):
        return REFUSED
    known = among(chosen)
    cleaned = [
        one
        if isinstance(one, (str, int)) and one in known
        else ask.refuse(code, f"[{at}]" if several else "", value=str(one)[:60])
        for at, one in enumerate(chosen)
    ]
    if any(isinstance(one, Nothing) for one in cleaned):
        return REFUSED
    if len(set(cleaned)) < len(cleaned):
        return ask.refuse("twice")
    return cleaned if several else cleaned[0]
