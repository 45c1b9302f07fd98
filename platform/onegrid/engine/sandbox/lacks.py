"""Which parts of a Python script the workers do not have: found by reading it, before anybody runs it."""

import ast
import builtins
import datetime as dt
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from onegrid.engine.extension.vocabulary import RESERVED
from onegrid.engine.limits import SCRIPT_CHARACTERS
from onegrid.engine.sandbox.program import names_of, parse
from onegrid.engine.sandbox.vocabulary import BUILTINS, MODULES, REACHING_OUT

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the script uses and no worker has. `line` counts from 1 in the script."""

    line: int
    what: Words


def lacks(text: str) -> tuple[Lack, ...]:
    """Every one of them, by line; a script that is no Python has one."""
    if len(text) > SCRIPT_CHARACTERS:
        limit = f"{SCRIPT_CHARACTERS:,}"
        return (Lack(1, (f"more than {limit} characters", f"超过 {limit} 个字符的脚本")),)
    try:
        tree = parse(text)
        found = {*_syntax(tree), *_modules(tree), *_names(tree), *_attributes(tree)}
    except SyntaxError as fault:
        return (Lack(fault.lineno or 1, ("what is no Python 3.11 here", "此处不符合 Python 3.11 语法的内容")),)
    except (ValueError, RecursionError, MemoryError):
        return (Lack(1, ("a script nested that deep", "嵌套过深的脚本")),)
    return tuple(sorted(found, key=lambda lack: (lack.line, lack.what)))


_SYNTAX: dict[type[ast.AST], Words] = {
    ast.Yield: ("`yield`", "“yield”"),
    ast.YieldFrom: ("`yield`", "“yield”"),
    ast.Delete: ("`del`", "“del”"),
    ast.TryStar: ("`except*`", "“except*”"),
    ast.AsyncFunctionDef: ("`async`", "“async”"),
    ast.AsyncFor: ("`async`", "“async”"),
    ast.AsyncWith: ("`async`", "“async”"),
    ast.Await: ("`await`", "“await”"),
    ast.With: ("`with`", "“with”"),
    ast.MatMult: ("the operator `@`", "运算符“@”"),
}


def _syntax(tree: ast.Module) -> Iterator[Lack]:
    line = 1
    for node in ast.walk(tree):
        line = getattr(node, "lineno", line)
        if type(node) in _SYNTAX:
            yield Lack(line, _SYNTAX[type(node)])
        if isinstance(node, ast.Attribute) and node.attr.startswith("__"):
            yield Lack(line, (f"the inside of Python, `{node.attr}`", f"Python 内部属性“{node.attr}”"))
        if isinstance(node, ast.ClassDef):
            if node.bases or node.keywords:
                yield Lack(line, ("a class that inherits", "类的继承"))
            if any(isinstance(inner, ast.FunctionDef) and inner.decorator_list for inner in node.body):
                yield Lack(line, ("a decorated method", "带装饰器的方法"))


def _modules(tree: ast.Module) -> Iterator[Lack]:
    plain: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in MODULES:
                    plain[alias.asname or alias.name] = alias.name
                else:
                    yield _no_module(node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or "."
            if node.level or module not in MODULES:
                yield _no_module(node.lineno, module)
                continue
            for alias in node.names:
                if alias.name not in MODULES[module]:
                    yield _no_name(node.lineno, module, alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in plain:
            module = plain[node.value.id]
            if node.attr not in MODULES[module]:
                yield _no_name(node.lineno, module, node.attr)


def _names(tree: ast.Module) -> Iterator[Lack]:
    names = names_of(tree)
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or (node.id in names.bound and not isinstance(node.ctx, ast.Store)):
            continue
        name = node.id
        if isinstance(node.ctx, ast.Store):
            if name in RESERVED and name in names.gives:
                yield Lack(node.lineno, (f"a variable `{name}`, which is read only", f"对只读名称“{name}”的赋值"))
        elif name in REACHING_OUT:
            english, chinese = REACHING_OUT[name]
            yield Lack(node.lineno, (f"{english} (`{name}`)", f"{chinese}（“{name}”）"))
        elif name not in BUILTINS and (hasattr(builtins, name) or name in called):
            yield Lack(node.lineno, (f"a function `{name}`", f"函数“{name}”"))


_KINDS = (str, int, float, list, dict, set, tuple, bytes, dt.datetime, dt.time, dt.timedelta, Decimal, Counter, deque)
_KNOWN = frozenset(name for kind in (*_KINDS, re.Match, re.Pattern) for name in dir(kind))


def _attributes(tree: ast.Module) -> Iterator[Lack]:
    """A context is a dict in Python: `person.name` is written `person["name"]` there."""
    if any(isinstance(node, ast.ClassDef | ast.Import | ast.ImportFrom) for node in ast.walk(tree)):
        return  # then its own classes, or those of modules, may have it
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr not in _KNOWN and not node.attr.startswith("__"):
            name = node.attr
            yield Lack(
                node.lineno,
                (
                    f'entries behind a dot, `.{name}` (write `["{name}"]`)',
                    f'用点号读取条目“.{name}”（应写作 ["{name}"]）',
                ),
            )


def _no_module(line: int, module: str) -> Lack:
    return Lack(line, (f"the module `{module}`", f"模块“{module}”"))


def _no_name(line: int, module: str, name: str) -> Lack:
    return Lack(line, (f"`{module}.{name}`", f"“{module}.{name}”"))
