"""Writes docs/reference/import.md: what becomes of other engines' words, from `dialects`; a test compares."""

# ruff: noqa: E501 - tables of a document

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "platform"))

from onegrid.engine.dialects.kept import KEPT  # noqa: E402
from onegrid.engine.dialects.mapped import MAPPED  # noqa: E402

TARGET = ROOT / "docs" / "reference" / "import.md"
NAMES = {
    "camunda": "Camunda 7, Flowable, Activiti; RuoYi and 仿钉钉 designers (`camunda:`, `flowable:`, `activiti:`)",
    "zeebe": "Camunda 8 (`zeebe:`)",
    "spiffworkflow": "SpiffWorkflow, spiff-arena (`spiffworkflow:`)",
}
HEAD = """# Importing other tools' files / 导入其他工具的文件

Written by `scripts/write_import_page.py`; a test compares it with the code. Codes with all words: [problems.md](problems.md).

## 1. What is taken / 可导入的文件

- BPMN 2.0 (`.bpmn`, `.bpmn20.xml`, `.xml`), DMN, form-js forms (`.form`, `.json`), several at once or in a zip. They are
  looked at together: they are one another's called processes, decisions and forms.
- Encodings by declaration: UTF-8, UTF-16, GBK, GB2312, GB18030, Big5 and others. No document types, no entities, no network.
- The designer's own file is kept byte for byte. Everything below happens on a copy. A file without a drawing opens laid out;
  the layout is added behind the designer's own text.
- Limits: 8 MB and 200,000 elements a file, 100 levels, 200 files and 64 MB unpacked an archive, 3,000
  flow nodes a file ([all limits](limits.md)).

## 2. How far a process may go / 三种状态

| state | means |
|---|---|
| opens as a drawing 可打开 | well-formed BPMN; the report says at each element what stops it from running |
| can be rehearsed 可试跑 | runs in memory; at an undecided gateway a person chooses (the variable `way_of_<gateway>` holds the flow's id) |
| can be published 可发布 | in the engine's part; what only the city can choose (role, unit, form, limit, connector) is a warning in `check` and refused by the catalog until chosen |

A process that the check calls publishable is walked once in memory: people answer with the values that conditions ask for,
calls with nothing. What fails there is an error (`run.failed`).

What was not brought is stood in for, told, and refused by the catalog: a called process (`call.absent`), a decision
(`rule.absent`), a connector (`service.no_call`), a message without a name (`reference.missing`).

## 3. Expressions / 表达式

| written | read as |
|---|---|
| JUEL `${days > 3 && type == 'leave'}` | `days > 3 and type = "leave"` |
| `${empty x}`, `${!approved}`, `${a ? b : c}` | `list contains([null, "", [], {}], x)`, `approved != true`, `if a then b else c` |
| `${kind == '1'}` (JUEL compares text and number alike) | `list contains(["1", 1], kind)` |
| `${list[0]}`, `${loopCounter}` (from 0 there, from 1 here) | `list[1]`, `loopCounter - 1` |
| `${nrOfCompletedInstances / nrOfInstances}` | `numberOfCompletedInstances / numberOfInstances` |
| `${execution.getVariable('x')}`, `${vars:equals(x, 1)}`, `${list.size()}` | `x`, `x = 1`, `count(if list instance of context then get entries(list) else list)` |
| `${bean.method(x)}` and every other call of a program | named one by one with what to write instead (`expression.not_translated`); can be rehearsed, not published |
| FEEL of Camunda 8 | as it is |
| Python of SpiffWorkflow: conditions, timers, scripts that only assign | FEEL; other scripts stay Python for the sandbox (`script.stays_python`) |
| `${days > '3'}` (a text that reads as a number counts as one beside a number) | `if days instance of number then days > 3 else days > "3"` |
| Groovy, JavaScript, JUEL scripts that only assign | FEEL; others `script.not_translated`; each language’s own truth; an “or” or “and” of JavaScript gives one of its values; texts with `$` inside and `/` of Java are named |
| XPath `bpmn:getDataObject('x') = 'a'`, and `x == 'a' && y` in no vendor's file | `x = "a"` and so on |

A variable has the type that our forms give it: a number field gives a number. Where JUEL would make a number or a truth value of a
text because of what stands beside it at run time (`${count > 5}` with the text "10"), FEEL gives null, and never another value:
`${a + b}` becomes `sum(a, b)`, which puts no texts together. A table that hits several rules gives its first row to `singleResult`,
and a list to `singleEntry`; Camunda stops there.

A variable with a reserved name (`case outcome result item source`) gets a `_` behind it (`vendor.renamed`).

## 4. Structure / 结构

| drawn | becomes |
|---|---|
| flow or process without an id | gets one |
| several flows, or a condition, out of a task | the gateway that the standard means (13.3.1) |
| one flow without a condition beside others with one, exclusive gateway | the default flow (`flow.taken_as_default`), to be confirmed |
| flow without a condition out of an inclusive gateway | taken always (`flow.taken_always`) |
| condition out of a parallel gateway | not asked (`flow.condition_ignored`) |
| no start, no end, sub-process without either | as 13.2 and 13.3.4 say |
| empty sub-process | passes on (`scope.empty`) |
| flow written outside the sub-process of its ends | read as inside (`flow.moved`) |
| `errorRef` that names no declared error | the error code (`reference.as_code`) |
| data objects and stores, notes, groups | stay in the drawing |

## 5. Word by word / 逐项对照
"""


def page() -> str:
    """The whole document."""
    parts = [HEAD]
    for family, title in NAMES.items():
        parts.append(f"\n### {title}\n\n| word | becomes | 变为 |\n|---|---|---|\n")
        parts += [f"| {word} | {english} | {chinese} |\n" for word, english, chinese in MAPPED[family]]
        parts.append("\n| kept in the file, without effect | why | 原因 |\n|---|---|---|\n")
        for word, kept in sorted(KEPT[family].items()):
            parts.append(f"| `{word}` | {kept.why[0]} | {kept.why[1]} |\n")
    parts.append("\nA word in none of these tables stays in the file and is told as `vendor.replace`.\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
