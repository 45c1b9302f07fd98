"""What a service or send task calls outside, or whom it tells."""

from onegrid.engine import bpmn
from onegrid.engine.definitions import CallDefinition
from onegrid.engine.extension import words
from onegrid.engine.extension.reader import NAME, Reader

NOTICE_PARAMETERS = ("role", "unit", "text")


def read_call(reader: Reader, *, process: str) -> CallDefinition | None:
    """The call; None where the element has none. Parameters that begin with `=` are FEEL, others become FEEL text."""
    task = reader.owner
    found = words.element(task, "call")
    if found is None:
        return None
    notice = reader.flag(found, "notice")
    connector = words.value(found, "connector") or ""
    if not connector and not notice:
        reader.note("service.no_call", found)
    parameters = _parameters(reader)
    if notice:
        given = {name for name, _ in parameters}
        for name in NOTICE_PARAMETERS:
            if name not in given:
                reader.note("service.notice_text", found, name=name)
    retries = reader.whole(found, "retries", 0, 20)
    return CallDefinition(
        element=task.get("id") or "",
        process=process,
        name=bpmn.label(task),
        connector=connector,
        operation=words.value(found, "operation") or "",
        parameters=parameters,
        retries=5 if retries is None else retries,
        result=reader.mappings(found.iterchildren(words.own("result")), "result"),
        once_per_source=reader.flag(found, "perSource"),
        notice=notice,
    )


def _parameters(reader: Reader) -> tuple[tuple[str, str], ...]:
    call = words.element(reader.owner, "call")
    parameters: dict[str, str] = {}
    for found in () if call is None else call.iterchildren(words.own("parameter")):
        name = reader.needed(found, "parameter", "name")
        if not name:
            continue
        if not NAME.fullmatch(name):
            reader.note("extension.name", found, name=name)
        elif name in parameters:
            reader.note("extension.twice", found, name=f"parameter {name}")
        else:
            parameters[name] = _feel(found.get("value") or "")
    return tuple(parameters.items())


def _feel(text: str) -> str:
    if text.lstrip().startswith("="):
        return words.feel(text.strip()) or "null"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
