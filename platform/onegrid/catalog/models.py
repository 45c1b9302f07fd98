"""Published processes and forms (immutable), and the city's code sets, categories and closing standards."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Origin(models.TextChoices):
    """Where a version was published from; a folder never silently overwrites what came from elsewhere (decision 16)."""

    FOLDER = "folder"
    STUDIO = "studio"
    API = "api"


class WorkflowKind(models.TextChoices):
    """Whether a report starts it, or only other processes call it."""

    CASE = "case", "case"
    PART = "part", "part"


class Workflow(models.Model):
    """One process by its slug. `current_version` is what new cases start on.

    python_scripts: an administrator lets its script tasks be Python (ADR 22).
    """

    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=WorkflowKind.choices)
    current_version = models.ForeignKey(
        "catalog.WorkflowVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    python_scripts = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"{self.slug} {self.title}"


class WorkflowVersion(models.Model):
    """One published version; no column ever changes and no row is deleted (trigger, migration 0002).

    sources: relative path -> text, or {"base64": ...} where a file is not UTF-8.
    process: id of its BPMN process where that is not the slug, as other tools' files have it.
    callees: slug -> version id of every process reached by calls, directly or not.
    forms: form slug -> form version id of every form named here or in a callee.
    checksum: all of it. content_checksum: the own files alone, README aside.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    content_checksum = models.CharField(max_length=64)
    sources = models.JSONField()
    process = models.CharField(max_length=255, blank=True, default="")
    callees = models.JSONField(default=dict)
    forms = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workflow", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["workflow", "checksum"], name="version_checksum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.workflow.slug} v{self.number}"

    @property
    def process_id(self) -> str:
        """Of the process that runs; calls name it by this."""
        return self.process or self.workflow.slug


class Form(models.Model):
    """One shared form by its slug."""

    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=120)
    current_version = models.ForeignKey("catalog.FormVersion", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.slug} {self.title}"


class FormVersion(models.Model):
    """One published version of a form; immutable like a process version. `source` is the YAML as written."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64)
    source = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(fields=["form", "checksum"], name="form_version_checksum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form.slug} v{self.number}"


class DesignKind(models.TextChoices):
    """What a designer's draft is of."""

    WORKFLOW = "workflow", "流程"
    FORM = "form", "表单"


class DesignDraft(models.Model):
    """What one designer has changed of one process or form and not published: one row a person and subject.

    base: number of the version that the change was made on; 0 where none is published.
    files: relative path -> content as in `WorkflowVersion.sources`, only what differs from the base; null = taken out.
        Forms stand in it as `forms/<slug>.yaml`.
    form_bases: form slug -> number of the form's version when it was first changed here.
    revision: grows with every change; what was checked is what is published.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DesignKind.choices)
    slug = models.CharField(max_length=60)
    base = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=dict)
    form_bases = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "slug"], name="design_draft_once_a_person_and_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.person_id})"


class DesignImport(models.Model):
    """Files that a designer brought from other tools, and what was said of them; only the newest few are kept.

    files: name -> diagram as it came, content as in `WorkflowVersion.sources`. report: `import_report.py`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    files = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"import {self.pk} ({self.person_id})"


HANDLING = "handling"
"""The stage whose limit the handbooks state; every closing standard has it."""


class LimitUnit(models.TextChoices):
    """The five units of time (decision 4)."""

    URGENT_HOUR = "urgent_hour", "紧急工作时"
    WORK_HOUR = "work_hour", "工作时"
    WORK_DAY = "work_day", "工作日"
    NATURAL_DAY = "natural_day", "自然日"
    URGENT_DAY = "urgent_day", "紧急工作日"


class Referenced(models.Model):
    """Rows that `reference.py` keeps for some seconds; a change through this process is seen at once."""

    class Meta:
        abstract = True

    def save(self, **how: Any) -> None:
        """Save, and forget what is kept."""
        super().save(**how)
        _forget()

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Delete, and forget what is kept."""
        found = super().delete(using=using, keep_parents=keep_parents)
        _forget()
        return found


def _forget() -> None:
    from onegrid.catalog import reference  # reads these tables, so it comes second

    reference.forget()


class CodeSet(Referenced):
    """One handbook of categories and standards, by slug and edition; codes mean nothing without it (decision 5)."""

    slug = models.CharField(max_length=40)
    edition = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "edition"], name="code_set_edition_once"),
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_code_set"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.edition}"


class Stage(Referenced):
    """A named part of the loop for which a standard can give a limit; the default serves standards that give none."""

    code_set = models.ForeignKey(CodeSet, on_delete=models.PROTECT, related_name="stages")
    slug = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    label_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    default_value = models.PositiveIntegerField(null=True)
    default_unit = models.CharField(max_length=12, choices=LimitUnit.choices, blank=True)
    is_invented = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code_set", "slug"], name="stage_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Kind(models.TextChoices):
    """Kinds of category (decision 5)."""

    EVENT = "event", "事件"
    COMPONENT = "component", "部件"
    SERVICE = "service", "服务"


class Category(Referenced):
    """One minor category; `code` is its full code `<kind>-<major>-<minor>` within the code set.

    is_invented: made for the demo city, from no public source. basis: where the name comes from.
    """

    code_set = models.ForeignKey(CodeSet, on_delete=models.PROTECT, related_name="categories")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    major = models.CharField(max_length=4)
    minor = models.CharField(max_length=4)
    code = models.CharField(max_length=24)
    major_name = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    sector = models.CharField(max_length=20)
    is_invented = models.BooleanField(default=True)
    basis = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_set", "kind", "major", "minor"], name="category_code_once"),
            models.UniqueConstraint(fields=["code_set", "code"], name="category_full_code_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class _DateRange(Func):
    function = "daterange"


class ClosingStandard(Referenced):
    """A condition for filing with the limit of one stage and what must hold to close (立案条件、时限、结案条件).

    Several rows share a `code`: one per stage and span of validity. `until` is exclusive. source: letter of the
    handbook a real row was taken from; source_category: what that handbook calls and numbers the category.
    """

    code_set = models.ForeignKey(CodeSet, on_delete=models.PROTECT, related_name="standards")
    code = models.CharField(max_length=40)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="standards")
    condition = models.CharField(max_length=200)
    stage = models.CharField(max_length=40)
    limit_value = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=12, choices=LimitUnit.choices)
    closing_condition = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=True)
    source = models.CharField(max_length=10, blank=True)
    source_category = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="standard_one_limit_per_stage_and_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("stage", RangeOperators.EQUAL),
                    (_DateRange(F("since"), F("until"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(limit_value__gt=0), name="standard_limit_above_zero"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="standard_until_after_since"
            ),
            models.CheckConstraint(
                condition=Q(is_invented=True) | ~Q(source=""), name="standard_real_row_names_its_source"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["category", "stage"])]

    def __str__(self) -> str:
        return f"{self.code}/{self.stage}"
