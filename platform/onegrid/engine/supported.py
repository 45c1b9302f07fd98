"""Which elements run (docs/reference/bpmn.md), and for each that does not: what it is and what to draw instead."""

from typing import NamedTuple

STARTS = frozenset({"", "message"})
INNER_STARTS = frozenset({""})
CATCHES = frozenset({"message", "timer", "signal"})
THROWS = frozenset({"", "message", "signal"})
ENDS = frozenset({"", "error", "message", "signal", "terminate"})
BOUNDARIES = frozenset({"timer", "message", "signal", "error"})

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
    "eventBasedGateway",
    "subProcess",
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
        "A timer waits in an intermediate catch event or at a boundary; cases begin with a report or a message.",
        "定时器用于中间捕获事件或边界事件；案件由上报或消息启动。",
    ),
    "signal": ("Begin with a message instead.", "请改用消息启动。"),
    "error": (
        "Throw errors in end events, and catch them at the boundary of the activity, interrupting.",
        "错误请在结束事件抛出，在活动的边界上以中断方式捕获。",
    ),
    "escalation": ("Use a signal, or an error where the path changes.", "请改用信号，路径改变时用错误。"),
    "conditional": (
        "Ask the condition at an exclusive gateway behind the task that changes the data.",
        "请在修改数据的任务之后用排他网关判断条件。",
    ),
    "compensate": ("Draw the undoing as tasks of their own.", "请把撤销工作画成普通任务。"),
    "cancel": ("Use an error event.", "请改用错误事件。"),
    "link": ("Draw the flow itself, or move the part into a called process.", "请直接画顺序流，或移入被调用的流程。"),
    "terminate": ("Put it at an end event.", "请用作结束事件。"),
}

MULTIPLE = Refusal(
    ("several triggers at one event", "一个事件的多个触发"),
    ("Draw one event for each, behind an event-based gateway.", "请在事件网关之后分别画出各个事件。"),
)
SOFT_ERROR = Refusal(
    ("a non-interrupting error event", "非中断的错误事件"),
    ('An error always interrupts: set cancelActivity="true".', '错误总是中断活动：请设置 cancelActivity="true"。'),
)
EVENT_SUB_PROCESS = Refusal(
    ("an event sub-process", "事件子流程"),
    (
        "Draw the content as a sub-process and put the event at its boundary.",
        "请把内容画成子流程，并把事件放在其边界上。",
    ),
)
COMPENSATION = Refusal(
    ("a compensation activity", "补偿活动"), ("Draw the undoing as tasks of their own.", "请把撤销工作画成普通任务。")
)
STANDARD_LOOP = Refusal(
    ("a standard loop", "标准循环"),
    ("Draw the way back with an exclusive gateway.", "请用排他网关画出返回路径。"),
)
MULTI_EVENTS = Refusal(
    ("an event thrown by a multi-instance activity", "多实例活动抛出的事件"),
    ("Throw it in an event behind the activity.", "请在活动之后用事件抛出。"),
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
    "complexGateway": Refusal(
        ("a complex gateway", "复杂网关"),
        (
            "Use an inclusive gateway, or multi-instance with a completion condition.",
            "请改用包容网关，或带完成条件的多实例。",
        ),
    ),
    "transaction": Refusal(
        ("a transaction", "事务子流程"),
        ("Use a sub-process with an error event at its boundary.", "请改用子流程，并在边界上捕获错误。"),
    ),
    "adHocSubProcess": Refusal(
        ("an ad-hoc sub-process", "临时子流程"),
        ("Draw the order, or a parallel gateway.", "请画出先后顺序，或使用并行网关。"),
    ),
    "implicitThrowEvent": MULTI_EVENTS,
}
CHOREOGRAPHY = Refusal(
    ("choreography and conversation", "编排与会话"),
    ("Draw one process for each side.", "请为各方分别绘制流程。"),
)
