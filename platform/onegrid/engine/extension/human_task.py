"""What a user or manual task says: who, with which form, in what time, with which operations and outcomes."""

from lxml import etree

from onegrid.engine import bpmn
from onegrid.engine.definitions import Assignment, HumanTask, Limit, Operations, Outcome, TimeUnit
from onegrid.engine.extension import vocabulary, words
from onegrid.engine.extension.reader import NAME, Reader

DONE = Outcome("done", "完成", "Done")


def read_human_task(reader: Reader, *, process: str, lane: str | None, role: str | None) -> HumanTask:
    """The task's definition; `lane` and `role` are those of the innermost lane that gives a role."""
    task = reader.owner
    form = words.element(task, "form")
    return HumanTask(
        element=task.get("id") or "",
        process=process,
        name=bpmn.label(task),
        documentation=bpmn.text_of(bpmn.named(task, "documentation")),
        assignment=_assignment(reader, role),
        form=None if form is None else reader.needed(form, "form", "ref") or None,
        limit=_limit(reader),
        operations=_operations(reader),
        outcomes=_outcomes(reader),
        out=reader.mappings(words.elements(task, "out"), "out"),
        lane=lane,
    )


def _assignment(reader: Reader, role: str | None) -> Assignment | None:
    found = words.element(reader.owner, "assignment")
    if found is None:
        return None
    mode = reader.choice(found, "mode", ("pool", "person"), "pool")
    person = words.feel(words.value(found, "person"))
    if mode == "person" and person is None:
        reader.note("human.person_missing", found)
    return Assignment(
        role=words.value(found, "role") or role or "",
        unit=words.feel(words.value(found, "unit")) or "",
        area=words.feel(words.value(found, "area")),
        mode=mode,
        person=person,
        exclude=reader.several(found, "exclude", None),
    )


def _limit(reader: Reader) -> Limit | None:
    found = words.element(reader.owner, "limit")
    if found is None:
        return None
    standard = words.value(found, "standard")
    if standard not in (None, "step"):
        reader.note("extension.value", found, name="standard", value=standard or "", known="step")
        standard = "step"
    value = reader.whole(found, "value", 1, 100_000)
    unit = reader.choice(found, "unit", [unit.value for unit in TimeUnit], "")
    if words.value(found, "value") and not words.value(found, "unit"):
        reader.note("extension.missing", found, owner="limit", name="unit")
    if standard is None and words.value(found, "value") is None:
        reader.note("extension.missing", found, owner="limit", name="value")
    stage = words.value(found, "stage")
    if stage and standard is None:
        reader.note("extension.missing", found, owner="limit", name="standard")
    if standard is not None and words.value(found, "value") is None:
        reader.note("extension.limit_only_standard", found)
    return Limit(
        standard=standard,
        stage=stage,
        value=value,
        unit=TimeUnit(unit) if unit else None,
        on_rework=reader.choice(found, "onRework", ("continue", "restart"), "continue"),
        pauses=reader.several(found, "pauses", vocabulary.PAUSES),
    )


def _operations(reader: Reader) -> Operations:
    found = words.element(reader.owner, "operations")
    if found is None:
        return Operations()
    allowed = reader.several(found, "allowed", vocabulary.OPERATIONS)
    return Operations(
        allowed=allowed if words.value(found, "allowed") else Operations().allowed,
        labels=tuple(_labels(reader, found)),
        opinion_required=reader.flag(found, "opinionRequired"),
        photo_required=reader.flag(found, "photoRequired"),
        signature_required=reader.flag(found, "signatureRequired"),
        return_mode=reader.choice(found, "returnMode", ("step", "straight"), "step"),
        return_targets=reader.several(found, "returnTargets", None),
    )


def _labels(reader: Reader, operations: etree._Element) -> list[tuple[str, str, str]]:
    labels = []
    for label in operations.iterchildren(words.own("label")):
        operation = reader.choice(label, "operation", (*vocabulary.OPERATIONS, "complete"), "")
        if operation and (text := reader.needed(label, "label", "text")):
            labels.append((operation, text, words.value(label, "textEn") or ""))
    return labels


def _outcomes(reader: Reader) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}
    for found in words.elements(reader.owner, "outcome"):
        identifier = reader.needed(found, "outcome", "id")
        if not NAME.fullmatch(identifier):
            if identifier:
                reader.note("extension.name", found, name=identifier)
            continue
        if identifier in outcomes:
            reader.note("outcome.twice", found, name=identifier)
        outcomes[identifier] = Outcome(
            id=identifier,
            label=reader.needed(found, "outcome", "label"),
            label_en=words.value(found, "labelEn") or "",
            requires_reason=reader.flag(found, "requiresReason"),
            kind=reader.choice(found, "kind", vocabulary.OUTCOME_KINDS, "forward"),
        )
    return tuple(outcomes.values()) or (DONE,)
