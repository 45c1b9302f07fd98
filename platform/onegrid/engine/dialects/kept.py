"""Words of other engines that have no meaning here: why not. docs/reference/import.md shows the table."""

from typing import NamedTuple

from onegrid.engine.dialects.vendors import CAMUNDA, SPIFF, ZEEBE


class Kept(NamedTuple):
    """Why a word has no effect; `instead`: what to do where it mattered, None where nothing is lost."""

    why: tuple[str, str]
    instead: tuple[str, str] | None = None


_DURABLE = Kept(("every step is durable and retried by itself", "每一步都会持久保存并自动重试"))
_SHOWN = Kept(("it is only shown in that tool", "只在该工具中显示"))
_HISTORY = Kept(("history is kept by the city's own rules", "历史按本市规则保存"))
_RIGHTS = Kept(
    ("who may start a case is a matter of roles and permissions", "谁可以发起由角色与权限决定"),
)
_PRIORITY = Kept(("urgency is a fact of the case", "紧急程度是案件事实"))
_FOLLOW_UP = Kept(("reminders follow the limit", "提醒随时限产生"))
_REPEATED = Kept(("retries are the connector's", "重试由连接器处理"))
_VERSION = Kept(("versions are numbered when published", "版本在发布时编号"))
_SKIP = Kept(
    ("tasks are not skipped by an expression", "任务不能按表达式跳过"),
    ("Draw a gateway in front of it.", "请在前面画网关。"),
)
_ERROR = Kept(("what failed is in the event log", "失败原因记录在事件日志中"))
_VARIABLE = Kept(
    ("no such variable is written here", "此处不写入该变量"),
    (
        "See that nothing asks for the variable; catch each code with an event of its own.",
        "请确认没有条件使用该变量；每个代码用各自的事件捕获。",
    ),
)
_INDEX = Kept(
    ("no such variable is written here", "此处不写入该变量"),
    ("Write loopCounter, which counts from 1.", "请改用 loopCounter，从 1 开始计数。"),
)
_ERROR_OF_JOB = Kept(
    ("which error a failed call means is its connector's matter", "调用失败对应哪个错误由连接器决定"),
    ("Name the error's code in the connector's answer.", "请在连接器的应答中给出错误代码。"),
)
_WAITS = Kept(
    ("the task goes on as soon as its call has answered", "调用应答后任务即继续"),
    ("Draw a receive task behind it.", "请在其后画接收任务。"),
)
_ENDS_ALL = Kept(
    ("a terminate event ends its own scope only", "终止事件只结束自身所在的范围"),
    ("Throw an error that the scopes around let through.", "请抛出错误，由外层范围处理。"),
)
_BUTTONS = Kept(
    ("the buttons of a task are its outcomes and operations", "任务的按钮是其结果和操作"),
    ("Declare onegrid:outcome and onegrid:operations.", "请声明 onegrid:outcome 与 onegrid:operations。"),
)
_PROPERTIES = Kept(("free properties are read by that engine's programs only", "自由属性只由该引擎的程序读取"))
_LOCAL = Kept(
    ("an element has variables of its own here only where it calls", "此处只有调用类元素有自己的变量"),
    ("Set them in a script task before and behind it.", "请在其前后的脚本任务中赋值。"),
)
_RESULT = Kept(
    ("a result becomes a variable of the process and stays one", "结果成为流程变量并一直保留"),
    ("Give it a name that nothing else writes.", "请使用不会被其他地方写入的名称。"),
)
_ASKED_ALWAYS = Kept(
    (
        "a condition is asked after every act, whichever variable has changed",
        "每次操作后都会判断条件，不论哪个变量变化",
    ),
    ("Say in the condition itself what must hold.", "请把需要满足的内容全部写进条件。"),
)
_WHO = Kept(("who may do a task is said by its role", "谁可以办理任务由岗位决定"))
_TEST = Kept(
    ("unit tests are not read", "不读取单元测试"),
    ("Write the same as examples in examples.yaml.", "请写成 examples.yaml 中的示例。"),
)

