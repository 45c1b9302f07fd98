"""Drafts of designers: kept, refused, discarded, moved, published; one a person and subject."""

import threading

import pytest
from django.db import connection

from onegrid.catalog import drafts, selectors
from onegrid.catalog.examine import examine
from onegrid.catalog.models import DesignDraft, DesignKind, FormVersion
from onegrid.catalog.services.discard_draft import discard_draft
from onegrid.catalog.services.publish_draft import publish_draft
from onegrid.catalog.services.rebase_draft import rebase_draft
from onegrid.catalog.services.save_draft import save_draft
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import SYSTEM, Actor
from tests.factories.catalog import (
    NOTE_FORM,
    Step,
    draft,
    examples,
    hire,
    make_code_set,
    make_people,
    published,
    straight,
)

WORKFLOW, FORM = DesignKind.WORKFLOW, DesignKind.FORM
TITLE = {"workflow.yaml": draft().files["workflow.yaml"].replace("测试流程".encode(), "改名".encode())}
LABEL = NOTE_FORM.replace("情况", "经过").encode()


def test_only_what_differs_is_kept_and_laid_over_the_base(designer: Actor) -> None:
    published(designer)
    same = draft().files["examples.yaml"]
    found = save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={**TITLE, "examples.yaml": same})
    assert (found.base, sorted(found.files)) == (1, ["workflow.yaml"])
    whole = drafts.content_of(found, "small")
    assert whole.files["workflow.yaml"] == TITLE["workflow.yaml"]
    assert whole.files["process.bpmn"] == draft().files["process.bpmn"]
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"README.md": None})
    again = drafts.draft_for(designer, WORKFLOW, "small")
    assert again is not None
    assert again.files["README.md"] is None
    assert "README.md" not in drafts.content_of(again, "small").files


def test_bytes_that_are_no_text_come_back(designer: Actor) -> None:
    published(designer)
    odd = "<?xml version='1.0' encoding='GBK'?><名/>".encode("gbk")
    found = save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"process.bpmn": odd})
    found.refresh_from_db()
    assert drafts.content_of(found, "small").bpmn == odd


def test_who_may_not_design_keeps_nothing(designer: Actor, handler: Actor) -> None:
    published(designer)
    operator = hire("zhao", "operator", Unit.objects.get(code="C1"))
    for actor, error in ((handler, NotFound), (operator, Refused), (SYSTEM, Refused)):
        with pytest.raises(error):
            save_draft(actor=actor, kind=WORKFLOW, slug="small", changes=TITLE)
    assert not DesignDraft.objects.exists()


def test_nobody_touches_anothers(designer: Actor) -> None:
    published(designer)
    other = hire("sun", "designer", Unit.objects.get(code="C1"))
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes=TITLE)
    assert drafts.draft_for(other, WORKFLOW, "small") is None
    for act in (discard_draft, rebase_draft):
        with pytest.raises(NotFound):
            act(actor=other, kind=WORKFLOW, slug="small")
    with pytest.raises(NotFound):
        publish_draft(actor=other, kind=WORKFLOW, slug="small", note="x", revision=1)
    assert DesignDraft.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["../x.bpmn", "process.bpmn.exe", "decisions/../../x.dmn", "forms/../x.yaml", "forms/X.yaml"]
)
def test_foreign_names(designer: Actor, name: str) -> None:
    published(designer)
    with pytest.raises(Invalid) as refused:
        save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={name: b"x"})
    assert refused.value.details[0].field == name
    with pytest.raises(Invalid):
        save_draft(actor=designer, kind=FORM, slug="note", changes={"process.bpmn": b"x"})


def test_too_large(designer: Actor) -> None:
    published(designer)
    with pytest.raises(Invalid) as refused:
        save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"README.md": b"x" * (16 * 1024 * 1024 + 1)})
    assert refused.value.code == "catalog.draft_too_large"
    assert not DesignDraft.objects.exists()


def test_another_window_is_told(designer: Actor) -> None:
    published(designer)
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes=TITLE, revision=0)
    with pytest.raises(Conflict):
        save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"README.md": b"x"}, revision=0)
    with pytest.raises(Conflict):
        publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=0)


def test_notes_alone_are_not_lost_as_a_version_that_is_none(designer: Actor) -> None:
    published(designer)
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"README.md": b"# new words\n"})
    with pytest.raises(Invalid) as refused:
        publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=1)
    assert refused.value.code == "catalog.nothing_to_publish"
    assert DesignDraft.objects.get().files == {"README.md": "# new words\n"}
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes=TITLE)
    version = publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=2)
    assert selectors.draft_of(version).files["README.md"] == b"# new words\n"


