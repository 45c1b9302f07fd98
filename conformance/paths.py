"""Expected paths of the BPMN kit, written by hand from reading the diagrams, by file name.

A path is the flow nodes in the order in which they complete; a tuple holds branches whose order among one another is
free. Human tasks are answered with the first value that a condition asks for, calls with nothing. What waits at the end
stands behind `WAITS`.
"""

from collections.abc import Iterable

Step = str | tuple["Branch", ...]
Branch = tuple[Step, ...]
WAITS = "waits:"


def _way(text: str) -> Branch:
    return tuple(text.split())


_CAMUNDA = "org__camunda__bpm__engine__test__"
PATHS: dict[str, Branch] = {
    "ProcessInstanceAssert-calledProcessInstance-subProcess1.bpmn": _way("StartEvent_1 UserTask_1 EndEvent_1"),
    "BoundaryTimerNonInterruptingEventTest.testMultipleOutgoingSequenceFlowsOnSubprocess.bpmn20.xml": (
        *_way("theStart innerStart innerFork"),
        (("innerTask1",), ("innerTask2",)),
        *_way("subprocess end"),
    ),
    "ProcessInstanceModificationTest.nestedParallelAsyncBeforeOneTaskProcessIoAndListeners.bpmn20.xml": (
        *_way("theStart fork"),
        (_way("outerTask outerEnd"), _way("subProcessStart innerTask subProcessEnd subProcess outerEnd")),
    ),
    "UserTaskTest.testSimpleProcess.bpmn20.xml": _way("theStart writeReportTask verifyReportTask theEnd"),
    "ProcessInstanceModificationTest.exclusiveGatewayAsyncTask.bpmn20.xml": _way("theStart fork task1 join theEnd"),
    "CompensateEventTest.testCompensateSubprocessInsideSubprocess.bpmn20.xml": _way(
        "start startInScope bookHotel startInScopeFlight bookFlight endInScopeFlight scopeFlight endInScope scopeHotel "
        "throwCompensation compensateBookFlight undoBookFlight compensateBookHotel undoBookHotel throwing end"
    ),
    "oneJobProcess.bpmn20.xml": _way(f"theStart {WAITS} timerintermediatecatchevent1"),
    "UnhandledBpmnErrorTest.testUncaughtErrorSimpleProcess.bpmn20.xml": _way("theStart theEnd"),
    "ExclusiveTaskTest.testExclusiveSequence3.bpmn20.xml": _way("theStart service1 service2 service3 theEnd"),
    "ProcessInstanceAssert-isNotWaitingAt.bpmn": (
        *_way("StartEvent_1 UserTask_1 ParallelGateway_1"),
        (("UserTask_2",), ("UserTask_3",)),
        *_way("ParallelGateway_2 EndEvent_1"),
    ),
    "FormServiceTest.testGetTaskFormKeyWithExpression.bpmn20.xml": _way(f"start task {WAITS} wait"),
    "HistoricTaskInstanceTest.testHistoricTaskInstanceQueryByTaskDefinitionKeys.bpmn20.xml": (
        *_way("start fork"),
        (("taskKey1",), ("taskKey123",)),
        *_way("join end"),
    ),
    "JobEventsTest.testTerminateEndEvent.bpmn20.xml": _way("theStart subStart inTask subEnd subProcess1 task theEnd"),
    "ScriptTaskTest.testSetScriptResultToProcessVariable.bpmn20.xml": _way(
        "theStart theScriptTaskWithExistingProcessVariableName theScriptTaskWithNewProcessVariableName "
        "theScriptTaskWithNoResultVariable theTask theEnd"
    ),
    "SignalThrowingEventListenerTest.globalSignalDefinedInProcessDefinition.bpmn20.xml": _way("Start Task End"),
    "currentActivityTestProcess.bpmn20.xml": _way("theStart task1 task2 task3 theEnd"),
    "ExecutionResourceTest.process-with-subprocess.bpmn20.xml": _way(
        "theStart subProcessStart processTask subProcessEnd subProcess theEnd"
    ),
    "TenancyTest.testMessageTenancy.bpmn20.xml": _way("theStart theTask theEnd"),
    "twoTasksParentProcess.bpmn20.xml": _way("theStart firstTask callActivity secondTask theEnd"),
    "HistoricActivityInstanceTest.testHistoricActivityInstanceQuery.bpmn20.xml": _way("start noop end"),
    "InclusiveGatewayTest.testMergeWithEndedExecutionNestedCommand.bpmn20.xml": (
        *_way("startnoneevent1 inclusiveGateway1"),
        (("formTask1",), _way("formTask2 exclusive_Databased_Gateway1")),
        *_way("inclusiveGateway2 endNoneEvent1"),
    ),
    "Activiti_Designer_5.14.1__A.1.0-export.bpmn": _way("startevent1 usertask1 usertask2 usertask3 endevent1"),
}


def expected_of(name: str) -> Branch | None:
    """The path written for a file; names in the kit have the path of their folder in front."""
    return next((path for ending, path in PATHS.items() if name.endswith(ending)), None)


def agrees(branch: Branch, walked: Iterable[str]) -> bool:
    """Whether a walk is one of those that the branch allows."""
    return any(not rest for rest in _left(branch, tuple(walked)))


def _left(branch: Branch, walked: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What may be left of the walk after the branch."""
    open_walks = [walked]
    for step in branch:
        following = []
        for walk in open_walks:
            if isinstance(step, str):
                following += [walk[1:]] if walk[:1] == (step,) else []
            else:
                following += _mixed(step, walk)
        open_walks = list(dict.fromkeys(following))
    return open_walks


def _mixed(branches: tuple[Branch, ...], walk: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All branches, in any order among one another."""
    if not any(branches):
        return [walk]
    found = []
    for at, branch in enumerate(branches):
        if branch and walk and branch[0] == walk[0]:
            rest = (*branches[:at], branch[1:], *branches[at + 1 :])
            found += _mixed(rest, walk[1:])
    return found
