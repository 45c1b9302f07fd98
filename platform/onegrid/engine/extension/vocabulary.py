"""Which words of the `onegrid:` namespace stand where, and with which values."""

from onegrid.engine import bpmn

FACTS = (
    "centre", "level", "category", "standard", "urgency", "sector", "lead_unit", "co_units", "title", "place",
    "division", "trusted", "satisfaction", "score", "reject_reason",
)  # fmt: skip
CASE_NAMES = frozenset(FACTS) | {
    "number", "description", "reported_at", "filed_at", "grid", "village", "township", "county", "units",
    "departments", "registered_by", "kind", "major", "minor", "category_name", "closing_condition", "source",
    "channel", "sources", "rework_count", "return_count",
    "standards",
}  # fmt: skip
RESERVED = frozenset({"case", "outcome", "result", "item", "source", "loopCounter"})
CASE_OUTCOMES = ("closed", "rejected", "void", "withdrawn")
OPERATIONS = (
    "claim", "release", "save_draft", "comment", "transfer", "copy_to", "delegate", "add_signer", "remove_signer",
    "urge", "return_to", "take_back", "jump_to", "suspend", "resume", "extend", "hang", "withdraw", "batch",
)  # fmt: skip
BUILT = frozenset({"claim", "release", "save_draft", "comment", "transfer", "copy_to", "return_to", "withdraw"})
PAUSES = ("suspend", "hang", "extend")
OUTCOME_KINDS = ("forward", "return", "reject", "void", "rework", "reopen", "close")

_MESSAGE_EVENTS = {"startEvent", "intermediateCatchEvent", "boundaryEvent", "intermediateThrowEvent", "endEvent"}
_CATCHING = {"startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask"}
_THROWING = {"intermediateThrowEvent", "endEvent", "sendTask"}

# child elements: name -> kinds of BPMN element that may have them
ELEMENTS: dict[str, frozenset[str]] = {
    "assignment": bpmn.HUMAN,
    "form": bpmn.HUMAN,
    "limit": bpmn.HUMAN,
    "operations": bpmn.HUMAN,
    "outcome": bpmn.HUMAN,
    "call": frozenset({"serviceTask", "sendTask"}),
    "binding": frozenset({"callActivity", "businessRuleTask"}),
    "message": frozenset(_MESSAGE_EVENTS | {"receiveTask", "sendTask"}),
    "in": frozenset({"callActivity", "businessRuleTask"} | _THROWING),
    "out": frozenset({"callActivity", "businessRuleTask", "scriptTask"} | _CATCHING | bpmn.HUMAN),
}
REPEATED = frozenset({"outcome", "in", "out"})

# attributes of our own elements
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "assignment": ("role", "unit", "area", "mode", "person", "exclude"),
    "form": ("ref",),
    "limit": ("standard", "stage", "value", "unit", "onRework", "pauses"),
    "operations": (
        "allowed", "opinionRequired", "photoRequired", "signatureRequired", "returnMode", "returnTargets",
    ),
    "label": ("operation", "text", "textEn"),
    "outcome": ("id", "label", "labelEn", "kind", "requiresReason"),
    "call": ("connector", "operation", "retries", "perSource", "notice"),
    "parameter": ("name", "value"),
    "result": ("from", "to"),
    "binding": ("version", "decision"),
    "message": ("key",),
    "in": ("from", "to"),
    "out": ("from", "to"),
}  # fmt: skip
CHILDREN: dict[str, tuple[str, ...]] = {"operations": ("label",), "call": ("parameter", "result")}

# attributes that stand on the BPMN element itself: name -> kinds
ON_ELEMENTS: dict[str, frozenset[str]] = {
    "kind": frozenset({"process"}),
    "title": frozenset({"process"}),
    "number": frozenset({"process"}),
    "summary": frozenset({"process"}),
    "role": frozenset({"lane"}),
    "milestone": frozenset(bpmn.FLOW_NODES),
    "outcome": frozenset({"endEvent"}),
    "inputCollection": frozenset({"multiInstanceLoopCharacteristics"}),
    "inputElement": frozenset({"multiInstanceLoopCharacteristics"}),
    "outputCollection": frozenset({"multiInstanceLoopCharacteristics"}),
    "outputElement": frozenset({"multiInstanceLoopCharacteristics"}),
}
