"""Namespaces of other tools that say something about running, by family: words of one family mean the same."""

CAMUNDA = "camunda"  # Camunda 7, and Activiti and Flowable, of which it came
ZEEBE = "zeebe"  # Camunda 8
SPIFF = "spiffworkflow"  # SpiffWorkflow and spiff-arena

FAMILIES: dict[str, tuple[str, str]] = {
    "http://camunda.org/schema/1.0/bpmn": (CAMUNDA, "camunda"),
    "http://activiti.com/modeler": (CAMUNDA, "modeler"),
    "http://activiti.org/bpmn": (CAMUNDA, "activiti"),
    "http://flowable.org/bpmn": (CAMUNDA, "flowable"),
    "http://flowable.org/design": (CAMUNDA, "design"),
    "http://flowable.org/modeler": (CAMUNDA, "modeler"),
    "http://camunda.org/schema/zeebe/1.0": (ZEEBE, "zeebe"),
    "http://spiffworkflow.org/bpmn/schema/1.0/core": (SPIFF, "spiffworkflow"),
}


def family_of(namespace: str | None) -> str:
    """The family, empty for what is no running setting."""
    return FAMILIES.get(namespace or "", ("", ""))[0]


def prefix_of(namespace: str | None) -> str:
    """The prefix under which people know the namespace."""
    return FAMILIES.get(namespace or "", ("", namespace or ""))[1]
