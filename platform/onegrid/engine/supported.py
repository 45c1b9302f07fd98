"""Which elements run (docs/reference/bpmn.md), and for each that does not: what it is and what to draw instead."""

from typing import NamedTuple

STARTS = frozenset({"", "message", "timer", "signal", "conditional"})
INNER_STARTS = frozenset({""})
HANDLER_STARTS = frozenset({"message", "timer", "signal", "conditional", "error", "escalation", "compensate"})
CATCHES = frozenset({"message", "timer", "signal", "conditional", "link"})
THROWS = frozenset({"", "message", "signal", "escalation", "compensate", "link"})
ENDS = frozenset({"", "error", "message", "signal", "terminate", "escalation", "compensate", "cancel"})
BOUNDARIES = frozenset({"timer", "message", "signal", "error", "conditional", "escalation", "compensate", "cancel"})
ALONE = frozenset({"", "link", "cancel", "compensate"})  # never one of several triggers
LAST = frozenset({"error", "terminate"})  # at most one of these among several results of an end event
ANNOUNCED = frozenset({"message", "signal", "escalation"})  # by a multi-instance activity
WAITED_FOR = frozenset({"message", "timer", "signal", "conditional"})  # all that parallel multiple can wait for

EVENTS = {
    "startEvent": STARTS,
    "intermediateCatchEvent": CATCHES,
    "intermediateThrowEvent": THROWS,
    "boundaryEvent": BOUNDARIES,
    "endEvent": ENDS,
}
RUN = frozenset(EVENTS) | {
    "task",
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "businessRuleTask",
    "sendTask",
    "receiveTask",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "complexGateway",
    "eventBasedGateway",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "callActivity",
}


class Refusal(NamedTuple):
    """What is refused and what to draw instead, each in English and Chinese."""

    what: tuple[str, str]
    instead: tuple[str, str]


_NONE_EVENT = ("an event without a trigger", "无触发的事件")
TRIGGERS = {
    "": _NONE_EVENT,
    "message": ("a message event", "消息事件"),
    "timer": ("a timer event", "定时事件"),
    "signal": ("a signal event", "信号事件"),
    "error": ("an error event", "错误事件"),
    "escalation": ("an escalation event", "升级事件"),
    "conditional": ("a conditional event", "条件事件"),
    "compensate": ("a compensation event", "补偿事件"),
    "cancel": ("a cancel event", "取消事件"),
    "link": ("a link event", "链接事件"),
    "terminate": ("a terminate event", "终止事件"),
}
TRIGGER_INSTEAD = {
    "": ("Give it a message, a timer or a signal.", "请设置消息、定时或信号触发。"),
    "message": ("Use a catching or throwing intermediate event.", "请使用中间捕获或抛出事件。"),
    "timer": (
        "A timer begins a process or an event sub-process, or waits in an intermediate catch event or at a boundary.",
        "定时器用于启动流程或事件子流程，或用于中间捕获事件、边界事件。",
    ),
    "signal": ("Begin the process itself, or an event sub-process, with it.", "请用它启动流程本身或事件子流程。"),
    "error": (
        "Throw errors in end events, and catch them at the boundary of the activity or in an event sub-process.",
        "错误请在结束事件抛出，在活动的边界上或事件子流程中捕获。",
    ),
    "escalation": (
        "Throw it in an intermediate throw or end event, and catch it at a boundary or in an event sub-process.",
        "升级请在中间抛出事件或结束事件抛出，在边界上或事件子流程中捕获。",
    ),
    "conditional": (
        "It is caught only: in an intermediate catch event, at a boundary, or to begin.",
        "条件事件只能被捕获：用于中间捕获事件、边界事件或开始事件。",
    ),
    "compensate": (
        "Compensation begins an event sub-process, stands at a boundary, or is thrown.",
        "补偿用于事件子流程的开始、边界，或被抛出。",
    ),
    "cancel": (
        "Cancel ends a path inside a transaction, and is caught at the boundary of the transaction.",
        "取消用于结束事务内的路径，并在事务的边界上捕获。",
    ),
    "link": (
        "A link leads from an intermediate throw event to the intermediate catch event of the same name.",
        "链接从中间抛出事件指向同名的中间捕获事件。",
    ),
    "terminate": ("Put it at an end event.", "请用作结束事件。"),
}

COLLECTING = Refusal(
    ("a process that begins when several events have occurred", "多个事件都发生后才启动的流程"),
    ("Begin with one of them and catch the others behind it.", "请用其中一个启动，其余在之后捕获。"),
)
MULTIPLE = Refusal(
    ("this combination of triggers at one event", "一个事件的这种触发组合"),
    ("Draw one event for each, behind an event-based gateway.", "请在事件网关之后分别画出各个事件。"),
)
SOFT_ERROR = Refusal(
    ("a non-interrupting error event", "非中断的错误事件"),
    ('An error always interrupts: set cancelActivity="true".', '错误总是中断活动：请设置 cancelActivity="true"。'),
)
HANDLER_SHAPE = Refusal(
    ("an event sub-process without exactly one start event, or repeated", "开始事件不唯一或带循环的事件子流程"),
    (
        "Draw one start event with a trigger in it, and no loop marker.",
        "请在其中只画一个带触发的开始事件，并去掉循环标记。",
    ),
)
MULTI_EVENTS = Refusal(
    ("this event thrown by a multi-instance activity", "多实例活动抛出的该事件"),
    (
        "Refer to a message, signal or escalation event definition of the file, or set behavior to All.",
        "请引用文件中的消息、信号或升级事件定义，或将 behavior 设为 All。",
    ),
)
INSTANTIATING = Refusal(
    ("an element that starts the process by itself", "自行启动流程的元素"),
    ("Begin with a message start event.", "请以消息开始事件启动。"),
)
QUANTITY = Refusal(
    ("a start or completion quantity other than 1", "数量不为 1 的启动或完成"),
    ("Use multi-instance, or draw the element more often.", "请使用多实例，或多次绘制该元素。"),
)
KINDS = {
    "implicitThrowEvent": MULTI_EVENTS,
}
CHOREOGRAPHY = Refusal(
    ("choreography and conversation", "编排与会话"),
    ("Draw one process for each side.", "请为各方分别绘制流程。"),
)
