"""Findings about the `onegrid:` extension as such: words that it does not have, values that can't be."""

from onegrid.engine.findings.finding import error, warning

FINDINGS = (
    error(
        "extension.unknown",
        "{it} has “onegrid:{name}”, which the extension does not know here",
        "{it}含有“onegrid:{name}”，此处扩展没有该设置",
        "Correct the name or remove it; known here: {known}.",
        "请更正名称或删除；此处可用：{known}。",
    ),
    error(
        "extension.misplaced",
        "“onegrid:{name}” at {it} has no meaning there",
        "{it}上的“onegrid:{name}”在此没有意义",
        "Remove it; it belongs to: {known}.",
        "请删除；它只用于：{known}。",
    ),
    error(
        "extension.twice",
        "{it} has “onegrid:{name}” more than once",
        "{it}重复设置了“onegrid:{name}”",
        "Keep one.",
        "请只保留一个。",
    ),
    error(
        "extension.missing",
        "“onegrid:{owner}” of {it} lacks “{name}”",
        "{it}的“onegrid:{owner}”缺少“{name}”",
        "Fill in “{name}”.",
        "请填写“{name}”。",
    ),
    error(
        "extension.value",
        "“{name}” of {it} is “{value}”; allowed: {known}",
        "{it}的“{name}”为“{value}”；可用值：{known}",
        "Choose one of the allowed values.",
        "请选用允许的值。",
    ),
    error(
        "extension.name",
        "{it}: “{name}” can't be a variable; a name has letters, digits and _ and does not begin with a digit",
        "{it}：“{name}”不能作为变量名；名称由文字、数字和下划线组成，且不以数字开头",
        "Choose another name.",
        "请换一个名称。",
    ),
    error(
        "extension.reserved_name",
        "{it}: “{name}” is a reserved word and can't be written",
        "{it}：“{name}”是保留名称，不能赋值",
        "Choose another name; reserved: {known}.",
        "请换一个名称；保留名称：{known}。",
    ),
    error(
        "extension.fact",
        "{it} sets “case.{name}”, which is no fact that a process may set",
        "{it}设置了“case.{name}”，流程不能设置该案件事实",
        "Choose one of: {known}.",
        "请选用：{known}。",
    ),
    error(
        "extension.fact_in",
        "{it}: an `in` writes a variable of the called side, not the case fact “{name}”",
        "{it}：in 只能写入被调用方的变量，不能写案件事实“{name}”",
        "Use `out` to change a fact of the case.",
        "要修改案件事实请用 out。",
    ),
    warning(
        "extension.limit_only_standard",
        "{it} has a limit only where the closing standard gives one; before filing a case has no standard",
        "{it}只有在结案标准给出时限时才有时限；立案前案件没有标准",
        "Add value and unit, which stand in where the standard says nothing.",
        "请补充 value 与 unit，在标准没有规定时使用。",
    ),
    warning(
        "process.only_case",
        "{it} has “onegrid:{name}”, which only a process that starts a case reads",
        "{it}设置了“onegrid:{name}”，只有启动案件的流程才会使用",
        'Remove it, or set onegrid:kind="case".',
        '请删除，或设置 onegrid:kind="case"。',
    ),
    warning(
        "event.no_payload",
        "{it} has “onegrid:{name}” but throws neither message nor signal",
        "{it}设置了“onegrid:{name}”，但不抛出消息或信号",
        "Remove it, or give the element a message or signal to throw.",
        "请删除，或为其设置要抛出的消息或信号。",
    ),
    error(
        "extension.number",
        "{it}: the case number “{value}” {fault}",
        "{it}：案件编号“{value}”{fault}",
        "Write text with {{sequence}}, and {{date}} or {{year}} if wished: SQ{{date}}{{sequence}}.",
        "请写带 {{sequence}} 的文本，可含 {{date}} 或 {{year}}：SQ{{date}}{{sequence}}。",
    ),
)
