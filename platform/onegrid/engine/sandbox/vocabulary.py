"""What a script may use: the names and modules that the workers have. A test asks the workers for each of them."""

from collections.abc import Mapping

PYTHON = frozenset(
    {"python", "python3", "py", "text/python", "text/x-python", "application/python", "application/x-python"}
)

BUILTINS = frozenset(
    {
        "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "Exception", "ImportError",
        "IndexError", "KeyError", "LookupError", "NameError", "NotImplementedError", "OverflowError",
        "RecursionError", "RuntimeError", "StopIteration", "TypeError", "UnicodeDecodeError", "UnicodeEncodeError",
        "ValueError", "ZeroDivisionError",
        "abs", "all", "any", "bin", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate", "filter",
        "float", "format", "frozenset", "getattr", "hasattr", "hash", "hex", "int", "isinstance", "iter", "len",
        "list", "map", "max", "min", "next", "object", "oct", "ord", "pow", "print", "range", "repr", "reversed",
        "round", "set", "slice", "sorted", "str", "sum", "tuple", "type", "zip",
    }
)  # fmt: skip

MODULES: Mapping[str, frozenset[str]] = {
    "json": frozenset({"JSONDecodeError", "dumps", "loads"}),
    "math": frozenset(
        {
            "acos", "asin", "atan", "atan2", "cbrt", "ceil", "comb", "copysign", "cos", "degrees", "dist", "e",
            "exp", "fabs", "factorial", "floor", "fmod", "fsum", "gcd", "hypot", "inf", "isclose", "isfinite",
            "isinf", "isnan", "isqrt", "lcm", "log", "log10", "log2", "modf", "nan", "perm", "pi", "pow", "prod",
            "radians", "remainder", "sin", "sqrt", "tan", "tau", "trunc",
        }
    ),
    "re": frozenset(
        {
            "A", "ASCII", "DOTALL", "I", "IGNORECASE", "M", "MULTILINE", "Match", "Pattern", "S", "compile", "error",
            "escape", "findall", "finditer", "fullmatch", "match", "search", "split", "sub",
        }
    ),
    "datetime": frozenset({"date", "datetime", "time", "timedelta", "timezone"}),
    "random": frozenset({"choice", "choices", "randint", "random", "randrange", "sample", "shuffle", "uniform"}),
    "decimal": frozenset(
        {
            "Decimal", "InvalidOperation", "ROUND_CEILING", "ROUND_DOWN", "ROUND_FLOOR", "ROUND_HALF_DOWN",
            "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_UP",
        }
    ),
    "collections": frozenset({"Counter", "defaultdict", "deque", "namedtuple"}),
    "itertools": frozenset(
        {
            "accumulate", "chain", "combinations", "compress", "count", "cycle", "dropwhile", "filterfalse",
            "groupby", "islice", "pairwise", "permutations", "product", "repeat", "starmap", "takewhile", "tee",
            "zip_longest",
        }
    ),
    "functools": frozenset({"cache", "lru_cache", "partial", "reduce"}),
    "typing": frozenset(
        {"Any", "Callable", "Dict", "Iterable", "Iterator", "List", "Literal", "Mapping", "Optional", "Sequence",
         "Set", "Tuple", "Union"}
    ),
    "dataclasses": frozenset({"dataclass", "field"}),
    "copy": frozenset({"copy", "deepcopy"}),
    "base64": frozenset({"b64decode", "b64encode", "urlsafe_b64decode", "urlsafe_b64encode"}),
    "hashlib": frozenset({"blake2b", "md5", "sha1", "sha256", "sha512"}),
    "bisect": frozenset({"bisect", "bisect_left", "bisect_right", "insort", "insort_left", "insort_right"}),
    "unicodedata": frozenset({"category", "name", "normalize"}),
}  # fmt: skip

REACHING_OUT: Mapping[str, tuple[str, str]] = {
    "open": ("files", "文件"),
    "input": ("a keyboard", "键盘输入"),
    "eval": ("code made while running", "运行时生成的代码"),
    "exec": ("code made while running", "运行时生成的代码"),
    "compile": ("code made while running", "运行时生成的代码"),
    "__import__": ("modules named while running", "运行时指定的模块"),
}


def is_python(language: str | None) -> bool:
    """Whether a script of that `scriptFormat` is Python."""
    return (language or "").strip().lower() in PYTHON
