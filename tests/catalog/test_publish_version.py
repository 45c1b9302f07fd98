"""Publishing: happy, repeated, refused for who asks and for what is stale, concurrent."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from onegrid.catalog import selectors
from onegrid.catalog.models import FormVersion, Origin, Workflow, WorkflowVersion
from onegrid.catalog.services.publish_form import publish_form
from onegrid.catalog.services.publish_version import publish_version, republish_current
from onegrid.common.errors import Conflict, Invalid, NotFound, Refused
from onegrid.common.models import AuditRecord
from onegrid.jurisdictions.models import Unit
from onegrid.jurisdictions.policy import SYSTEM, Actor
from tests.cases.together import together
from tests.factories.catalog import NOTE_FORM, Step, draft, hire, make_code_set, make_people, published

THREE = (Step("one", "第一步"), Step("between", "中间一步"), Step("two", "第二步"))


def test_publishes_and_freezes(designer: Actor) -> None:
    version = published(designer)
    workflow = Workflow.objects.get(slug="small")
    assert (version.number, workflow.current_version, workflow.title, workflow.kind) == (1, version, "测试流程", "part")
    assert version.published_by_id == designer.person_id
    assert set(selectors.spec_of(version.pk).human_tasks) == {"one", "two"}
    assert selectors.form_of(version.pk, "note").keys() == {"note"}
    row = AuditRecord.objects.get(action="catalog.version_published")
    assert (row.person_id, row.subject_id, row.after["number"]) == (designer.person_id, "small", 1)


def test_a_change_is_a_new_version_and_the_old_one_stays(designer: Actor) -> None:
    first = published(designer)
    second = published(designer, "small", *THREE)
    assert (second.number, selectors.current_version("small")) == (2, second)
    assert set(selectors.spec_of(first.pk).human_tasks) == {"one", "two"}
    assert set(selectors.spec_of(second.pk).human_tasks) == {"one", "between", "two"}


def test_the_same_content_is_the_same_version(designer: Actor) -> None:
    first = published(designer)
    assert published(designer) == first
    assert published(designer, README_md=b"# other words\n") == first, "a README changes nothing that runs"
    assert (WorkflowVersion.objects.count(), FormVersion.objects.count()) == (1, 1)
    assert AuditRecord.objects.filter(action="catalog.version_published").count() == 1


def test_old_content_becomes_current_again_without_a_new_version(designer: Actor) -> None:
    first = published(designer)
    published(designer, "small", *THREE)
    assert published(designer) == first
    assert selectors.current_version("small") == first
    assert WorkflowVersion.objects.count() == 2


def test_a_changed_form_is_a_new_version(designer: Actor) -> None:
    first = published(designer)
    forms = {"note": NOTE_FORM.replace("情况", "现场情况").encode()}
    second = publish_version(actor=designer, slug="small", sources=draft(forms=forms))
    assert second.number == 2
    assert next(selectors.form_of(first.pk, "note").walk()).label == "情况"
    assert next(selectors.form_of(second.pk, "note").walk()).label == "现场情况"


def test_without_the_form_the_published_one_is_taken(designer: Actor) -> None:
    published(designer)
    other = publish_version(actor=designer, slug="other", sources=draft("other", forms={}))
    assert selectors.form_of(other.pk, "note").keys() == {"note"}


def test_who_has_no_right_publishes_nothing(designer: Actor, handler: Actor) -> None:
    with pytest.raises(NotFound):
        published(handler)
    assert not Workflow.objects.exists(), "a refused first publishing leaves no row"


def test_a_right_of_another_kind_is_refused_with_words(people: tuple[Actor, Actor]) -> None:
    operator = hire("zhao", "operator", Unit.objects.get(code="C1"))
    with pytest.raises(Refused) as refused:
        published(operator)
    assert refused.value.mend_zh


@pytest.mark.parametrize("slug", ["Tall", "a b", "x" * 61, "", "1a"])
def test_odd_names_are_refused_before_anything(designer: Actor, slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        publish_version(actor=designer, slug=slug, sources=draft())
    assert refused.value.code == "catalog.slug"
    assert not Workflow.objects.exists()


def test_a_stale_base_is_a_conflict(designer: Actor) -> None:
    published(designer)
    published(designer, "small", *THREE)
    with pytest.raises(Conflict) as conflict:
        publish_version(actor=designer, slug="small", sources=draft(), base=1)
    assert conflict.value.extra == {"base": 1, "current": 2}


def test_a_faulty_draft_changes_nothing(designer: Actor) -> None:
    with pytest.raises(Invalid):
        published(designer, process_bpmn=b"<nonsense")
    assert not WorkflowVersion.objects.exists()
    assert not FormVersion.objects.exists()
    assert not AuditRecord.objects.filter(action__startswith="catalog").exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_queue(transactional_db: None) -> None:
    make_code_set()
    make_people()
    drafts = [draft(), draft("small", *THREE), draft("small", *THREE)]
    gate, numbers, errors = threading.Barrier(len(drafts)), [], []

    def publish(index: int) -> None:
        try:
            gate.wait(10)
            numbers.append(publish_version(actor=SYSTEM, slug="small", sources=drafts[index]).number)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(index,)) for index in range(len(drafts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    assert sorted(numbers) in ([1, 2, 2], [1, 1, 2]), "equal content is one version, different content two"
    assert sorted(WorkflowVersion.objects.values_list("number", flat=True)) == [1, 2]


def _note(label: str) -> bytes:
    return NOTE_FORM.replace("情况", label).encode()


@pytest.mark.django_db(transaction=True)
def test_a_form_and_a_process_that_shows_it_queue(transactional_db: None) -> None:
    make_code_set()
    wu, _ = make_people()
    published(wu)
    for turn in range(4):
        said = together(
            lambda turn=turn: publish_form(actor=wu, slug="note", source=_note(f"甲{turn}"), republish=["small"]),
            lambda turn=turn: publish_version(
                actor=wu, slug="small", sources=draft(forms={"note": _note(f"乙{turn}")})
            ),
        )
        assert [type(one) for one in said] == [FormVersion, WorkflowVersion], said


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_share_a_form_and_take_each_other_along_queue(transactional_db: None) -> None:
    make_code_set()
    wu, _ = make_people()
    published(wu)
    published(wu, "other")
    for turn in range(4):
        said = together(
            *(
                lambda slug=slug, taken=taken, label=f"{slug}{turn}": publish_version(
                    actor=wu, slug=slug, sources=draft(slug, forms={"note": _note(label)}), republish=[taken]
                )
                for slug, taken in (("small", "other"), ("other", "small"))
            )
        )
        assert [one.workflow.slug for one in said] == ["small", "other"], said


@pytest.mark.django_db(transaction=True)
def test_what_is_published_anew_is_the_version_that_is_current_by_then(transactional_db: None) -> None:
    make_code_set()
    wu, _ = make_people()
    published(wu)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            published(wu, "small", *THREE)
            anew = pool.submit(_republished, wu)
            wait([anew], timeout=1)  # it has come as far as it comes
        assert set(selectors.spec_of(anew.result(timeout=30)).human_tasks) == {"one", "between", "two"}


def _republished(actor: Actor) -> int:
    try:
        return republish_current(actor=actor, slug="small", note="x", origin=Origin.API).pk
    finally:
        connection.close()
