"""How a sheet is laid out: the rows above the rules, known by their first word, and the kinds of columns."""

from dataclasses import dataclass, field

TABLE, DECISION, POLICY, AGGREGATION = "Table 表", "Decision 决策", "Policy 命中策略", "Aggregation 聚合"
KIND, LABEL, EXPRESSION, TYPE = "Kind 列", "Label 标题", "Expression 表达式", "Type 类型"
VALUES, DEFAULT, IDENTITY = "Values 允许值", "Default 默认", "Id 标识"
TABLE_ROWS = (TABLE, DECISION, POLICY, AGGREGATION)
COLUMN_ROWS = (KIND, LABEL, EXPRESSION, TYPE, VALUES, DEFAULT, IDENTITY)
INPUT, OUTPUT, ANNOTATION, DESCRIPTION = "Input 输入", "Output 输出", "Annotation 批注", "Description 说明"
KINDS = (INPUT, OUTPUT, ANNOTATION, DESCRIPTION)


def first_word(text: str) -> str:
    """By which rows and kinds are known: the rest of the cell is for people."""
    return text.split(maxsplit=1)[0].casefold() if text.strip() else ""


@dataclass(slots=True)
class SheetColumn:
    """`expression`: an input's expression, the name of an output or annotation."""

    kind: str
    label: str = ""
    expression: str = ""
    type: str = ""
    values: str = ""
    default: str = ""
    identity: str = ""


@dataclass(slots=True)
class SheetRule:
    identity: str
    cells: list[str]
    row: int = 0


@dataclass(slots=True)
class SheetTable:
    """One table as its sheet shows it."""

    title: str
    table: str
    policy: str
    aggregation: str
    columns: list[SheetColumn] = field(default_factory=list)
    rules: list[SheetRule] = field(default_factory=list)
