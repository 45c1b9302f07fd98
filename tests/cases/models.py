"""Small processes for what the three-task one does not have."""

from itertools import pairwise

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                  xmlns:onegrid="urn:onegrid:bpmn:1" id="definitions" targetNamespace="urn:onegrid:tests">
"""
_TAIL = "</bpmn:definitions>"


def human(element: str, *, role: str = "shift_leader", unit: str = "case.registered_by", more: str = "") -> str:
    """A user task with the filing form's outcomes replaced by one."""
    return f"""<bpmn:userTask id="{element}" name="{element}"><bpmn:extensionElements>
      <onegrid:assignment role="{role}" unit="{unit}"/><onegrid:form ref="t_check"/>
      <onegrid:limit value="1" unit="work_hour"/>{more}</bpmn:extensionElements></bpmn:userTask>"""


def flow(*elements: str) -> str:
    """Sequence flows through these, in order."""
    pairs = pairwise(elements)
    return "".join(f'<bpmn:sequenceFlow id="f_{a}_{b}" name="{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def process(slug: str, body: str, *, before: str = "") -> str:
    """A whole file around a body that has `start` and `end`."""
    return f"""{_HEAD}{before}<bpmn:process id="{slug}" name="{slug}" isExecutable="true" onegrid:kind="case">
      <bpmn:startEvent id="start" name="s"/><bpmn:endEvent id="end" name="e" onegrid:outcome="closed"/>
      {body}</bpmn:process>{_TAIL}"""


def call(element: str, attributes: str, *parameters: str, kind: str = "serviceTask") -> str:
    """A service task that calls."""
    return f"""<bpmn:{kind} id="{element}" name="{element}"><bpmn:extensionElements>
      <onegrid:call {attributes}>{"".join(parameters)}</onegrid:call></bpmn:extensionElements></bpmn:{kind}>"""


REPLY = process(
    "replying",
    human("first")
    + call(
        "reply",
        'connector="webhook" operation="reply" retries="1" perSource="true"',
        '<onegrid:parameter name="text" value="已办结"/>',
        '<onegrid:result from="result" to="replies"/>',
        kind="sendTask",
    )
    + human("last")
    + flow("start", "first", "reply", "last", "end"),
)
CALL = process(
    "calling",
    call(
        "ask",
        'connector="webhook" operation="post" retries="2"',
        '<onegrid:parameter name="address" value="http://127.0.0.1:9/x"/>',
        '<onegrid:result from="result.status" to="answer"/>',
    )
    + human("last")
    + flow("start", "ask", "last", "end"),
)
ASK_MANY = process(
    "asking_many",
    """<bpmn:serviceTask id="ask" name="ask"><bpmn:extensionElements>
      <onegrid:call connector="webhook" operation="post" retries="0">
      <onegrid:parameter name="address" value="=case.place"/>
      <onegrid:parameter name="external_id" value="=if unsendable = true then (function(x) x) else item"/>
      </onegrid:call></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics
      onegrid:inputCollection="[&quot;甲&quot;, &quot;乙&quot;]" onegrid:inputElement="item"/>
      </bpmn:serviceTask>"""
    + human("last")
    + flow("start", "ask", "last", "end"),
)
ASK_AGAIN = process(
    "asking_again",
    human("first")
    + call(
        "ask",
        'connector="webhook" operation="post" retries="0"',
        '<onegrid:parameter name="address" value="=case.place"/>',
        '<onegrid:parameter name="external_id" value="=note"/>',
    )
    + """<bpmn:boundaryEvent id="refused" name="未受理" attachedToRef="ask"><bpmn:errorEventDefinition/>
      </bpmn:boundaryEvent><bpmn:exclusiveGateway id="choose" name="选"/>"""
    + human("mend")
    + human("last")
    + flow("start", "first", "ask", "last", "end")
    + flow("refused", "mend", "choose")
    + """<bpmn:sequenceFlow id="f_again" name="再发" sourceRef="choose" targetRef="ask">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">go = true</bpmn:conditionExpression>
      </bpmn:sequenceFlow>""",
)
NOTICE = process(
    "telling",
    call(
        "tell",
        'notice="true"',
        '<onegrid:parameter name="role" value="dispatcher"/>',
        '<onegrid:parameter name="unit" value="=case.registered_by"/>',
        '<onegrid:parameter name="text" value="请关注"/>',
        kind="sendTask",
    )
    + human("last")
    + flow("start", "tell", "last", "end"),
)
MESSAGE = process(
    "listening",
    """<bpmn:receiveTask id="wait" name="等待" messageRef="m"><bpmn:extensionElements>
      <onegrid:message key="case.number"/><onegrid:out from="result.text" to="answer"/>
      </bpmn:extensionElements></bpmn:receiveTask>"""
    + human("first")
    + human("last")
    + flow("start", "first", "wait", "last", "end"),
    before='<bpmn:message id="m" name="部门答复"/>',
)
SIGNAL = process(
    "hearing",
    """<bpmn:intermediateCatchEvent id="wait" name="等待"><bpmn:signalEventDefinition signalRef="s"/>
      </bpmn:intermediateCatchEvent>"""
    + human("last")
    + flow("start", "wait", "last", "end"),
    before='<bpmn:signal id="s" name="台风预警"/>',
)
TIMER = process(
    "waiting",
    """<bpmn:boundaryEvent id="late" name="超时" attachedToRef="first"><bpmn:timerEventDefinition>
      <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT2H</bpmn:timeDuration>
      </bpmn:timerEventDefinition></bpmn:boundaryEvent>"""
    + human("first")
    + human("second")
    + human("other")
    + flow("start", "first", "second", "end")
    + '<bpmn:sequenceFlow id="f_late" sourceRef="late" targetRef="other"/>'
    + '<bpmn:sequenceFlow id="f_other" sourceRef="other" targetRef="end"/>',
)
TWO_TIMERS = process(
    "reminding",
    human("first")
    + human("other")
    + "".join(
        f"""<bpmn:boundaryEvent id="late_{after}" name="{after}" attachedToRef="first" cancelActivity="false">
      <bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{after}</bpmn:timeDuration>
      </bpmn:timerEventDefinition></bpmn:boundaryEvent>"""
        + flow(f"late_{after}", "other")
        for after in ("PT2H", "PT2H1S")
    )
    + flow("start", "first", "end")
    + '<bpmn:sequenceFlow id="f_other" sourceRef="other" targetRef="end"/>',
)
PARALLEL = process(
    "beside",
    '<bpmn:parallelGateway id="split" name="分"/><bpmn:parallelGateway id="join" name="合"/>'
    + human("left")
    + human("right")
    + flow("start", "split", "left", "join", "end")
    + '<bpmn:sequenceFlow id="f_r1" sourceRef="split" targetRef="right"/>'
    + '<bpmn:sequenceFlow id="f_r2" sourceRef="right" targetRef="join"/>',
)
BROKEN = process(
    "stopping",
    '<bpmn:exclusiveGateway id="choose" name="选"/>'
    + human("first")
    + human("last")
    + flow("start", "first", "choose")
    + """<bpmn:sequenceFlow id="f_yes" name="是" sourceRef="choose" targetRef="last">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">note = "go"</bpmn:conditionExpression>
      </bpmn:sequenceFlow>"""
    + flow("last", "end"),
)
PHOTO = process(
    "picturing",
    """<bpmn:userTask id="first" name="取证"><bpmn:extensionElements>
      <onegrid:assignment role="shift_leader" unit="case.registered_by"/><onegrid:form ref="t_handling"/>
      <onegrid:limit value="1" unit="work_hour"/><onegrid:operations photoRequired="true"/>
      </bpmn:extensionElements></bpmn:userTask>"""
    + flow("start", "first", "end"),
)
EMPTY_UNIT = process(
    "nobody",
    human("first", role="grid_staff", unit="case.units.township")
    + human("second", role="handler", unit="null")
    + flow("start", "first", "second", "end"),
)
AREA = process(
    "areas",
    """<bpmn:userTask id="first" name="网格"><bpmn:extensionElements>
      <onegrid:assignment role="grid_staff" unit="case.units.township" area="case.village"/>
      <onegrid:form ref="t_check"/><onegrid:limit value="1" unit="work_hour"/>
      </bpmn:extensionElements></bpmn:userTask>"""
    + flow("start", "first", "end"),
)
PERSON = process(
    "personal",
    """<bpmn:userTask id="first" name="指定"><bpmn:extensionElements>
      <onegrid:assignment role="shift_leader" unit="case.registered_by" mode="person" person="who"/>
      <onegrid:form ref="t_check"/><onegrid:limit value="1" unit="work_hour"/>
      </bpmn:extensionElements></bpmn:userTask>"""
    + flow("start", "first", "end"),
)
