"""`workflow.yaml`: who answers for a process, what it is called, and which warnings are meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onegrid.catalog import plain_yaml
from onegrid.catalog.draft import MANIFEST
from onegrid.catalog.findings import Table, problem, say
from onegrid.engine.problems import Problem

SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")
LONGEST_ID = 255
_REQUIRED = ("slug", "title", "owner", "description")
_TEXTS = ("titleEn", "descriptionEn", "process")
_KNOWN = frozenset({*_REQUIRED, *_TEXTS, "exemptions"})


@dataclass(frozen=True, slots=True)
class Exemption:
    """A warning that is meant, with its reason. `element` None: wherever the rule speaks."""

    rule: str
    reason: str
    element: str | None = None
    line: int | None = None

    def covers(self, found: Problem) -> bool:
        """Whether the warning is the one meant."""
        return found.code == self.rule and self.element in (None, found.element)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest as data. process: id of the BPMN process where it is not the slug."""

    slug: str
    title: str
    owner: str
    description: str
    title_en: str = ""
    description_en: str = ""
    process: str = ""
    exemptions: Sequence[Exemption] = ()


def read_manifest(content: bytes | None, *, slug: str) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """The manifest, or None and the problems."""
    if content is None:
        return None, (_problem("missing", 1),)
    located = plain_yaml.load(content, file=MANIFEST)
    found = list(located.problems)
    data = located.data
    if not found and not isinstance(data, dict):
        found.append(_problem("shape", 1))
    if found:
        return None, tuple(found)
    found.extend(_faults(data, located, slug))
    exemptions = tuple(_exemptions(data.get("exemptions"), located, found))
    if found:
        return None, tuple(found)
    manifest = Manifest(
        slug=slug,
        title=data["title"],
        owner=data["owner"],
        description=data["description"],
        title_en=data.get("titleEn") or "",
        description_en=data.get("descriptionEn") or "",
        process=_process(data, slug),
        exemptions=exemptions,
    )
    return manifest, ()


def process_of(content: bytes | None, slug: str) -> str:
    """The id of the process that the manifest means, also where it has other faults; the slug where it names none."""
    if content is None or b"process" not in content:
        return slug
    data = plain_yaml.load(content, file=MANIFEST).data
    return (_process(data, slug) if isinstance(data, dict) else "") or slug


def _process(data: Mapping[str, Any], slug: str) -> str:
    named = data.get("process")
    return named if isinstance(named, str) and named != slug else ""


def _faults(data: dict[str, Any], located: plain_yaml.Located, slug: str) -> Iterator[Problem]:
    for name in data.keys() - _KNOWN:
        yield _problem("key_unknown", located.line((name,)), name=name, known=", ".join(sorted(_KNOWN)))
    for name in _REQUIRED:
        if not isinstance(data.get(name), str) or not data[name].strip():
            yield _problem("key_missing", located.line((name,)), name=name)
    for name in _TEXTS:
        if not isinstance(data.get(name, ""), str):
            yield _problem("not_text", located.line((name,)), name=name)
    if len(str(data.get("process", ""))) > LONGEST_ID:
        yield _problem("process", located.line(("process",)), limit=LONGEST_ID)
    if data.get("slug") not in (None, slug):
        yield _problem("slug_differs", located.line(("slug",)), given=data["slug"], slug=slug)
    if not SLUG.fullmatch(slug):
        yield _problem("slug", located.line(("slug",)), slug=slug)


def _exemptions(listed: Any, located: plain_yaml.Located, found: list[Problem]) -> Iterator[Exemption]:
    if listed is not None and not isinstance(listed, list):
        found.append(_problem("exemption", located.line(("exemptions",))))
        return
    for at, one in enumerate(listed or ()):
        line = located.line(("exemptions", at))
        if _is_exemption(one):
            yield Exemption(one["rule"], one["reason"], one.get("element"), line)
        else:
            found.append(_problem("exemption", line))


def _is_exemption(one: Any) -> bool:
    if not isinstance(one, dict) or set(one) - {"rule", "element", "reason"}:
        return False
    return all(isinstance(one.get(name), str) and one[name].strip() for name in ("rule", "reason"))


_COMPLAINTS: Table = {
    "missing": (f"{MANIFEST} is missing.", f"缺少 {MANIFEST}。", "Write one.", "请编写该文件。"),
    "shape": (
        "The manifest is no mapping.",
        "清单应为映射。",
        "Write `slug: …`, `title: …`.",
        "请写 slug、title 等项。",
    ),
    "key_unknown": (
        "The manifest has no key `{name}`.",
        "清单没有“{name}”这一项。",
        "Known: {known}.",
        "可用：{known}。",
    ),
    "key_missing": ("The manifest lacks `{name}`.", "清单缺少 {name}。", "Add `{name}: …`.", "请补充 {name}。"),
    "not_text": ("`{name}` must be text.", "{name} 应为文本。", "Put it in quotes.", "请加引号。"),
    "slug_differs": (
        "The manifest's slug is `{given}`, the process's `{slug}`.",
        "清单的 slug 为“{given}”，流程为“{slug}”。",
        "Give both the same name.",
        "请使二者一致。",
    ),
    "process": (
        "The id of the process is longer than {limit} characters.",
        "流程 id 超过 {limit} 个字符。",
        "Give the bpmn:process a shorter id.",
        "请缩短 bpmn:process 的 id。",
    ),
    "slug": (
        "`{slug}` is no slug.",
        "“{slug}”不是合法标识。",
        "Small letters, digits and _, beginning with a letter.",
        "请用小写字母、数字、_，以字母开头。",
    ),
    "exemption": (
        "An exemption lacks `rule` or `reason`, or has more.",
        "豁免须有 rule 与 reason，可有 element。",
        "Write `- {{rule: …, element: …, reason: …}}`.",
        "请写 - {{rule: …, element: …, reason: …}}。",
    ),
}


def _problem(code: str, line: int | None, **facts: object) -> Problem:
    return problem(f"manifest.{code}", say(_COMPLAINTS, code, **facts), line=line, file=MANIFEST)
