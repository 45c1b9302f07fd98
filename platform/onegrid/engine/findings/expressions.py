"""Findings about FEEL expressions and decisions."""

from onegrid.engine.findings.finding import choice, error, unpublishable, warning

FINDINGS = (
    unpublishable(
        "expression.syntax",
        "{what} of {it} is no FEEL: {reason}; text: {text}",
        "{it}的{what}不是有效的 FEEL：{reason}；原文：{text}",
        "Correct the expression at the place named.",
        "请在所指位置更正表达式。",
    ),
    error(
        "expression.template",
        "{what} of {it} is written for another engine: {text}",
        "{it}的{what}是其他引擎的写法：{text}",
        'Write it in FEEL, without ${{ }} or #{{ }}: days > 3 and type = "leave".',
        '请改写为 FEEL，不带 ${{ }} 或 #{{ }}：days > 3 and type = "leave"。',
    ),
    unpublishable(
        "expression.language",
        "{what} of {it} is written in “{language}”; expressions are FEEL",
        "{it}的{what}使用“{language}”；表达式只支持 FEEL",
        "Write it in FEEL and remove the language attribute.",
        "请改写为 FEEL，并删除 language 属性。",
    ),
    unpublishable(
        "expression.unknown_function",
        "{what} of {it} calls “{name}”, which is no function of FEEL; it would always be null",
        "{it}的{what}调用了“{name}”，FEEL 没有该函数，结果总是 null",
        "Choose a built-in function, or say it with those that there are.",
        "请改用内置函数，或用已有函数表达。",
    ),
    error(
        "expression.case_name",
        "{what} of {it} asks for “case.{name}”, which the case does not have",
        "{it}的{what}用到“case.{name}”，案件没有该项",
        "Choose one of: {known}.",
        "请选用：{known}。",
    ),
    warning(
        "expression.unknown_name",
        "{what} of {it} asks for “{name}”, which nothing in this process writes; it may come from a form",
        "{it}的{what}用到“{name}”，本流程没有任何地方写入；可能来自表单",
        "Check the spelling; a name that nothing gives is null.",
        "请检查拼写；没有来源的名称为 null。",
    ),
    choice(
        "rule.no_decision",
        "{it} does not say which decision it asks",
        "{it}没有指定决策",
        "Fill in onegrid:binding decision.",
        "请填写 onegrid:binding 的 decision。",
    ),
    error(
        "rule.unknown_decision",
        "{it} asks the decision “{decision}”, which none of the decision files has; known: {known}",
        "{it}使用决策“{decision}”，但决策文件中没有；现有：{known}",
        "Correct the id, or add the DMN file under decisions/.",
        "请更正 id，或在 decisions/ 下添加 DMN 文件。",
    ),
    unpublishable(
        "rule.input_missing",
        "the decision “{decision}” that {it} asks takes “{name}”, which the task does not map in, so that it is null "
        "there; mapped in: {known}",
        "{it}使用的决策“{decision}”用到“{name}”，但任务没有传入，在决策中只会是 null；已传入：{known}",
        "Correct the name in the decision or in onegrid:in, or add an onegrid:in for it.",
        "请更正决策或 onegrid:in 中的名称，或为其添加 onegrid:in。",
    ),
    warning(
        "rule.input_unused",
        "{it} maps “{name}” into the decision “{decision}”, which does not take it; taken: {known}",
        "{it}向决策“{decision}”传入“{name}”，但决策没有用到；用到的有：{known}",
        "Remove the onegrid:in, or correct the name on one of the two sides.",
        "请删除该 onegrid:in，或更正其中一方的名称。",
    ),
    warning(
        "rule.no_out",
        "{it} keeps nothing of what the decision answers",
        "{it}没有保存决策结果",
        "Add onegrid:out for the results that matter.",
        "请用 onegrid:out 保存需要的结果。",
    ),
)
