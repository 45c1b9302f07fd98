"""Read one form file: everything wrong with it, with lines, and the schema where nothing is."""

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from onegrid import feel
from onegrid.catalog import expressions, plain_yaml
from onegrid.catalog.findings import problem, say
from onegrid.catalog.forms import options, page_feel, vocabulary
from onegrid.catalog.forms.complaints import FORM
from onegrid.catalog.forms.schema import Component, FormSchema
from onegrid.catalog.plain_yaml import Located, Path
from onegrid.engine.problems import Problem

SLUG = re.compile(r"[a-z][a-z0-9_-]{0,59}")
NAME = re.compile(r"[^\W\d]\w{0,59}")
MAX_COMPONENTS = 400
_MOST_FINDINGS = 200
_PARSED = frozenset(
    {"type", "id", "key", "label", "labelEn", "conditional", "readonly", "disabled"}
    | {"defaultValue", "validate", "components"}
)


def parse(content: bytes, *, slug: str, is_published: bool = False) -> tuple[FormSchema | None, tuple[Problem, ...]]:
    """The schema, or None and the problems (a form has no warnings: it holds or it does not).

    is_published: what pages can evaluate and how long a pattern may take were settled when it was published, by the
    rules of that day.
    """
    file = f"forms/{slug}.yaml"
    located = plain_yaml.load(content, file=file)
    reader = _Reader(located, file, is_new=not is_published)
    schema = reader.form(slug) if not located.problems else None
    found = (*located.problems, *reader.found)
    return (None if found else schema), found


