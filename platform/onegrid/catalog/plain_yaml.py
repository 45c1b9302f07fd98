"""YAML as our files mean it: every scalar as written unless it plainly is a number, true, false or null; with lines.

YAML 1.1 reads `no`, `on`, `010` and `2026-03-02` as something else than their writer meant; duplicate keys win in
silence; anchors can blow up. None of that happens here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from onegrid.engine.problems import Problem, Severity

MAX_BYTES = 512 * 1024
MAX_DEPTH = 40
Path = tuple[str | int, ...]

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Located:
    """The data, and for every path in it the line where it begins (from 1)."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int | None:
        """The line of the path, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def load(content: bytes, *, file: str) -> Located:
    """Never raises: what cannot be read is a problem with its line, and `data` is then None."""
    found = Located()
    if len(content) > MAX_BYTES:
        found.problems.append(_problem("too_large", file, 1))
        return found
    try:
        text = content.decode("utf-8-sig")
        if (harm := _harm(text, file)) is not None:
            found.problems.append(harm)
            return found
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        found.problems.append(_problem("encoding", file, 1))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or "cannot be read as YAML")
        found.problems.append(_problem("syntax", file, mark.line + 1 if mark else 1, what=what))
    else:
        found.data = _build(root, (), found, file) if root is not None else None
    return found


def _harm(text: str, file: str) -> Problem | None:
    """An anchor, or nesting so deep that composing it would never end; events come one by one, so it stops there."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return _problem("anchor", file, line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return _problem("too_deep", file, line)
    return None


def _build(node: yaml.Node, path: Path, into: Located, file: str) -> Any:
    into.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, at), into, file) for at, item in enumerate(node.value)]
    return dict(_pairs(node, path, into, file))


def _pairs(node: yaml.Node, path: Path, into: Located, file: str) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in seen or not isinstance(key_node, yaml.ScalarNode):
            into.problems.append(_problem("duplicate_key", file, line, key=key))
            continue
        seen.add(key)
        value = _build(value_node, (*path, key), into, file)
        into.lines[*path, key] = line
        yield key, value


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    if node.style is not None:  # quoted or block: text, whatever it looks like
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) < 20 else text
    return float(text) if _FLOAT.fullmatch(text) else text


def _problem(code: str, file: str, line: int, **facts: object) -> Problem:
    en, zh, mend_en, mend_zh = (text.format(**facts) for text in _COMPLAINTS[code])
    return Problem(
        f"yaml.{code}",
        Severity.ERROR,
        f"{file}, line {line}: {en}.",
        f"{file} 第 {line} 行：{zh}。",
        mend_en,
        mend_zh,
        line=line,
        file=file,
    )


_COMPLAINTS: dict[str, tuple[str, str, str, str]] = {
    "too_large": ("is larger than 512 kB", "大于 512 kB", "Split it.", "请拆分。"),
    "encoding": ("is not UTF-8", "不是 UTF-8 编码", "Save it as UTF-8.", "请另存为 UTF-8。"),
    "anchor": ("uses an anchor or alias", "使用了锚点或别名", "Write it out in each place.", "请在每处写出内容。"),
    "too_deep": ("is nested too deeply", "嵌套过深", "Flatten it.", "请减少层级。"),
    "duplicate_key": ("`{key}` stands here twice", "“{key}”重复出现", "Keep one of them.", "请只保留一个。"),
    "syntax": (
        "is not YAML: {what}",
        "不是合法的 YAML：{what}",
        "Check indentation and quotes; quote FEEL that holds `: ` or ` #`.",
        "请检查缩进与引号；含“: ”或“ #”的 FEEL 需加引号。",
    ),
}