KEPT: dict[str, dict[str, Kept]] = {
    CAMUNDA: {
        "async": _DURABLE, "asyncBefore": _DURABLE, "asyncAfter": _DURABLE, "exclusive": _DURABLE,
        "asyncLeave": _DURABLE,
        "asyncLeaveExclusive": _DURABLE, "triggerable": _WAITS, "parallelInSameTransaction": _DURABLE,
        "jobPriority": _PRIORITY, "taskPriority": _PRIORITY, "priority": _PRIORITY, "jobCategory": _SHOWN,
        "jobTopic": _SHOWN, "followUpDate": _FOLLOW_UP, "businessCalendarName": _FOLLOW_UP,
        "failedJobRetryTimeCycle": _REPEATED, "retryTimeCycle": _REPEATED,
        "versionTag": _VERSION, "historyTimeToLive": _HISTORY, "isStartableInTasklist": _RIGHTS,
        "candidateStarterUsers": _RIGHTS, "candidateStarterGroups": _RIGHTS, "potentialStarter": _RIGHTS,
        "diagramRelationId": _SHOWN, "modelerTemplate": _SHOWN, "modelerTemplateVersion": _SHOWN,
        "modelerTemplateIcon": _SHOWN, "executionPlatform": _SHOWN, "executionPlatformVersion": _SHOWN,
        "category": _SHOWN, "processCategory": _SHOWN, "nodeType": _SHOWN, "level": _SHOWN,
        "activiti-idm-assignee": _SHOWN,
        "activiti-idm-initiator": _SHOWN, "allow-send-email": _SHOWN, "initiator-can-complete": _WHO,
        "assignee-info-email": _SHOWN, "assignee-info-firstname": _SHOWN, "assignee-info-lastname": _SHOWN,
        "assignee-field-info-name": _SHOWN, "editor-resource-id": _SHOWN, "formReference": _SHOWN,
        "activiti-group-info-name-candidateGroup": _SHOWN, "formFieldValidation": _SHOWN, "customFormKey": _SHOWN,
        "idm-assignee": _SHOWN, "idm-candidate-group": _SHOWN, "idm-initiator": _SHOWN, "bpmndiConfig": _SHOWN,
        "formHandlerClass": _SHOWN, "taskIdVariableName": _VARIABLE, "taskCompleterVariableName": _VARIABLE,
        "doNotIncludeVariables": _SHOWN, "useLocalScopeForResultVariable": _RESULT,
        "storeResultVariableAsTransient": _RESULT,
        "sameDeployment": _SHOWN, "fallbackToDefaultTenant": _SHOWN, "idVariableName": _VARIABLE,
        "processInstanceName": _SHOWN,
        "skipExpression": _SKIP, "errorCodeVariable": _VARIABLE, "errorMessageVariable": _VARIABLE,
        "errorMessage": _ERROR, "errorVariable": _VARIABLE, "errorVariableName": _VARIABLE,
        "errorVariableTransient": _ERROR, "errorVariableLocalScope": _ERROR,
        "escalationCodeVariable": _VARIABLE, "errorEventDefinition": _ERROR_OF_JOB,
        "elementIndexVariable": _INDEX,
        "buttonList": _BUTTONS, "button": _BUTTONS, "formOperates": _BUTTONS, "operationList": _BUTTONS,
        "approvalType": _BUTTONS, "approvalButtons": _BUTTONS, "rejectType": _BUTTONS, "noneHandler": _BUTTONS,
        "approveMethod": _BUTTONS, "approveRatio": _BUTTONS, "candidateStrategy": _RIGHTS, "candidateParam": _RIGHTS,
        "assignStartUserHandlerType": _RIGHTS, "assignEmptyHandlerType": _RIGHTS, "fieldsPermission": _BUTTONS,
        "properties": _PROPERTIES, "property": _PROPERTIES, "in": _PROPERTIES, "out": _PROPERTIES,
        "localScope": _SHOWN, "terminateAll": _ENDS_ALL,
        "transactionality": _SHOWN, "variableName": _ASKED_ALWAYS, "variableEvents": _ASKED_ALWAYS,
        "terminateMultiInstance": _ENDS_ALL, "scope": _SHOWN, "connector": _PROPERTIES, "resource": _PROPERTIES,
        "field": _PROPERTIES, "inputOutput": _LOCAL, "taskListener": _PROPERTIES, "localization": _SHOWN,
        "noWaitStatesAsyncLeave": _DURABLE, "includeInHistory": _HISTORY, "enableEagerExecutionTreeFetching": _SHOWN,
    },
    ZEEBE: {
        "versionTag": _VERSION, "properties": _PROPERTIES, "property": _PROPERTIES, "priorityDefinition": _PRIORITY,
        "jobPriorityDefinition": _PRIORITY, "modelerTemplate": _SHOWN, "modelerTemplateVersion": _SHOWN,
        "modelerTemplateIcon": _SHOWN, "userTask": _SHOWN, "linkedResources": _PROPERTIES, "adHoc": _PROPERTIES,
        "conditionalFilter": _ASKED_ALWAYS, "template": _SHOWN,
    },
    SPIFF: {
        "unitTests": _TEST, "taskMetadataValues": _SHOWN, "allowGuest": _RIGHTS, "guestConfirmation": _RIGHTS,
        "signalButtonLabel": _BUTTONS, "isOutputSynced": _SHOWN, "category": _SHOWN, "variable": _SHOWN,
        "properties": _PROPERTIES, "property": _PROPERTIES, "scriptsOnInstances": _SHOWN, "type": _SHOWN,
    },
}  # fmt: skip