def test_somebody_published_meanwhile(designer: Actor) -> None:
    published(designer)
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes=TITLE)
    published(designer, "small", Step("one", "第一步"), Step("more", "又一步"))
    with pytest.raises(Conflict) as refused:
        publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=1)
    assert refused.value.code == "catalog.stale_base"
    found = rebase_draft(actor=designer, kind=WORKFLOW, slug="small")
    assert (found.base, sorted(found.files)) == (2, ["workflow.yaml"]), "the other's drawing is taken over"
    version = publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=2)
    assert version.number == 3
    assert "more" in selectors.spec_of(version.pk).human_tasks
    assert not DesignDraft.objects.exists()


def test_a_form_changed_in_a_process_is_held_to_its_own_base(designer: Actor) -> None:
    published(designer)
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"forms/note.yaml": LABEL})
    save_draft(actor=designer, kind=FORM, slug="note", changes={"forms/note.yaml": LABEL + b"# else\n"})
    publish_draft(actor=designer, kind=FORM, slug="note", note="x", revision=1)
    with pytest.raises(Conflict) as refused:
        publish_draft(actor=designer, kind=WORKFLOW, slug="small", note="x", revision=1)
    assert refused.value.code == "catalog.stale_form"
    assert FormVersion.objects.count() == 2


def test_a_callee_is_published_anew_before_its_caller(designer: Actor) -> None:
    published(designer, "inner", Step("deep", "里面"))
    steps = (Step("ask", "询问", call="inner"),)
    published(designer, "caller", *steps, examples_yaml=examples(*steps, inner=("deep",)))
    save_draft(actor=designer, kind=FORM, slug="note", changes={"forms/note.yaml": LABEL})
    asked = ["caller", "inner", "stranger"]
    form = publish_draft(actor=designer, kind=FORM, slug="note", note="x", revision=1, republish=asked)
    caller, inner = selectors.current_version("caller"), selectors.current_version("inner")
    assert (caller.number, inner.number) == (2, 2)
    assert caller.callees["inner"] == inner.pk
    assert caller.forms["note"] == form.pk


def test_examples_are_told_one_by_one(designer: Actor) -> None:
    published(designer)
    steps = (Step("one"), Step("two"))
    wrong = examples(*steps, path="start, two, one, end")
    save_draft(actor=designer, kind=WORKFLOW, slug="small", changes={"examples.yaml": wrong})
    found = examine("small", drafts.content_of(drafts.draft_for(designer, WORKFLOW, "small"), "small"))
    (example,) = found.rehearsed
    assert not example.passed
    assert example.expected == ("start", "two", "one", "end")
    assert example.walked == ("start", "one", "two", "end")
    assert examine("small", draft()).rehearsed[0].passed


def test_the_same_content_is_looked_at_once(designer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    from onegrid.catalog import examine as module

    published(designer)
    looked: list[str] = []
    real = module._look
    monkeypatch.setattr(module, "_look", lambda found, *rest: looked.append(found.slug) or real(found, *rest))
    other = draft("small", Step("one", "换个名字"), Step("two"))
    first, second = examine("small", other), examine("small", other)
    assert (looked, first.report) == (["small"], second.report)
    broken = draft("small", Step("one", "换个名字", role="wizard"), Step("two"))
    assert examine("small", broken).errors
    from onegrid.jurisdictions.models import Role

    Role.objects.create(slug="wizard", label_zh="w", label_en="w", stands_at=[], permissions=[])
    assert not examine("small", broken).errors, "a new role is seen at once"


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once(transactional_db: None) -> None:
    make_code_set()
    wu, _ = make_people()
    sun = hire("sun", "designer", Unit.objects.get(code="C1"))
    published(wu)
    for actor, name in ((wu, "甲"), (sun, "乙")):
        changed = {"process.bpmn": straight("small", Step("one", name), Step("two"))}
        save_draft(actor=actor, kind=WORKFLOW, slug="small", changes=changed)
    gate, said = threading.Barrier(2), []

    def publish(actor: Actor) -> None:
        try:
            gate.wait(10)
            publish_draft(actor=actor, kind=WORKFLOW, slug="small", note="x", revision=1)
            said.append("published")
        except Conflict as error:
            said.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(actor,)) for actor in (wu, sun)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["catalog.stale_base", "published"]
    assert DesignDraft.objects.count() == 1, "the loser keeps what they did"
