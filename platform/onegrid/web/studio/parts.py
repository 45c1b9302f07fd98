"""What people call the parts of an element, as the extension and BPMN name them in a file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PART: dict[str, Any] = {
    "name": _("name"),
    "documentation": _("explanation"),
    "assignment": _("who does it"),
    "role": _("who does it"),
    "form": _("form"),
    "limit": _("time limit"),
    "operations": _("what one may do"),
    "outcome": _("outcomes"),
    "call": _("call of another system"),
    "in": _("what is passed in"),
    "out": _("what is taken over"),
    "binding": _("what it calls"),
    "calledElement": _("what it calls"),
    "milestone": _("milestone"),
    "conditionExpression": _("condition"),
    "sourceRef": _("where it comes from"),
    "targetRef": _("where it leads"),
    "default": _("the way where nothing else holds"),
    "multiInstanceLoopCharacteristics": _("how often it is done"),
    "timerEventDefinition": _("timer"),
    "messageEventDefinition": _("message"),
    "script": _("calculation"),
    "attachedToRef": _("where it is attached"),
    "cancelActivity": _("whether it interrupts"),
}
