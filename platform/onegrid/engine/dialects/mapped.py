"""What of other engines' words becomes what of ours; docs/reference/import.md shows the table."""

# ruff: noqa: E501 - a table

from onegrid.engine.dialects.vendors import CAMUNDA, SPIFF, ZEEBE

Row = tuple[str, str, str]  # words, meaning in English, in Chinese

MAPPED: dict[str, tuple[Row, ...]] = {
    CAMUNDA: (
        ("`assignee` literal", "`assignment role`, to be chosen", "`assignment` 的 role，待选"),
        ("`assignee` `${initiator}` and the start event's `initiator`", "`case.registered_by`", "登记人"),
        ("`assignee` `${x}`, `humanPerformer`", '`assignment mode="person" person="x"`', "指定个人"),
        ("`candidateUsers`, `candidateGroups`, `potentialOwner`", "`assignment role`, to be chosen", "角色，待选"),
        ("`dueDate` `P3D`, `PT4H`", "`limit` in natural days or hours", "自然日或小时时限"),
        ("`formKey`, `formRef`", "`form ref`: the bare name", "表单引用"),
        ("`formData`, `formProperty`", "a form drawn from the fields", "由字段生成的表单"),
        ("`class`, `delegateExpression`, `expression`, `type`, `topic`, `connector`", "`call`, connector to choose",
         "`call`，连接器待选"),
        ("`expression` that only computes, `setVariable`", "a script task in FEEL", "FEEL 脚本任务"),
        ("`inputParameter`, `outputParameter`, `field`, `resultVariable`", "`parameter`, `result`, `in`, `out`",
         "参数与结果映射"),
        ("`decisionRef`, `type=\"dmn\"`, `mapDecisionResult`", "`binding decision`, `out`", "决策绑定"),
        ("`in`, `out` of call activities", "`in`, `out`", "传入、传出"),
        ('`variables="all"`, `inheritVariables`', "told: each value is mapped here", "逐项映射"),
        ("`calledElement` `${x}`", "`call.by_expression`: one process is named here", "需写明流程"),
        ("`collection`, `elementVariable`, `loopCardinality`, `completionCondition`",
         "`inputCollection`, `inputElement`, cardinality and condition in FEEL", "多实例设置"),
        ("`executionListener`, `taskListener`, `eventListener`", "`vendor.listener`, each named", "逐个列出"),
        ("RuoYi `dataType`, `userType`, `text`", "how its page shows the choice; `assignee` and groups count", "以办理人设置为准"),
    ),
    ZEEBE: (
        ("`taskDefinition`, `taskHeaders`, `ioMapping`", "`call` with `operation`, `parameter`, `result`; connector to choose",
         "`call`，连接器待选"),
        ("`assignmentDefinition`, `taskSchedule`, `formDefinition`", "`assignment`, `limit`, `form`", "办理人、时限、表单"),
        ("`userTaskForm`", "a form of its own", "独立表单"),
        ("`script`, `calledDecision`, `calledElement`", "script, `binding` and `out`, `calledElement`", "脚本、决策、调用"),
        ("`loopCharacteristics`, `subscription`", "multi-instance, `message key`", "多实例、关联键"),
        ("`executionListeners`, `taskListeners`", "`vendor.listener`, each named", "逐个列出"),
    ),
    SPIFF: (
        ("`properties` `formJsonSchemaFilename`, and that JSON schema brought along", "`form ref`, and a form of its fields", "表单引用，及按字段生成的表单"),
        ("`instructionsForEndUser`", "the documentation", "办理说明"),
        ("`postScript` that assigns one variable", "`out`", "传出映射"),
        ("`preScript`, other `postScript`", "`vendor.replace`: draw a script task", "改为脚本任务"),
        ("`serviceTaskOperator`", "`call` with `operation`, `parameter`, `result`; connector to choose", "`call`，连接器待选"),
        ("`calledDecisionId`", "`binding decision`", "决策绑定"),
        ("`messagePayload`, `messageVariable`, correlation properties", "`in`, `out`, `message key`", "负载与关联键"),
        ("lane names", "`assignment role`, to be chosen", "角色，待选"),
    ),
}  # fmt: skip
