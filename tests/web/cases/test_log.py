"""Every kind of row that the log can hold has words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from onegrid.cases.models import Case, EventRecord
from onegrid.sla.models import EscalationStep
from onegrid.web.case.names import Names
from onegrid.web.case.sentences import KINDS, sentence
from onegrid.web.case.timeline import days_of
from tests.factories.cases import City, make_city, new_case, publish

PLATFORM = Path(__file__).resolve().parents[3] / "platform" / "onegrid"
APPS = ("cases", "sla", "intake", "notices", "catalog", "connectors")
# What stands for the changing part of a kind that is put together.
FILLED = {
    "one.kind": ("message", "signal"),
    "message.kind": ("message", "signal"),
    "step.marks": tuple(EscalationStep.Marks.values),
}


def written_kinds() -> set[str]:
    """The first argument of each `book.add`, the `kind` of each `append` and of each act given to `apply_step`."""
    return {
        kind
        for app in APPS
        for path in (PLATFORM / app).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for value in _kind_of(node)
        for kind in _texts(value)
    }


def _kind_of(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called.endswith("book.add"):
            yield from node.args[:1]
        if called == "append":
            yield from (one.value for one in node.keywords if one.arg == "kind")
    if isinstance(node, ast.Dict):
        named = [
            value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and key.value == "kind"
        ]
        yield from (value for value in named if any("." in text for text in _texts(value)))


def _texts(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body)
        yield from _texts(value.orelse)
    elif isinstance(value, ast.JoinedStr):
        (filled,) = [one for one in value.values if isinstance(one, ast.FormattedValue)]
        for word in FILLED[ast.unparse(filled.value)]:
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else word for one in value.values)


def test_every_kind_that_the_code_writes_has_words_and_no_other_has() -> None:
    written = written_kinds()
    assert {"task.completed", "clock.late", "signal.thrown", "call.failed", "case.commented"} <= written
    assert written == set(KINDS)


@pytest.fixture
def case(db: None) -> Case:
    """A registered case of the small city."""
    made: City = make_city()
    publish()
    return new_case(made)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_sentence_can_be_said_of_a_bare_row(case: Case, language: str) -> None:
    rows = [EventRecord(case_id=case.pk, seq=n, at=case.registered_at, kind=kind) for n, kind in enumerate(KINDS, 1)]
    names = Names(case, rows, [], [])
    with translation.override(language):
        said = {row.kind: str(sentence(row, names)) for row in rows if row.kind != "fact.changed"}
        changed = EventRecord(kind="fact.changed", target="urgency", before="", after="critical")
        said["fact.changed"] = str(sentence(changed, names))
    assert all(said.values())
    assert not [kind for kind, words in said.items() if "{" in words or "<code" in words]
    has_chinese = {kind for kind, words in said.items() if any("一" <= sign <= "鿿" for sign in words)}
    assert has_chinese == (set(KINDS) if language == "zh-hans" else set())


def test_an_unknown_kind_is_shown_by_its_id(case: Case) -> None:
    row = EventRecord(case_id=case.pk, seq=99, at=case.registered_at, kind="case.<moved>")
    assert sentence(row, Names(case, [row], [], [])) == "<code data-stored>case.&lt;moved&gt;</code>"


def test_an_act_keeps_what_followed_from_it_and_folds_what_is_the_platforms(case: Case) -> None:
    rows = list(EventRecord.objects.filter(case_id=case.pk).order_by("seq"))
    (day,) = days_of(rows, Names(case, rows, [], []))
    (act,) = day.acts
    assert act.head is not None
    assert act.head.row.kind == "case.registered"
    assert [line.row.kind for line in act.steps] == ["milestone", "task.opened"]
    assert act.steps[0].milestone == "registered"
    assert not act.is_platform


def test_what_people_typed_is_never_markup(case: Case) -> None:
    row = EventRecord(
        case_id=case.pk, seq=9, at=case.registered_at, kind="case.commented", payload={"text": "<b>{x}</b> {0}"}
    )
    said = sentence(row, Names(case, [row], [], []))
    assert "&lt;b&gt;{x}&lt;/b&gt; {0}" in said
