"""One pair of tasks, `before` then `work`, in each structure of BPMN that the first issue runs."""

from tests.cases.models import flow, process

_OPERATIONS = '<onegrid:operations allowed="claim release save_draft comment transfer copy_to return_to"/>'
_LATE = """<bpmn:boundaryEvent id="late" name="提醒" attachedToRef="work" cancelActivity="false">
  <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT2H</bpmn:timeDuration>
  </bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="told" name="t" onegrid:outcome="closed"/>
  <bpmn:sequenceFlow id="f_late" sourceRef="late" targetRef="told"/>"""


def _task(element: str, more: str = "") -> str:
    return f"""<bpmn:userTask id="{element}" name="{element}"><bpmn:extensionElements>
      <onegrid:assignment role="shift_leader" unit="case.registered_by"/><onegrid:form ref="t_check"/>
      <onegrid:limit value="1" unit="work_hour"/>{_OPERATIONS}</bpmn:extensionElements>{more}</bpmn:userTask>"""


def _gateways(kind: str) -> str:
    return f'<bpmn:{kind} id="split" name="分"/><bpmn:{kind} id="join" name="合"/>'


_BESIDE = (
    _task("before")
    + _task("work")
    + _task("beside")
    + flow("start", "before", "split", "work", "join", "end")
    + '<bpmn:sequenceFlow id="f_b1" name="旁" sourceRef="split" targetRef="beside"/>'
    + '<bpmn:sequenceFlow id="f_b2" sourceRef="beside" targetRef="join"/>'
)
_TRUE = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">true</bpmn:conditionExpression>'
_MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false">'
    '<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)


def _when_true(body: str) -> str:
    for name in ("f_split_work", "f_b1"):
        head, _, tail = body.partition(f'id="{name}"')
        opened, _, rest = tail.partition("/>")
        body = f'{head}id="{name}"{opened}>{_TRUE}</bpmn:sequenceFlow>{rest}'
    return body


def _inside(body: str) -> str:
    return (
        f'<bpmn:subProcess id="inner" name="内"><bpmn:startEvent id="s2" name="s"/><bpmn:endEvent id="e2" name="e"/>'
        f"{body}</bpmn:subProcess>" + flow("start", "inner", "end")
    )


_SEQUENCE = _task("before") + _task("work")
SHAPES = {
    "sequence": _SEQUENCE + flow("start", "before", "work", "end"),
    "parallel": _BESIDE + _gateways("parallelGateway"),
    "inclusive": _when_true(_BESIDE) + _gateways("inclusiveGateway"),
    "multi-instance": _task("before") + _task("work", _MANY) + flow("start", "before", "work", "end"),
    "sub-process": _inside(_SEQUENCE + flow("s2", "before", "work", "e2")),
    "call activity": '<bpmn:callActivity id="inner" name="内" calledElement="inner_part"/>'
    + flow("start", "inner", "end"),
}
PART = (
    '<bpmn:startEvent id="start" name="s"/><bpmn:endEvent id="end" name="e"/>'
    + _SEQUENCE
    + flow("start", "before", "work", "end")
)


def shape(name: str, slug: str, *, timer: bool) -> tuple[str, str | None]:
    """The whole file, and that of the called process where there is one."""
    late = _LATE if timer else ""
    if name == "call activity":
        part = process("inner_part", "").replace('onegrid:kind="case"', "")
        body = PART + late.replace(' onegrid:outcome="closed"', "")
        start = part.index("<bpmn:startEvent")
        return process(slug, SHAPES[name]), part[:start] + body + "</bpmn:process></bpmn:definitions>"
    body = SHAPES[name]
    if name == "sub-process":
        inner = late.replace(' onegrid:outcome="closed"', "")
        return process(slug, body.replace("</bpmn:subProcess>", inner + "</bpmn:subProcess>")), None
    return process(slug, body + late), None
