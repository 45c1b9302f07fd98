"""Findings about events, handlers and loops."""

from onegrid.engine.findings.finding import error, warning

FINDINGS = (
    error(
        "link.no_target",
        "{it} leads nowhere: no link catch event of that name stands beside it",
        "{it}没有去向：同一层没有同名的链接捕获事件",
        "Draw the catch event in the same scope, with the same link name.",
        "请在同一层画出链接名称相同的捕获事件。",
    ),
    warning(
        "link.no_source",
        "{it} is never reached: no link throw event of that name stands beside it",
        "{it}永远不会到达：同一层没有同名的链接抛出事件",
        "Draw the throw event in the same scope, with the same link name, or take this one out.",
        "请在同一层画出链接名称相同的抛出事件，或删除此事件。",
    ),
    error(
        "link.twice",
        "{it} has the link name of {other}; a link leads to one place",
        "{it}与{other}的链接名称相同；链接只能指向一处",
        "Give one of them another name.",
        "请为其中一个更换名称。",
    ),
    error(
        "condition.empty",
        "{it} has no condition",
        "{it}没有条件",
        "Write the condition in FEEL.",
        "请用 FEEL 填写条件。",
    ),
    error(
        "loop.endless",
        "nothing says when the loop of {it} ends",
        "{it}的循环没有结束条件",
        "Write a loopCondition in FEEL (it goes on while true), or a loopMaximum.",
        "请用 FEEL 填写 loopCondition（为真时继续），或填写 loopMaximum。",
    ),
    error(
        "gateway.no_activation",
        "nothing says when {it} lets tokens through",
        "{it}没有说明何时放行",
        "Write an activationCondition in FEEL, for instance activationCount >= 2.",
        "请用 FEEL 填写 activationCondition，例如 activationCount >= 2。",
    ),
    error(
        "compensation.no_handler",
        "nothing undoes the activity of {it}: no association leads to a compensation activity",
        "{it}没有补偿处理：未关联到补偿活动",
        "Draw an association from it to an activity beside it that is marked as compensation.",
        "请从它画一条关联到同层标记为补偿的活动。",
    ),
    warning(
        "compensation.handler_unused",
        "{it} never runs: no compensation event at a boundary leads to it",
        "{it}永远不会执行：没有边界上的补偿事件关联到它",
        "Draw an association to it from a compensation event at the boundary of what it undoes.",
        "请从被补偿活动边界上的补偿事件画一条关联到它。",
    ),
    error(
        "compensation.activity_unknown",
        "{it} is to undo “{reference}”, which is no activity of its scope",
        "{it}要补偿的“{reference}”不是同一层的活动",
        "Name an activity of the same scope, or none to undo all of it.",
        "请指定同一层的活动，或不指定以补偿整层。",
    ),
    error(
        "cancel.place",
        "{it} has no transaction to cancel",
        "{it}没有可取消的事务子流程",
        "End a path inside a transaction with it, or catch it at a transaction's boundary.",
        "请用于结束事务内的路径，或在事务的边界上捕获。",
    ),
    error(
        "cancel.uncaught",
        "{it} cancels {transaction}, and no cancel event stands at its boundary",
        "{it}会取消{transaction}，但其边界上没有取消事件",
        "Attach a cancel boundary event to the transaction.",
        "请在该事务的边界上添加取消事件。",
    ),
    warning(
        "boundary.nothing_escalates",
        "{it} never fires: {host} throws no escalation",
        "{it}不会触发：{host}不会抛出升级",
        "Attach it to a sub-process or call activity in which the escalation is thrown.",
        "请附着到会抛出该升级的子流程或调用活动上。",
    ),
)
