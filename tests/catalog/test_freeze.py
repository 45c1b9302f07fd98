"""A version freezes what it names: callees, their callees, forms; nothing of it ever changes."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError, InternalError

from onegrid.catalog import selectors
from onegrid.catalog.models import FormVersion, WorkflowVersion
from onegrid.catalog.services.publish_form import publish_form
from onegrid.catalog.services.publish_version import publish_version
from onegrid.jurisdictions.policy import Actor
from tests.factories.catalog import NOTE_FORM, Step, draft, examples, published

CALLS = (Step("one", "第一步"), Step("ask", "询问", call="inner"))
WALK = examples(*CALLS, inner=("deep",))


@pytest.fixture
def inner(designer: Actor) -> WorkflowVersion:
    """A callee with one task."""
    return published(designer, "inner", Step("deep", "里面"))


@pytest.fixture
def outer(designer: Actor, inner: WorkflowVersion) -> WorkflowVersion:
    """Calls it."""
    return published(designer, "outer", *CALLS, examples_yaml=WALK)


def _new_inner(designer: Actor, **more: object) -> WorkflowVersion:
    steps = (Step("deep", "里面"), Step("deeper", "更里面"))
    return publish_version(actor=designer, slug="inner", sources=draft("inner", *steps), **more)  # type: ignore[arg-type]


def test_callees_are_frozen(designer: Actor, inner: WorkflowVersion, outer: WorkflowVersion) -> None:
    _new_inner(designer)
    assert outer.callees == {"inner": inner.pk}
    selectors.forget()
    assert set(selectors.spec_of(outer.pk).human_tasks) == {"one", "deep"}


def test_dependents_are_listed_and_left_alone(designer: Actor, outer: WorkflowVersion) -> None:
    _new_inner(designer)
    assert [one.slug for one in selectors.dependents_of("inner")] == ["outer"]
    assert selectors.current_version("outer") == outer


def test_a_dependent_that_is_asked_for_is_published_anew(designer: Actor, outer: WorkflowVersion) -> None:
    again = published(designer, "inner", Step("deep", "里面深处"))
    assert selectors.dependents_of("inner")
    published(designer, "inner", Step("deep", "里面"))
    new = publish_version(
        actor=designer, slug="inner", sources=draft("inner", Step("deep", "里面深处")), republish=["outer"]
    )
    current = selectors.current_version("outer")
    assert new == again
    assert (current.number, current.callees) == (2, {"inner": new.pk})
    assert not selectors.dependents_of("inner")


def test_a_dependent_that_no_longer_holds_refuses_the_whole(designer: Actor, outer: WorkflowVersion) -> None:
    """The new callee asks one task more, which the caller's example does not answer."""
    from onegrid.common.errors import Invalid

    with pytest.raises(Invalid) as refused:
        _new_inner(designer, republish=["outer"])
    assert "outer" in refused.value.message_en
    assert selectors.current_version("inner").number == 1


def test_callees_of_callees_are_frozen_flat(designer: Actor, outer: WorkflowVersion) -> None:
    steps = (Step("call_outer", "再外层", call="outer"),)
    walk = examples(*steps, inner=("one", "deep"))
    top = published(designer, "top", *steps, examples_yaml=walk)
    assert set(top.callees) == {"outer", "inner"}
    assert set(selectors.spec_of(top.pk).human_tasks) == {"one", "deep"}
    assert selectors.form_of(top.pk, "note").slug == "note"


def test_a_form_is_frozen_until_dependents_are_published_anew(designer: Actor, outer: WorkflowVersion) -> None:
    new = publish_form(actor=designer, slug="note", source=NOTE_FORM.replace("情况", "经过").encode())
    assert {one.slug for one in selectors.dependents_of_forms({"note": new.pk})} == {"inner", "outer"}
    assert next(selectors.form_of(outer.pk, "note").walk()).label == "情况"
    publish_form(actor=designer, slug="note", source=new.source.encode(), republish=["inner", "outer"])
    assert not selectors.dependents_of_forms({"note": new.pk})
    current = selectors.current_version("outer")
    assert next(selectors.form_of(current.pk, "note").walk()).label == "经过"


@pytest.mark.parametrize("model", [WorkflowVersion, FormVersion])
@pytest.mark.parametrize("act", ["update", "save", "delete", "raw"])
def test_published_rows_never_change(
    outer: WorkflowVersion, model: type[WorkflowVersion | FormVersion], act: str
) -> None:
    row = model.objects.order_by("pk").first()
    assert row is not None
    row.note = "rewritten"
    with pytest.raises((IntegrityError, InternalError), match="never changes"):
        if act == "update":
            model.objects.filter(pk=row.pk).update(note="rewritten")
        elif act == "save":
            row.save()
        elif act == "delete":
            model.objects.filter(pk=row.pk)._raw_delete("default")
        else:
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {model._meta.db_table} SET checksum = '' WHERE id = %s", [row.pk])  # noqa: S608


def test_specs_are_compiled_once_and_shared(outer: WorkflowVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[int] = []
    original = selectors._compile
    monkeypatch.setattr(selectors, "_compile", lambda pk: compiled.append(pk) or original(pk))
    found = [selectors.spec_of(outer.pk) for _ in range(3)]
    assert len({id(one) for one in found}) == 1
    assert compiled == [outer.pk]