class _Reader:
    """Walks the data once; problems go to `found`."""

    def __init__(self, located: Located, file: str, *, is_new: bool) -> None:
        self.located, self.file, self.is_new = located, file, is_new
        self.maybe_live: list[tuple[str, Path, str | None]] = []  # by the page too, where it names an answer
        self.found: list[Problem] = []
        self.count = 0

    def report(self, code: str, path: Path, element: str | None = None, /, **facts: object) -> None:
        if len(self.found) < _MOST_FINDINGS:
            said = say(FORM, code, **facts)
            line = self.located.line(path)
            self.found.append(problem(f"form.{code}", said, element=element, line=line, file=self.file))

    def form(self, slug: str) -> FormSchema | None:
        data = self.located.data
        if not isinstance(data, dict):
            self.report("no_mapping", ())
            return None
        self.unknown_keys(data, vocabulary.TOP, ())
        for key in ("id", "title", "owner"):
            if not _text(data.get(key)):
                self.report("missing", (), name=key)
        if data.get("id") and data["id"] != slug:
            self.report("id_differs", ("id",), id=data["id"], slug=slug)
        if not SLUG.fullmatch(slug):
            self.report("slug", ("id",), slug=slug)
        components = self.components(data.get("components"), ("components",), set(), in_form=True)
        keys = {one.key for one in _all(components)} | {"outcome"}
        for text, path, element in self.maybe_live:
            if page_feel.names(text) & keys:
                self.in_page(text, path, element)
        return FormSchema(
            slug=slug,
            title=_text(data.get("title")),
            owner=_text(data.get("owner")),
            components=components,
            title_en=_text(data.get("titleEn")),
            description=_text(data.get("description")),
            description_en=_text(data.get("descriptionEn")),
        )

    def components(self, found: Any, path: Path, names: set[str], *, in_form: bool = False) -> tuple[Component, ...]:
        if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
            self.report("components", path)
            return ()
        self.count += len(found)
        if self.count > MAX_COMPONENTS:
            self.report("too_many", path, limit=MAX_COMPONENTS)
            return ()
        made = (self.component(one, (*path, at), names, in_form=in_form) for at, one in enumerate(found))
        return tuple(one for one in made if one is not None)

    def component(self, data: dict[str, Any], path: Path, names: set[str], *, in_form: bool) -> Component | None:
        kind = data.get("type")
        if not isinstance(kind, str) or kind not in vocabulary.TYPES:
            hints = _hints(str(kind), vocabulary.TYPES)
            self.report("type_unknown", (*path, "type"), _text(data.get("key")) or None, type=kind, **hints)
            return None
        key = self.name_of(kind, data, path, names, in_form=in_form)
        self.unknown_keys(data, vocabulary.TYPES[kind], path, key)
        holds = kind in vocabulary.HOLDING and key is not None
        if holds and kind != "expression" and not _text(data.get("label")):
            self.report("missing", path, key, name="label")
        self.own_choices(kind, data, path, key)
        self.feel_keys(kind, data, path, key)
        validate = self.validation(kind, data.get("validate"), (*path, "validate"), key)
        for code, facts in options.problems(kind, data, shows_only=not holds):
            self.report(code, path, key, **facts)
        flat = kind == "group" and key is None
        return Component(
            type=kind,
            key=key,
            label=_text(data.get("label")),
            label_en=_text(data.get("labelEn")),
            hide=self.hide(data, path, key),
            readonly=self.readonly(data, path, key),
            **self.default(data, path, key),
            validate=validate,
            own={name: value for name, value in data.items() if name not in _PARSED},
            components=self.inner(kind, data, path, names if flat else set(), in_form=in_form and flat),
            line=self.located.line(path),
        )

    def name_of(self, kind: str, data: dict[str, Any], path: Path, names: set[str], *, in_form: bool) -> str | None:
        """The name of the answer: `key`, or `path` for groups and lists; checked and taken."""
        holder = "path" if kind in ("group", "dynamiclist") else "key"
        name = data.get(holder)
        if name is None or (kind == "group" and name == ""):
            if kind in vocabulary.HOLDING and (kind != "table" or "components" in data):
                self.report("missing", path, name=holder)
            return None
        if not isinstance(name, str) or not NAME.fullmatch(name):
            self.report("key", (*path, holder), str(name), name=name)
            return None
        if in_form and name in vocabulary.RESERVED:
            self.report("key_reserved", (*path, holder), name, name=name)
        if name in names:
            self.report("key_twice", (*path, holder), name, name=name)
        names.add(name)
        return name

    def inner(
        self, kind: str, data: dict[str, Any], path: Path, names: set[str], *, in_form: bool
    ) -> tuple[Component, ...]:
        if "components" not in vocabulary.TYPES[kind] or (kind == "table" and "components" not in data):
            return ()
        return self.components(data.get("components"), (*path, "components"), names, in_form=in_form)

    def hide(self, data: dict[str, Any], path: Path, key: str | None) -> str | None:
        conditional = data.get("conditional")
        if conditional is None:
            return None
        text = conditional.get("hide") if isinstance(conditional, dict) else None
        if not isinstance(text, str) or set(conditional) != {"hide"}:
            self.report("conditional", (*path, "conditional"), key)
            return None
        return self.live(text, (*path, "conditional", "hide"), key)

    def default(self, data: dict[str, Any], path: Path, key: str | None) -> dict[str, Any]:
        """Fixed, or FEEL where it begins with `=`."""
        found = data.get("defaultValue")
        if isinstance(found, str) and found.startswith("="):
            return {"computed": self.live(found, (*path, "defaultValue"), key)}
        return {"default": found}

    def readonly(self, data: dict[str, Any], path: Path, key: str | None) -> bool | str:
        text = data.get("readonly")
        if isinstance(text, str):
            return self.live(text, (*path, "readonly"), key)
        for name in ("disabled", "readonly"):
            if data.get(name) is not None and not isinstance(data[name], bool):
                self.report("truth", (*path, name), key, name=name)
        return data.get("disabled") is True or data.get("readonly") is True

    def validation(self, kind: str, found: Any, path: Path, key: str | None) -> dict[str, Any]:
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.report("validate", path, key)
            return {}
        self.unknown_keys(found, vocabulary.VALIDATE.get(kind, frozenset()), path, key)
        for code, facts in options.validation_problems(found):
            if code == "endless_pattern" and not self.is_new:
                continue
            self.report(code, path, key, **facts)
        for name in ("condition", "minDate", "maxDate"):
            text = found.get(name)
            if isinstance(text, str) and (name == "condition" or text.startswith("=")):
                self.feel(text, (*path, name), key)
        if isinstance(found.get("requiredWhen"), str):
            self.live(found["requiredWhen"], (*path, "requiredWhen"), key)
        return found

    def own_choices(self, kind: str, data: dict[str, Any], path: Path, key: str | None) -> None:
        for (owner, name), allowed in vocabulary.CHOICES.items():
            if owner == kind and name in data and data[name] not in allowed:
                self.report("choice", (*path, name), key, name=name, value=data[name], known=", ".join(allowed))

    def feel_keys(self, kind: str, data: dict[str, Any], path: Path, key: str | None) -> None:
        for name in vocabulary.FEEL_KEYS.get(kind, ()):
            text = data.get(name)
            if name == "expression" and not _text(text):
                self.report("missing", path, key, name=name)
            elif isinstance(text, str) and (text.startswith("=") or name in vocabulary.ALWAYS_FEEL):
                is_live = name in vocabulary.LIVE and data.get("computeOn") != "presubmit"
                (self.live if is_live else self.feel)(text, (*path, name), key)

    def feel(self, text: str, path: Path, key: str | None) -> str:
        """The expression without its sign; a fault is reported."""
        if (fault := expressions.fault(text)) is not None:
            self.report("feel", path, key, text=text, why_en=fault.message_en, why_zh=fault.message_zh)
        return expressions.without_sign(text)

    def live(self, text: str, path: Path, key: str | None) -> str:
        """The same of what the page evaluates too, where it names an answer."""
        self.maybe_live.append((text, path, key))
        return self.feel(text, path, key)

    def in_page(self, text: str, path: Path, key: str | None) -> None:
        """Report what pages cannot evaluate."""
        if not self.is_new:
            return
        try:
            page_feel.in_page(text)
        except page_feel.NotInPage as found:
            self.report("feel_page", path, key, text=text, what_en=found.en, what_zh=found.zh)
        except feel.FeelError:
            return  # told as no FEEL at all

    def unknown_keys(self, data: dict[str, Any], known: Iterable[str], path: Path, element: str | None = None) -> None:
        for name in data.keys() - set(known):
            self.report("key_unknown", (*path, name), element, name=name, **_hints(name, known))


def _all(components: Iterable[Component]) -> Iterator[Component]:
    for one in components:
        yield one
        yield from _all(one.components)


def _hints(name: str, known: Iterable[str]) -> dict[str, object]:
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return {"hint_en": f"Did you mean `{near[0]}`?", "hint_zh": f"是否指“{near[0]}”？"}
    listed = ", ".join(sorted(known))
    return {"hint_en": f"Known here: {listed}.", "hint_zh": f"可用：{listed}。"}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
