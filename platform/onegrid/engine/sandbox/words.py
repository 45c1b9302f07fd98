"""What people read when a script fails: the kind of fault and the line, never Python's own text."""

from collections.abc import Sequence

from onegrid.engine import limits
from onegrid.engine.problems import EngineError

_MEMORY, _OUTPUT = limits.SCRIPT_MEMORY // limits.MEGABYTE, limits.SCRIPT_OUTPUT // limits.MEGABYTE
_KINDS: dict[type[BaseException], tuple[str, str]] = {
    NameError: ("uses a name that nothing has given", "使用了没有赋值的名称"),
    ZeroDivisionError: ("divides by zero", "除数为零"),
    KeyError: ("looks up a key that is not there", "查找的键不存在"),
    IndexError: ("looks up a place that is not there", "下标超出范围"),
    AttributeError: ("asks a value for what it does not have", "访问了值所没有的属性"),
    TypeError: ("uses a value of the wrong kind", "值的类型不符"),
    ValueError: ("uses a value that cannot be meant", "值不符合要求"),
    OverflowError: ("calculates with a number that is too large", "数字过大"),
    AssertionError: ("finds its own assertion broken", "断言不成立"),
    RecursionError: (
        f"calls itself more than {limits.SCRIPT_RECURSION} times deep",
        f"递归调用超过 {limits.SCRIPT_RECURSION} 层",
    ),
    TimeoutError: (f"runs longer than {limits.SCRIPT_SECONDS:g} s", f"运行超过 {limits.SCRIPT_SECONDS:g} 秒"),
    MemoryError: (
        f"needs more than {_MEMORY} MB, or gives or prints more than {_OUTPUT} MB",
        f"占用超过 {_MEMORY} MB，或结果与输出超过 {_OUTPUT} MB",
    ),
    ImportError: ("imports what the sandbox does not have", "导入了沙箱没有的模块"),
    NotImplementedError: ("uses what the sandbox does not have", "使用了沙箱没有的功能"),
    PermissionError: ("reaches for files or the system", "试图访问文件或系统"),
}
_LIMITS = (TimeoutError, MemoryError, RecursionError)


def failed(fault: BaseException, lines: Sequence[int]) -> EngineError:
    """The script raised, or met one of its limits."""
    english, chinese = next(
        (words for kind, words in _KINDS.items() if isinstance(fault, kind)),
        ("raises an error of its own", "自行抛出了错误"),
    )
    code = "script.limit" if isinstance(fault, _LIMITS) else "script.failed"
    where_en, where_zh = (f"line {lines[-1]} ", f"第 {lines[-1]} 行") if lines else ("", "")
    return EngineError(code, f"the Python script {where_en}{english}", f"Python 脚本{where_zh}{chinese}")


def crashed(*, timed_out: bool) -> EngineError:
    """The worker had to be ended."""
    if timed_out:
        return failed(TimeoutError(), ())
    return EngineError(
        "script.limit", "the Python script brought its sandbox down and was ended", "Python 脚本使沙箱崩溃，已被终止"
    )


def refused() -> EngineError:
    """The sandbox cannot read it: a script that no check has seen."""
    return EngineError("script.python", "the Python script cannot be run here", "该 Python 脚本无法在此运行")


def not_kept(name: str, why: EngineError) -> EngineError:
    """What the script left in a variable is no process data."""
    return EngineError(
        "script.value",
        f"the Python script leaves in {name!r} what cannot be kept: {why.message_en}",
        f"Python 脚本留在“{name}”中的值无法保存：{why.message_zh}",
    )


def not_given(name: str) -> EngineError:
    """A value that Python has no kind for."""
    return EngineError(
        "script.value",
        f"{name!r} holds a duration of months, a range or a function, which Python has no kind for",
        f"“{name}”含有按月计的时长、区间或函数，Python 中没有对应的类型",
    )


def no_sandbox() -> EngineError:
    """The workers cannot be started on this machine."""
    return EngineError(
        "script.no_sandbox", "the sandbox for Python scripts cannot be started here", "本机无法启动 Python 脚本沙箱"
    )
